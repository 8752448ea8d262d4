"""Platforms in memory: they serve until they are cancelled, or do what a test says."""

import asyncio
from collections.abc import Awaitable, Callable


class Place:
    """A platform; `acts` are what its runs do, one after the other, before it serves for good."""

    def __init__(self, name: str, *acts: Callable[[], Awaitable[None]]) -> None:
        self.name = name
        self.acts = list(acts)
        self.runs = 0
        self.serves = asyncio.Event()
        self.closed = False

    async def run(self) -> None:
        self.runs += 1
        try:
            if self.acts:
                await self.acts.pop(0)()
                return
            self.serves.set()
            await asyncio.Event().wait()
        finally:
            self.closed = True

    async def ping(self) -> bool:
        return self.serves.is_set()


def failing(error: Exception) -> Callable[[], Awaitable[None]]:
    """Return an act that raises."""

    async def act() -> None:
        raise error

    return act
