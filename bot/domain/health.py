"""What can be asked whether it works, and what becomes of the answers: is the bot ready?"""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

PATIENCE = 2.0
"""Seconds that a part has to say whether it works."""


@runtime_checkable
class Part(Protocol):
    """A part of the program that can tell whether it works."""

    name: str

    async def ping(self) -> bool:
        """Tell whether the part works right now; False also where that cannot be told in time."""
        ...


@dataclass(frozen=True, slots=True)
class PartState:
    """Whether a part works, and for how many seconds that has been seen so."""

    name: str
    works: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """The state of every part. `ready` tells whether everybody is answered as they should be.

    `degraded` tells that a part fails without which answers go on.
    """

    parts: tuple[PartState, ...]
    ready: bool
    degraded: bool
    stopping: bool

    def part(self, name: str) -> PartState | None:
        """Return the state of a part."""
        return next((part for part in self.parts if part.name == name), None)


class Health:
    """Asks the parts; remembers since when each is as it is.

    Without those in `spared`, people are still answered: they do not make the bot unready.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        spared: Collection[str] = (),
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._parts = parts
        self._spared = spared
        self._patience = patience
        self._clock = clock
        self._seen: dict[str, tuple[bool, float]] = {}
        self.stopping = False

    async def report(self) -> Report:
        """Ask every part, all at the same time."""
        works = await asyncio.gather(*map(self._works, self._parts))
        states = tuple(map(self._state, self._parts, works))
        failing = {state.name for state in states if not state.works}
        return Report(
            states,
            ready=not self.stopping and failing <= set(self._spared),
            degraded=bool(failing),
            stopping=self.stopping,
        )

    def renewed(self, name: str) -> None:
        """Count a part's age from now on: it was replaced by another that works."""
        self._seen[name] = (True, self._clock())

    async def _works(self, part: Part) -> bool:
        try:
            async with asyncio.timeout(self._patience):
                return await part.ping()
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it does not work
            return False

    def _state(self, part: Part, works: bool) -> PartState:  # noqa: FBT001 - it is mapped
        now = self._clock()
        before, since = self._seen.get(part.name, (not works, now))
        if before is not works:
            since = now
            self._seen[part.name] = (works, since)
        return PartState(part.name, works, now - since)
