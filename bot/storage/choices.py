"""The settings of all spaces, in memory: no answer waits for them."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from bot.domain.storage import SpaceSettings
from bot.storage.statements import settings_of

log = logging.getLogger(__name__)
OVERLAP = timedelta(minutes=5)
"""Changes are asked for from so long before the last: clocks differ, and writes take time."""


class Choices:
    """What was chosen for spaces, as far as it is known; few spaces choose anything.

    What is chosen here is not to be written while `learn` is under way with what was read before.
    """

    def __init__(self, defaults: SpaceSettings) -> None:
        self._defaults = defaults
        self._known: dict[str, SpaceSettings] = {}
        self._choosing: Counter[str] = Counter()
        self._unreadable: set[str] = set()
        self._last_change: datetime | None = None

    def of(self, space: str) -> SpaceSettings:
        """Return a space's settings; the defaults where nothing is known."""
        return self._known.get(space, self._defaults)

    @contextmanager
    def chosen(self, space: str, settings: SpaceSettings) -> Iterator[None]:
        """Set a space's settings in this process; they are being written within the context."""
        self._known[space] = settings
        self._choosing[space] += 1
        try:
            yield
        finally:
            self._choosing[space] -= 1
            self._choosing += Counter()  # drops those that are done

    @property
    def since(self) -> datetime | None:
        """Since when changes are to be read, None for all of them."""
        return self._last_change and self._last_change - OVERLAP

    def learn(self, rows: Iterable[Row[Any]], waiting: Iterable[str]) -> None:
        """Take over what was read, except where something newer waits to be written."""
        newer = {*self._choosing, *waiting}
        for row in rows:
            self._last_change = max(row.changed_at, self._last_change or row.changed_at)
            if row.space not in newer:
                self._take_over(row)

    def _take_over(self, row: Row[Any]) -> None:
        try:
            self._known[row.space] = settings_of(row)
        except ValueError:
            if row.space not in self._unreadable:
                log.warning("settings of a space cannot be read", extra={"space": row.space})
            self._unreadable.add(row.space)
        else:
            self._unreadable.discard(row.space)
