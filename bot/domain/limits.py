"""How much one user and one space may ask: token buckets, in memory and bounded."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.domain.words import ENGLISH, Words

Clock = Callable[[], float]

_MINUTES_FROM = 120


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many questions at once, then one more every `seconds`; 0 at once means no limit."""

    at_once: int = 0
    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What each user and each space may ask, and how many answers may be under way; 0 is off."""

    user: Allowance = Allowance(20, 3.0)
    space: Allowance = Allowance(200, 0.2)
    under_way: int = 200


_NEWS = Allowance(1, 30.0)
"""How often somebody who only writes messages is told to wait."""
_TYPING = Allowance(40, 0.25)
"""Suggestions for one person: more than anybody types, less than a program could ask for."""
NO_LIMITS = Rules(Allowance(), Allowance(), 0)


class Buckets:
    """Token buckets with one allowance; one that has filled up again takes no memory.

    What is kept of a bucket is how much is missing from it, and when that was so.
    """

    def __init__(self, allowance: Allowance, clock: Clock) -> None:
        self._allowance = allowance
        self._clock = clock
        self._missing: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._missing)

    def wait(self, bucket: str) -> float:
        """Return the seconds until there is something in a bucket, 0.0 where there is."""
        if not self._allowance.at_once or not bucket:
            return 0.0
        over = self.missing(bucket) + 1 - self._allowance.at_once
        return max(0.0, over * self._allowance.seconds)

    def take(self, bucket: str, amount: float = 1.0) -> None:
        """Take from a bucket; what is more than it holds is not owed."""
        if self._allowance.at_once and bucket:
            left = min(self.missing(bucket) + amount, self._allowance.at_once)
            self._missing[bucket] = (left, self._clock())
            self._missing.move_to_end(bucket)
            self._drop_full()

    def missing(self, bucket: str) -> float:
        """Return how much is missing from a bucket right now."""
        missing, at = self._missing.get(bucket, (0.0, 0.0))
        return max(0.0, missing - (self._clock() - at) / self._allowance.seconds)

    def _drop_full(self) -> None:
        """Forget the buckets that have filled up, those untouched for longest first."""
        while self._missing and not self.missing(next(iter(self._missing))):
            self._missing.popitem(last=False)


@dataclass
class Limits:
    """The buckets of users and spaces, under names that tell nobody who they are.

    With `shared`, what is taken is noted until somebody takes the note, to tell other processes.
    """

    rules: Rules = field(default_factory=Rules)
    clock: Clock = time.monotonic
    shared: bool = False

    def __post_init__(self) -> None:
        self._users = Buckets(self.rules.user, self.clock)
        self._spaces = Buckets(self.rules.space, self.clock)
        self._told = Buckets(_NEWS, self.clock)
        self._typing = Buckets(_TYPING, self.clock)
        self._spent: dict[str, float] = {}

    @property
    def remembered(self) -> int:
        """How many buckets take memory."""
        return sum(map(len, (self._users, self._spaces, self._told, self._typing)))

    def take(self, user: str, space: str, words: Words = ENGLISH) -> str:
        """Take one question; return "", or the sentence for somebody who has to wait.

        A name that is "" is not limited. Nothing is taken where somebody has to wait.
        """
        if wait := self._users.wait(user):
            return words(
                "You have asked a lot at once. Please try again {when}.", when=_in(wait, words)
            )
        if wait := self._spaces.wait(space):
            return words(
                "A lot is being asked here at the moment. Please try again {when}.",
                when=_in(wait, words),
            )
        self._users.take(user)
        self._spaces.take(space)
        if self.shared:
            for name in filter(None, (_user(user), _space(space))):
                self._spent[name] = self._spent.get(name, 0.0) + 1.0
        return ""

    def is_news(self, user: str) -> bool:
        """Tell whether somebody was not told a short while ago that they have to wait.

        Who floods a channel is answered once in a while, so that the bot does not flood it too.
        """
        return _taken(self._told, user)

    def may_type(self, user: str) -> bool:
        """Tell whether somebody who types gets suggestions; a program that types gets few."""
        return _taken(self._typing, user)

    def is_crowded(self, under_way: int) -> bool:
        """Tell whether more answers are under way than there may be."""
        return 0 < self.rules.under_way < under_way

    def spent(self) -> dict[str, float]:
        """Return what was taken since the last call, by bucket."""
        spent, self._spent = self._spent, {}
        return spent

    def not_told(self, spent: Mapping[str, float]) -> None:
        """Take back what nobody could be told, as far as it still matters."""
        for name, amount in spent.items():
            if self._missing(name):
                self._spent[name] = self._spent.get(name, 0.0) + amount

    def others_took(self, spent: Mapping[str, float]) -> None:
        """Take from the buckets what other processes took."""
        for name, amount in spent.items():
            buckets, bucket = self._named(name)
            buckets.take(bucket, amount)

    def _missing(self, name: str) -> float:
        buckets, bucket = self._named(name)
        return buckets.missing(bucket)

    def _named(self, name: str) -> tuple[Buckets, str]:
        kind, _, bucket = name.partition(":")
        return (self._users if kind == "user" else self._spaces), bucket


def _taken(buckets: Buckets, bucket: str) -> bool:
    """Take from a bucket; tell whether there was something in it."""
    if buckets.wait(bucket):
        return False
    buckets.take(bucket)
    return True


def _user(name: str) -> str:
    return f"user:{name}" if name else ""


def _space(name: str) -> str:
    return f"space:{name}" if name else ""


def _in(seconds: float, words: Words) -> str:
    if seconds > _MINUTES_FROM:
        return words("in {count} minutes", count=math.ceil(seconds / 60))
    whole = math.ceil(seconds)
    return words("in 1 second") if whole == 1 else words("in {count} seconds", count=whole)
