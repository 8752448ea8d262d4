"""What is under way, so that a stop waits for it and nothing new begins."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.storage import Store


class Work:
    """Counts the answers under way; each event is answered once, none after `stop`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stopped = False
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def claim(self, event: int | str) -> bool:
        """Tell whether an event is to be answered: it is new, and nothing has been stopped."""
        return not self._stopped and await self._store.claim_event(f"discord:{event}")

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Count an answer for as long as it takes."""
        self._count += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._idle.set()

    async def stop(self, grace: float) -> bool:
        """Begin nothing new; tell whether all that was under way ended within `grace` seconds."""
        self._stopped = True
        try:
            async with asyncio.timeout(grace):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True
