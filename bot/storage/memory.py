"""A store in the process's own memory: complete, quick, and empty again after a restart."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from bot.domain.storage import Feedback, SpaceSettings

REMEMBERED = 3_600.0
"""Seconds for which an event's id is remembered."""


class MemoryStore:
    """Keeps everything in dictionaries; `clock` returns seconds that never go back.

    `defaults` are the settings of a space for which nothing was chosen.
    """

    name = "store"

    def __init__(
        self,
        defaults: SpaceSettings | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._defaults = defaults or SpaceSettings()
        self._clock = clock
        self._settings: dict[str, SpaceSettings] = {}
        self._feedback: dict[tuple[str, str, str], Feedback] = {}
        self._events: OrderedDict[str, float] = OrderedDict()

    async def space_settings(self, space: str) -> SpaceSettings:
        """Return a space's settings; the defaults where nothing was chosen."""
        return self._settings.get(space, self._defaults)

    async def save_space_settings(self, space: str, settings: SpaceSettings) -> bool:
        """Replace a space's settings."""
        self._settings[space] = settings
        return True

    async def record_feedback(self, feedback: Feedback) -> bool:
        """Keep a verdict; the last one of a user on a paragraph counts."""
        key = (feedback.space, feedback.user, feedback.paragraph)
        earlier = self._feedback.get(key)
        if earlier and earlier.helpful is feedback.helpful and not feedback.wanted:
            feedback = replace(feedback, wanted=earlier.wanted)
        self._feedback[key] = feedback
        return True

    async def forget_user(self, user: str) -> int:
        """Delete all that is kept of a user; return how many verdicts it was."""
        theirs = [key for key, feedback in self._feedback.items() if feedback.user == user]
        for key in theirs:
            del self._feedback[key]
        return len(theirs)

    async def ping(self) -> bool:
        """Tell that memory works."""
        return True

    async def claim_event(self, event: str) -> bool:
        """Return True to the first caller for an event's id, False to every later one."""
        now = self._clock()
        while self._events and next(iter(self._events.values())) <= now - REMEMBERED:
            self._events.popitem(last=False)
        if event in self._events:
            return False
        self._events[event] = now
        return True

    @property
    def feedback(self) -> tuple[Feedback, ...]:
        """Every verdict kept, in the order of the first of each."""
        return tuple(self._feedback.values())
