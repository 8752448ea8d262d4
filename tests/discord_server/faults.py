"""What goes wrong on demand: a status, a slow answer, a dropped connection."""

import asyncio
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Status:
    """Answer with an error instead of doing what was asked; `headers` as Discord sends them."""

    status: int
    code: int = 0
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drop:
    """Break the connection: before doing what was asked, or after, so that no answer arrives."""

    done: bool = False


@dataclass(frozen=True)
class Hold:
    """Answer only when the event is set."""

    until: asyncio.Event


Fault = Status | Drop | Hold


def too_many(seconds: float) -> Status:
    """Return a 429 that asks to wait."""
    return Status(
        429,
        body={"message": "You are being rate limited.", "retry_after": seconds, "global": False},
        headers={"Retry-After": str(seconds), "Via": "1.1 local", "X-RateLimit-Scope": "user"},
    )


class Faults:
    """Faults that wait for a request; each happens once, in the order in which they were added."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, str, Fault]] = []

    def add(self, method: str, part: str, *faults: Fault) -> None:
        """Let the next requests of a method whose path contains `part` go wrong."""
        self._waiting += [(method, part, fault) for fault in faults]

    @property
    def waiting(self) -> int:
        """How many have not happened yet."""
        return len(self._waiting)

    def take(self, method: str, path: str) -> Fault | None:
        """Return what goes wrong with a request, if anything."""
        for place, (for_method, part, fault) in enumerate(self._waiting):
            if for_method == method and part in path:
                del self._waiting[place]
                return fault
        return None
