"""Emphasis as a document's file has it, `*so*`, and as it is kept: ranges of plain text."""

import re

from bot.domain.documents import Span

_MARKUP = re.compile(r"\\(?P<literal>[*\\])|(?P<stars>\*+)")


class EmphasisError(ValueError):
    """The asterisks of a text do not pair up; the message says how."""


def read_emphasis(source: str) -> tuple[str, tuple[Span, ...]]:
    r"""Return the plain text of a source, and the ranges of it between asterisks.

    `\*` is an asterisk and `\\` a backslash of the text itself. Raises EmphasisError where an
    asterisk has no partner, or where two stand together (there is no bold).
    """
    plain: list[str] = []
    spans: list[Span] = []
    opened: int | None = None
    length = place = 0
    for match in _MARKUP.finditer(source):
        piece = source[place : match.start()] + (match["literal"] or "")
        plain.append(piece)
        length += len(piece)
        place = match.end()
        if match["stars"] is None:
            continue
        if len(match["stars"]) > 1:
            raise EmphasisError(f"{match['stars']} is not known; emphasis is written *so*")
        if opened is None:
            opened = length
        else:
            spans.append(Span(opened, length))
            opened = None
    if opened is not None:
        raise EmphasisError(r"an asterisk has no partner; an asterisk of the text is written \*")
    plain.append(source[place:])
    return "".join(plain), tuple(span for span in spans if span.start < span.end)
