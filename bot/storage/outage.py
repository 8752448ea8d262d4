"""Whether the store works, as the log is told: once when it goes, once when it comes back."""

import asyncio
import logging
import time
from collections.abc import Callable

from bot.domain.errors import StoreError
from bot.storage.failures import StoreUnreachableError

log = logging.getLogger(__name__)


def _uncounted(_operation: str) -> None:
    """Count nothing."""


class Outage:
    """Remembers since when the store does not work, and why.

    `on_failure` is called with the name of each operation that failed.
    """

    def __init__(
        self,
        on_failure: Callable[[str], None] = _uncounted,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._on_failure = on_failure
        self.began = asyncio.Event()
        """Set as an outage begins, for whoever mends it."""
        self._clock = clock
        self.since: float | None = None
        """When the outage began, by the clock; None where there is none."""
        self._told: set[str] = set()

    @property
    def is_on(self) -> bool:
        """Tell whether the store does not work."""
        return self.since is not None

    def begin(self, operation: str, error: StoreError) -> None:
        """Note that an operation failed; one without a name is counted by whoever asked for it.

        An outage is logged once, and once more for each thing that somebody has to change.
        """
        if operation:
            self._on_failure(operation)
        is_news = self.since is None or not isinstance(error, StoreUnreachableError)
        if self.since is None:
            self.since = self._clock()
            self.began.set()
        if is_news and str(error) not in self._told:
            self._told.add(str(error))
            log.warning("store does not work", extra={"reason": str(error)})

    def end(self, written: int = 0) -> None:
        """Note that the store works, and how much was written that had waited."""
        if self.since is None:
            return
        seconds = round(self._clock() - self.since, 1)
        self.since = None
        self._told.clear()
        log.info("store works again", extra={"after_seconds": seconds, "written": written})
