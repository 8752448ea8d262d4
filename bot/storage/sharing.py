"""What several processes take from the rate limits' buckets, told to each other by the database."""

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping

from bot.domain.errors import StoreError
from bot.storage.failures import StoreUnreachableError
from bot.storage.outage import Outage
from bot.storage.statements import RESTS_AFTER

OVERLAP = 120
"""Seconds: changes are asked for from so long ago, as clocks differ."""
Share = Callable[[str, Mapping[str, float], int], Awaitable[list[tuple[str, str, float]]]]


class SharedSpending:
    """Each process has a growing sum for each bucket; what grew since the last look was taken."""

    def __init__(
        self, share: Share, outage: Outage, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._share = share
        self._outage = outage
        self._clock = clock
        self._process = secrets.token_hex(8)
        self._sums: dict[tuple[str, str], tuple[float, float]] = {}
        self._is_first = True

    async def share(self, spent: Mapping[str, float]) -> Mapping[str, float]:
        """Add what this process took since the last call, by bucket; return what others took since.

        The first call returns nothing: what was taken before this process began is not counted.
        Raises StoreError where the database cannot be reached: then nothing was added.
        """
        if self._outage.is_on:
            raise StoreUnreachableError("The store does not work at this moment")
        now = self._clock()
        since = 0 if self._is_first else int(now) - OVERLAP
        try:
            rows = await self._share(self._process, spent, since)
        except StoreError as error:
            self._outage.begin("", error)
            raise
        taken = self._taken(rows, now)
        self._sums = {key: sum_ for key, sum_ in self._sums.items() if sum_[1] > now - RESTS_AFTER}
        is_first, self._is_first = self._is_first, False
        return {} if is_first else taken

    def _taken(self, rows: list[tuple[str, str, float]], now: float) -> dict[str, float]:
        taken: dict[str, float] = {}
        for process, bucket, total in rows:
            before, _ = self._sums.get((process, bucket), (0.0, 0.0))
            self._sums[process, bucket] = (total, now)
            grown = total - before if total >= before else total  # it began anew after a rest
            if grown:
                taken[bucket] = taken.get(bucket, 0.0) + grown
        return taken
