"""Claims on events: those of one moment are written together, and repeats are known at once."""

import asyncio
import hashlib
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable

from bot.domain.errors import StoreError
from bot.storage.memory import REMEMBERED
from bot.storage.outage import Outage

MOST_REMEMBERED = 200_000
"""Ids that are kept in memory; the database has the others."""
MOST_UNWRITTEN = 20_000
MOST_AT_ONCE = 1_000
_LONGEST_ID = 120


class Claims:
    """Asks the database which events are new; while it does not work, memory decides."""

    def __init__(
        self,
        write: Callable[[list[str]], Awaitable[set[str]]],
        outage: Outage,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._outage = outage
        self._clock = clock
        self._seen: OrderedDict[str, float] = OrderedDict()
        self._waiting: dict[str, asyncio.Future[bool]] = {}
        self._writer: asyncio.Task[None] | None = None
        self._unwritten: deque[str] = deque(maxlen=MOST_UNWRITTEN)

    async def claim(self, event: str) -> bool:
        """Return True to the first caller for an event's id, False to every later one."""
        event = _fitting(event)
        now = self._clock()
        while self._seen and (
            next(iter(self._seen.values())) <= now - REMEMBERED
            or len(self._seen) >= MOST_REMEMBERED
        ):
            self._seen.popitem(last=False)
        if event in self._seen:
            return False
        self._seen[event] = now
        if self._outage.is_on:
            self._unwritten.append(event)
            return True
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[event] = future
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_waiting())
        return await future

    async def write_unwritten(self) -> int:
        """Write what was claimed in memory, so that other processes know it; raises StoreError."""
        written = 0
        while self._unwritten:
            count = min(len(self._unwritten), MOST_AT_ONCE)
            ids = [self._unwritten.popleft() for _ in range(count)]
            try:
                await self._write(ids)
            except StoreError:
                self._unwritten.extendleft(reversed(ids))
                raise
            written += count
        return written

    async def _write_waiting(self) -> None:
        """Write what came in this turn of the loop, then what has come while that was written."""
        while self._waiting:
            batch = dict(list(self._waiting.items())[:MOST_AT_ONCE])
            for event in batch:
                del self._waiting[event]
            won = await self._won(list(batch))
            for event, future in batch.items():
                if not future.done():
                    future.set_result(event in won)

    async def _won(self, ids: list[str]) -> set[str]:
        try:
            return await self._write(ids)
        except StoreError as error:
            self._outage.begin("claim", error)
            self._unwritten.extend(ids)
            return set(ids)


def _fitting(event: str) -> str:
    """Return an id as it is kept: a long or odd one as its hash."""
    if len(event) <= _LONGEST_ID and event.isascii() and event.isprintable():
        return event
    return hashlib.sha256(event.encode(errors="surrogatepass")).hexdigest()
