"""What was read of references by number: plain values, not yet looked up in any document."""

from dataclasses import dataclass
from typing import NamedTuple


class Ordinal(NamedTuple):
    """The n-th paragraphs from the beginning (1, 2, ...) or from the end (-1, -2, ...)."""

    place: int
    many: int = 1


class Range(NamedTuple):
    """All paragraphs from one number to another."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Numbers, ranges or ordinals of one part; `part` is None where no part is named."""

    items: tuple[str | Range | Ordinal, ...]
    part: str | None = None
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """All references of a question, the documents it names, and its words beside them."""

    references: tuple[Reference, ...]
    documents: tuple[str, ...]
    rest: tuple[str, ...]
