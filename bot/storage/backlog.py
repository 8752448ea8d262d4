"""What is still to be written, in a bounded space."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Generic, TypeVar

from bot.domain.storage import Feedback
from bot.storage.failures import UnfitDataError

log = logging.getLogger(__name__)

MOST = 5_000
"""Values that wait at most."""
K = TypeVar("K")
V = TypeVar("V")
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
    """The newest value of each key that could not be written; the oldest give way."""

    def __init__(self, write: Callable[[K, V], Awaitable[None]], most: int = MOST) -> None:
        self.write = write
        self._most = most
        self._values: dict[K, V] = {}
        self._newest: dict[K, V] = {}

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

    def drop(self, key: K) -> None:
        """Forget what waits under a key: a newer value was written."""
        self._values.pop(key, None)

    async def write_all(self) -> int:
        """Write what waits, oldest first, and return how much it was; raises StoreError."""
        written = 0
        for key, value in list(self._values.items()):
            try:
                await self.write(key, value)
                written += 1
            except UnfitDataError as error:
                log.error("value not kept", extra={"reason": str(error)})  # noqa: TRY400
            if self._values.get(key) is value:  # nothing newer has come meanwhile
                del self._values[key]
        return written
