"""Waiting for a database, but never longer than a bound."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

T = TypeVar("T")


class Bounded:
    """Runs calls that may hang; one that is given up is cancelled and cleans up by itself.

    `asyncio.timeout` would wait for that cleaning up: a connection that hangs takes seconds to
    close. What a thread does cannot be cancelled, and ends by itself: with `cancels` false a call
    that is given up goes on, or a connection that is being opened would belong to nobody.
    """

    def __init__(self, *, cancels: bool = True) -> None:
        self._cancels = cancels
        self._running: set[asyncio.Task[Any]] = set()
        self._alone = asyncio.Lock()

    async def run(self, call: Coroutine[Any, Any, T], seconds: float, *, in_turn: bool = True) -> T:
        """Return what a call returns; raises TimeoutError after so many seconds.

        A call that is not `in_turn` begins although another has asked to be alone.
        """
        waits = in_turn and self._alone.locked()
        task = asyncio.create_task(self._after_others(call) if waits else call)
        task.add_done_callback(self._ended)
        if not waits:
            self._running.add(task)
        done, _ = await asyncio.wait({task}, timeout=seconds)
        if not done:
            if self._cancels:
                task.cancel()
            raise TimeoutError
        return task.result()

    @asynccontextmanager
    async def alone(self, seconds: float) -> AsyncIterator[None]:
        """Let no call begin within the context; those under way have so many seconds to end."""
        async with self._alone:
            await self.drained(seconds)
            yield

    async def drained(self, seconds: float) -> bool:
        """Wait until no call is under way; tell whether that is so after so many seconds."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        return not self._running

    async def _after_others(self, call: Coroutine[Any, Any, T]) -> T:
        try:
            async with self._alone:
                task = asyncio.current_task()
        except asyncio.CancelledError:
            call.close()
            raise
        if task:
            self._running.add(task)
        return await call

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # marks it as seen: who waited was told, or has given up
