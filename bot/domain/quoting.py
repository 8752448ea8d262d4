"""How a text is shown without losing a character: runs of marked text, and pieces that fit."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.documents import Span

_BREAKS = (
    re.compile(r"[.!?][\"'”’)\]]*\s+|[。！？]|\n+"),  # the end of a sentence or of a line
    re.compile(r"[;:,]\s+|[、，；]"),  # of a clause
    re.compile(r"\s+"),  # of a word
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one style throughout."""

    text: str
    emphasised: bool = False
    marked: bool = False


def styled_runs(
    text: str, emphasis: Sequence[Span], marks: Sequence[Span], *, within: Span | None = None
) -> list[Run]:
    """Cut a text where its style changes; the runs' texts, joined, are `text[within]` exactly.

    Spans may overlap and stand in any order. `within` is the whole text where it is not given.
    """
    start, end = within or Span(0, len(text))
    bounds = {start, end}
    bounds.update(edge for span in (*emphasis, *marks) for edge in span if start < edge < end)
    edges = sorted(bounds)
    return [Run(text[a:b], _covers(emphasis, a), _covers(marks, a)) for a, b in pairwise(edges)]


def _covers(spans: Iterable[Span], place: int) -> bool:
    return any(start <= place < end for start, end in spans)


def split_text(text: str, limit: int) -> list[Span]:
    """Divide a text into ranges of at most `limit` characters, at sentence ends where possible.

    The ranges follow each other without a gap: joined, they are the text. A sentence that is
    longer than the limit is divided between clauses or words; a longer word, at the limit.
    """
    if limit < 1:
        raise ValueError("limit must be at least 1")
    return list(_pieces(text, limit))


def _pieces(text: str, limit: int) -> Iterator[Span]:
    start = 0
    while len(text) - start > limit:
        end = _last_break(text, start, start + limit)
        yield Span(start, end)
        start = end
    if start < len(text):
        yield Span(start, len(text))


def _last_break(text: str, start: int, end: int) -> int:
    for pattern in _BREAKS:
        breaks = [match.end() for match in pattern.finditer(text, start, end)]
        if breaks:
            return breaks[-1]
    return end


def echo(text: str, length: int) -> str:
    """Return what somebody typed, fit to be shown: one line, no control or invisible characters."""
    return excerpt(visible(" ".join(text.split())), length)


def visible(text: str) -> str:
    """Return a text without the characters that cannot be seen or that change how others are shown.

    Left out are the categories Cc and Cf of Unicode (bidirectional and zero-width characters are
    among them), and lone surrogates.
    """
    if text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})


def excerpt(text: str, length: int) -> str:
    """Return the beginning of a text in at most `length` characters, with an ellipsis if cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    if " " in cut and line[length - 1] != " ":
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:.") + "…"
