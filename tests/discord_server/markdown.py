"""Discord's markdown as its clients read it, so far as a reply may use it: an independent reading.

The rules are tried in order at each place, as the clients do; what no rule takes is plain text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_STRONG = re.compile(r"\*\*((?:\\.|[^\\])+?)\*\*(?!\*)", re.DOTALL)
_EM = re.compile(r"\*(?=\S)((?:\*\*|\\.|\s+(?:\\.|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)", re.DOTALL)
_LIVE = {
    "underline": re.compile(r"__.+?__", re.DOTALL),
    "italics": re.compile(r"(?<!\w)_[^_]+_(?!\w)", re.DOTALL),
    "strike": re.compile(r"~~.+?~~", re.DOTALL),
    "spoiler": re.compile(r"\|\|.+?\|\|", re.DOTALL),
    "code": re.compile(r"(`+).+?\1", re.DOTALL),
    "mention": re.compile(r"<(?:@[!&]?|#)\d+>|@(?:everyone|here)\b"),
    "time": re.compile(r"<t:-?\d+(?::\w)?>"),
    "emoji": re.compile(r"<a?:\w+:\d+>|:[\w+-]+:"),
    "link": re.compile(r"\[[^\]]+\]\([^)]+\)|<?https?://[^\s<]+", re.IGNORECASE),
    "invitation": re.compile(r"discord\.gg/\w", re.IGNORECASE),
}
_AT_LINE_START = re.compile(r"[ \t]*(?:[-*+] |\d+[.)] |#{1,3} |-# |>)", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """A stretch of text as it is shown: plain, bold, in italics, or alive in a way of its own."""

    text: str
    bold: bool = False
    italic: bool = False
    live: str = ""


def shown(text: str) -> list[Shown]:
    """Return what is shown for a text without block quotes."""
    found = list(_inline(text, bold=False, italic=False))
    found += [
        Shown("", live="line start") for line in text.split("\n") if _AT_LINE_START.match(line)
    ]
    return found


def quoted(block: str) -> list[Shown]:
    """Return what is shown inside a block quote, each line of which has its sign."""
    lines = block.split("\n")
    assert all(line.startswith("> ") for line in lines), block
    return shown("\n".join(line.removeprefix("> ") for line in lines))


def _inline(text: str, *, bold: bool, italic: bool) -> Iterator[Shown]:
    place = 0
    while place < len(text):
        escape = _ESCAPE.match(text, place)
        strong, em = _STRONG.match(text, place), _EM.match(text, place)
        live = next((name for name, rule in _LIVE.items() if rule.match(text, place)), "")
        if escape:
            yield Shown(escape[1], bold, italic)
            place = escape.end()
        elif em and (strong is None or em.end() >= strong.end()):
            yield from _inline(em[1], bold=bold, italic=True)
            place = em.end()
        elif strong:
            yield from _inline(strong[1], bold=True, italic=italic)
            place = strong.end()
        else:
            yield Shown(text[place], bold, italic, live)
            place += 1
