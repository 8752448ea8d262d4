"""What is still to be written, in a bounded space."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Generic, TypeVar
from weakref import WeakValueDictionary

from bot.domain.storage import Feedback
from bot.storage.failures import UnfitDataError

log = logging.getLogger(__name__)

MOST = 5_000
"""Values that wait at most."""
T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
_NOTHING = object()  # None is a value
VerdictKey = tuple[str, str, str]


def verdict_key(verdict: Feedback) -> VerdictKey:
    """Return that of which only one verdict is kept."""
    return verdict.space, verdict.user, verdict.paragraph


def succeeding(verdict: Feedback, earlier: Feedback | None) -> Feedback:
    """Return a verdict with what an earlier one of the same kind had in `wanted`."""
    if earlier and earlier.helpful is verdict.helpful and not verdict.wanted:
        return replace(verdict, wanted=earlier.wanted)
    return verdict


class Backlog(Generic[K, V]):
    """The newest value of each key that could not be written; the oldest give way.

    Values of one key are written one after another, so that an older one never comes last.
    """

    def __init__(self, write: Callable[[K, V], Awaitable[None]], most: int = MOST) -> None:
        self._write = write
        self._most = most
        self._values: dict[K, V] = {}
        self._newest: dict[K, V] = {}
        self._turns: WeakValueDictionary[K, asyncio.Lock] = WeakValueDictionary()
        self._under_way: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[K]:
        return iter(self._values)

    def get(self, key: K) -> V | None:
        """Return what waits under a key."""
        return self._values.get(key)

    def add(self, key: K, value: V) -> None:
        """Keep a value for later, in place of an older one."""
        self._values.pop(key, None)
        if len(self._values) >= self._most:
            del self._values[next(iter(self._values))]
            log.error("backlog is full, the oldest value is lost", extra={"most": self._most})
        self._values[key] = value

    @contextmanager
    def keeping(self, key: K, value: V) -> Iterator[None]:
        """Keep a value for later where whoever writes it within the context waits no longer.

        Not where a newer one has come meanwhile.
        """
        self._newest[key] = value
        try:
            yield
        except asyncio.CancelledError:
            if self._newest.get(key) is value:
                self.add(key, value)
            raise
        finally:
            if self._newest.get(key) is value:
                del self._newest[key]

    async def write(self, key: K, value: V) -> None:
        """Write a value, in place of what waits under its key; raises what writing raises."""
        await self._to_the_end(self._write_newer(key, value))

    async def write_all(self) -> int:
        """Write what waits, oldest first, and return how much it was; raises StoreError."""
        written = 0
        for key, value in list(self._values.items()):
            written += await self._to_the_end(self._write_waiting(key, value))
        return written

    async def _to_the_end(self, writing: Coroutine[Any, Any, T]) -> T:
        """Await what goes on, and keeps its turn, where nobody waits for it any longer."""
        task = asyncio.create_task(writing)
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # marks it as seen: who waited was told, or has given up

    def _turn(self, key: K) -> asyncio.Lock:
        return self._turns.setdefault(key, asyncio.Lock())

    async def _write_newer(self, key: K, value: V) -> None:
        async with self._turn(key):
            older = self._values.get(key, _NOTHING)
            await self._write(key, value)
            if self._values.get(key, _NOTHING) is older:  # else a newer one waits
                self._values.pop(key, None)

    async def _write_waiting(self, key: K, value: V) -> bool:
        """Write a value if it still waits; tell whether it was written."""
        async with self._turn(key):
            if not self._waits(key, value):
                return False
            try:
                await self._write(key, value)
            except UnfitDataError as error:
                log.error("value not kept", extra={"reason": str(error)})  # noqa: TRY400
                is_written = False
            else:
                is_written = True
            if self._waits(key, value):
                del self._values[key]
            return is_written

    def _waits(self, key: K, value: V) -> bool:
        return key in self._values and self._values[key] is value
