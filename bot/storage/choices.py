"""The settings of all spaces, in memory: no answer waits for them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from bot.domain.storage import SpaceSettings
from bot.storage.statements import settings_of

OVERLAP = timedelta(minutes=5)
"""Changes are asked for from so long before the last: clocks differ, and writes take time."""


class Choices:
    """What was chosen for spaces, as far as it is known; few spaces choose anything."""

    def __init__(self, defaults: SpaceSettings) -> None:
        self._defaults = defaults
        self._known: dict[str, SpaceSettings] = {}
        self._chosen_here: dict[str, int] = {}
        self._turn = 0
        self._last_change: datetime | None = None

    def of(self, space: str) -> SpaceSettings:
        """Return a space's settings; the defaults where nothing is known."""
        return self._known.get(space, self._defaults)

    def choose(self, space: str, settings: SpaceSettings) -> None:
        """Set a space's settings in this process."""
        self._known[space] = settings
        self._chosen_here[space] = self._turn

    def begin_reading(self) -> datetime | None:
        """Return since when changes are to be read, None for all of them."""
        self._turn += 1
        return self._last_change and self._last_change - OVERLAP

    def learn(self, rows: Iterable[Row[Any]], waiting: Iterable[str]) -> None:
        """Take over what was read, except where something newer was chosen here meanwhile."""
        newer = {s for s, turn in self._chosen_here.items() if turn == self._turn} | {*waiting}
        for row in rows:
            self._last_change = max(row.changed_at, self._last_change or row.changed_at)
            if row.space not in newer:
                self._known[row.space] = settings_of(row)
        self._chosen_here = {s: t for s, t in self._chosen_here.items() if t == self._turn}
