"""Text made fit for Discord's markdown: nothing in it pings, links, formats or renumbers.

discord.py's `escape_markdown` leaves list numbers, mentions and timestamps alive, so this is our
own. Only backslashes are added, before characters that mean something where they stand; no
character is changed, removed or made invisible.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from bot.domain.documents import Span
from bot.domain.quoting import Run, split_text, styled_runs

_LIVE = re.compile(
    r"""
    (?P<before>^[ \t]*(?:\d+(?=[.)])|(?=[>#+-])))  # what begins a list, a quotation, a title
    | [\\*_~|`<\[@]          # style, spoilers, code, mentions and timestamps, links, everyone
    | :(?=//)                # an address that would become a link
    | :(?=[\w+-]+:)          # the name of an emoji
    | (?<=discord)\.(?=gg/)  # an invitation, live even without https
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_REMEMBERED = 500
_BOLD, _ITALIC = "**", "*"


def escape(text: str) -> str:
    """Return a text that Discord shows as it is, character for character."""
    return _with_backslashes(text, 0, _places(text))


def length(text: str) -> int:
    """Return a text's length as Discord's clients count it: in UTF-16 units, never less."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def quote_blocks(
    text: str, emphasis: Sequence[Span], marks: Sequence[Span], limit: int
) -> list[str]:
    """Return a text as block quotes of at most `limit` units each, cut at sentence ends.

    Marked runs are bold, emphasised ones in italics. Nothing is left out.
    """
    size = limit
    while True:
        blocks = [_quote(text, emphasis, marks, span) for span in split_text(text, size)]
        if size == 1 or all(length(block) <= limit for block in blocks):
            return blocks
        size = max(1, size * 9 // 10)


def _quote(text: str, emphasis: Sequence[Span], marks: Sequence[Span], within: Span) -> str:
    piece = text[within.start : within.end]
    places = _places_quoted(piece)
    runs, start = [], 0
    for run in styled_runs(text, emphasis, marks, within=within):
        shown = _with_backslashes(run.text, start, places)
        runs.append(Run(shown, run.emphasised, run.marked))
        start += len(run.text)
    return "\n".join(f"> {line}" for line in _styled(runs).split("\n"))


def _places(text: str) -> list[int]:
    """Return the positions that need a backslash before them, in order."""
    return [m.start() if m["before"] is None else m.end() for m in _LIVE.finditer(text)]


_places_quoted = lru_cache(_REMEMBERED)(_places)
"""The same for a piece of a document: the same ones are quoted again and again."""


def _with_backslashes(text: str, start: int, places: Sequence[int]) -> str:
    """Return a part of a text, which begins at `start`, with its backslashes."""
    pieces, done = [], 0
    for place in places:
        if 0 <= place - start < len(text):
            pieces += [text[done : place - start], "\\"]
            done = place - start
    return "".join([*pieces, text[done:]])


def _styled(runs: Sequence[Run]) -> str:
    """Put the signs around runs; right after another sign a run stays plain.

    Discord reads `**a***b*` wrongly: rather a mark less than a wrong character.
    """
    shown = ""
    for emphasised, group in groupby(runs, key=lambda run: run.emphasised):
        several = list(group)
        if not emphasised:
            shown = _with_bold(several, shown)
        elif _touches(shown, several[0].text):
            shown += "".join(run.text for run in several)
        else:
            shown += _wrapped(_with_bold(several, ""), _ITALIC)
    return shown


def _with_bold(runs: Sequence[Run], shown: str) -> str:
    for run in runs:
        plain = not run.marked or _touches(shown, run.text)
        shown += run.text if plain else _wrapped(run.text, _BOLD)
    return shown


def _touches(shown: str, text: str) -> bool:
    return shown.endswith(_ITALIC) and not text[0].isspace()


def _wrapped(text: str, sign: str) -> str:
    """Put signs around a text, inside its white space: Discord reads `* a *` as asterisks."""
    core = text.strip()
    if not core:
        return text
    lead, _, trail = text.partition(core)
    return f"{lead}{sign}{core}{sign}{trail}"
