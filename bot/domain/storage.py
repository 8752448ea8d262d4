"""What is remembered between questions, and the ports to where it is kept."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SpaceSettings:
    """What the people who run a space (a Discord guild, a Slack workspace) have chosen for it.

    `private` tells whether commands answer the asker alone, `in_thread` whether a mention is
    answered in a thread; None is what the platform itself is used to. Mentions are answered in
    `channels`, by the platform's ids; empty means in all. `language` is that of the bot's own
    words, an ISO 639-1 code; "" is the asker's own.
    """

    default_document: str | None = None
    private: bool | None = None
    channels: tuple[str, ...] = ()
    in_thread: bool | None = None
    also_limit: int = 4
    language: str = ""
    feedback: bool = True


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on one quotation. Space and user are keyed hashes; no text of a question.

    `wanted` is what somebody wrote into the form "What were you looking for?", "" for nothing: the
    one text of people's that is kept.
    """

    paragraph: str
    helpful: bool
    platform: str
    space: str
    user: str
    at: datetime
    wanted: str = ""


def hashed(key: bytes, name: str) -> str:
    """Return 32 hexadecimal digits that tell names apart without naming them: an HMAC-SHA256."""
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:32]


class Store(Protocol):
    """Keeps settings, feedback and the ids of events already seen; never a message's text.

    A store that cannot be reached does not raise, except from `forget_user`: reading gives the
    last that is known or the defaults, claims are kept in memory, and writing is tried again for a
    while in the background.
    """

    async def space_settings(self, space: str) -> SpaceSettings:
        """Return a space's settings; the defaults where nothing was chosen."""
        ...

    async def save_space_settings(self, space: str, settings: SpaceSettings) -> bool:
        """Replace a space's settings; they hold at once. False where they are not kept yet."""
        ...

    async def record_feedback(self, feedback: Feedback) -> bool:
        """Keep a verdict; the last of a user on a paragraph counts. False where it is not yet kept.

        A verdict without `wanted` leaves an earlier `wanted` of the same kind as it is.
        """
        ...

    async def forget_user(self, user: str) -> int:
        """Delete all that is kept of a user, by the keyed hash; return how many verdicts it was.

        Raises StoreError where the store cannot be reached: nothing may seem forgotten that is not.
        """
        ...

    async def claim_event(self, event: str) -> bool:
        """Return True to the first caller for an event's id, False to every later one.

        An id is remembered for at least an hour, longer than any platform redelivers.
        """
        ...


class Spending(Protocol):
    """Tells several processes how much each has taken from the rate limits' buckets."""

    async def share(self, spent: Mapping[str, float]) -> Mapping[str, float]:
        """Add what this process took since the last call, by bucket; return what others took since.

        Raises StoreError where the store cannot be reached: then nothing was added.
        """
        ...
