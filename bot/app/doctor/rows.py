"""What an examination finds: a row for each thing that was looked at."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing is."""

    OK = "ok"
    LOOK = "look"
    """It works, and should be changed."""
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at; `advice` says what to do, "" where nothing is to be done."""

    part: str
    state: State
    found: str
    advice: str = ""


def told(part: str, sentence: str, otherwise: str) -> Row:
    """Return a row for an error's sentence, whose advice mostly follows a colon.

    `otherwise` is the advice where the sentence has none.
    """
    first, *others = sentence.splitlines()
    found, colon, advice = first.partition(": ")
    if not colon:
        found, advice = first.removesuffix("."), otherwise
    advice = "; ".join([advice.rstrip(":"), *(line.strip() for line in others)])
    return Row(part, State.WRONG, found, advice)
