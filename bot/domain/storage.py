"""What is remembered between questions, and the port to where it is kept."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SpaceSettings:
    """What the people who run a space (a Discord guild, a Slack workspace) have chosen for it."""

    default_document: str | None = None
    also_limit: int = 4


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on one quotation. Space and user are keyed hashes; no text of a question."""

    paragraph: str
    helpful: bool
    platform: str
    space: str
    user: str


class Store(Protocol):
    """Keeps settings, feedback and the ids of events already seen; never a message's text."""

    async def space_settings(self, space: str) -> SpaceSettings:
        """Return a space's settings; the defaults where nothing was chosen."""
        ...

    async def save_space_settings(self, space: str, settings: SpaceSettings) -> None:
        """Replace a space's settings."""
        ...

    async def record_feedback(self, feedback: Feedback) -> None:
        """Keep a verdict; the last one of a user on a paragraph counts."""
        ...

    async def claim_event(self, event: str) -> bool:
        """Return True to the first caller for an event's id, False to every later one.

        An id is remembered for at least an hour, longer than any platform redelivers.
        """
        ...
