"""Claims on events: made without waiting where that can be, else those of one moment together."""

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from itertools import takewhile

from bot.domain.errors import StoreError
from bot.storage.memory import REMEMBERED
from bot.storage.outage import Outage

MOST_REMEMBERED = 50_000
"""Ids that are kept in memory, some 10 MB of them; the database has the others."""
CRASH_SECONDS = 3.0
"""Claims of so long ago may be lost where PostgreSQL crashes: it writes to the disk later."""
MOST_AT_ONCE = 1_000
_PASSES = 2
"""The second writes what was claimed during the first: little is left to follow the outage."""
_LONGEST_ID = 120


def _never(_event: str) -> None:
    """Tell nothing without waiting."""


class Claims:
    """Asks the database which events are new; while it does not work, memory decides.

    `at_once` tells of one event without waiting, or returns None; `write` claims several together.
    """

    def __init__(
        self,
        write: Callable[[list[str]], Awaitable[set[str]]],
        outage: Outage,
        *,
        at_once: Callable[[str], bool | None] = _never,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._at_once = at_once
        self._outage = outage
        self._clock = clock
        self._seen: OrderedDict[str, float] = OrderedDict()
        self._waiting: dict[str, asyncio.Future[bool]] = {}
        self._writer: asyncio.Task[None] | None = None

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
            return True
        is_new = self._at_once(event)
        if is_new is not None:
            return is_new
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[event] = future
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_waiting())
        return await future

    async def catch_up(self, since: float, works_again: Callable[[int], None]) -> None:
        """Write what was claimed since a time, so that other processes know it; raises StoreError.

        `works_again` ends the outage, and is told how many claims the database did not have. What
        is claimed while the last of them are written follows after it: with one claim after another
        there would be no end before it.
        """
        done: set[str] = set()
        written = 0
        for _ in range(_PASSES):
            written += await self._write_all(self._taken_since(since, done))
        works_again(written)
        await self._write_all(self._taken_since(since, done))

    def _taken_since(self, since: float, done: set[str]) -> list[str]:
        """Return what was claimed since a time and is not done, newest first; then it is done."""
        earliest = since - CRASH_SECONDS
        recent = takewhile(lambda item: item[1] >= earliest, reversed(self._seen.items()))
        events = [event for event, _ in recent if event not in done]
        done.update(events)
        return events

    async def _write_all(self, events: list[str]) -> int:
        """Write claims in batches; return how many the database did not have."""
        batches = range(0, len(events), MOST_AT_ONCE)
        return sum([len(await self._write(events[i : i + MOST_AT_ONCE])) for i in batches])

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
        if self._outage.is_on:  # it began while these waited for their turn
            return set(ids)
        try:
            return await self._write(ids)
        except StoreError as error:
            self._outage.begin("claim", error)
            return set(ids)


def _fitting(event: str) -> str:
    """Return an id as it is kept: a long or odd one as its hash."""
    if len(event) <= _LONGEST_ID and event.isascii() and event.isprintable():
        return event
    return hashlib.sha256(event.encode(errors="surrogatepass")).hexdigest()
