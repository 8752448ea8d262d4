"""Whether the store works, as the log is told: once when it goes, once when it comes back."""

import asyncio
import logging
import time
from collections.abc import Callable

from bot.domain.errors import StoreError

log = logging.getLogger(__name__)


class Outage:
    """Remembers since when the store does not work, and why."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.failures = 0
        """Calls that failed since the start, for those who count."""
        self.began = asyncio.Event()
        """Set as an outage begins, for whoever mends it."""
        self._clock = clock
        self._since: float | None = None
        self._told: set[str] = set()

    @property
    def is_on(self) -> bool:
        """Tell whether the store does not work."""
        return self._since is not None

    def begin(self, error: StoreError) -> None:
        """Note that a call failed; each reason is logged once in an outage."""
        self.failures += 1
        if self._since is None:
            self._since = self._clock()
            self.began.set()
        reason = str(error)
        if reason not in self._told:
            self._told.add(reason)
            log.warning("store does not work", extra={"reason": reason})

    def end(self, written: int = 0) -> None:
        """Note that the store works, and how much was written that had waited."""
        if self._since is None:
            return
        seconds = round(self._clock() - self._since, 1)
        self._since = None
        self._told.clear()
        log.info("store works again", extra={"after_seconds": seconds, "written": written})
