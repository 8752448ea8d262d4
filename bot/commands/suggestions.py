"""Which paragraphs to offer while somebody is still typing a number or some words."""

import re

from bot.domain.chat import Desk
from bot.domain.documents import Paragraph
from bot.domain.quoting import excerpt
from bot.domain.search import Query

SUGGESTED = 10
"""Paragraphs offered at once: more are clutter."""
LONGEST_LABEL = 100
"""Characters; Discord's limit on the name of an autocomplete choice."""
_LAST_WORD = re.compile(r"[^\W_]+$")


async def suggest_paragraphs(
    desk: Desk, typed: str, document: str | None = None
) -> tuple[Paragraph, ...]:
    """Return the paragraphs meant by what was typed so far: by number, then by words.

    With nothing typed, the first paragraphs of the document. The last word may be unfinished.
    """
    paragraphs = [p for p in desk.corpus.paragraphs if document in {None, p.document}]
    text = typed.strip()
    if not text:
        return tuple(paragraphs[:SUGGESTED])
    found: dict[str, Paragraph] = {}
    ranking = await desk.rank(Query(text, document, SUGGESTED, marked=0))
    for group in (
        desk.references.resolve_number(text, document).paragraphs,
        [p for p in paragraphs if p.number.casefold().startswith(text.casefold())],
        [hit.paragraph for hit in ranking.hits],
        _with_unfinished_word(paragraphs, text),
    ):
        found.update((paragraph.id, paragraph) for paragraph in group)
    return tuple(found.values())[:SUGGESTED]


def suggestion_label(paragraph: Paragraph) -> str:
    """Return how a paragraph is offered: "8 · We aim to strengthen…", at most 100 characters."""
    return excerpt(f"{paragraph.number} · {paragraph.text}", LONGEST_LABEL)


def _with_unfinished_word(paragraphs: list[Paragraph], text: str) -> list[Paragraph]:
    last = _LAST_WORD.search(text)
    if not last:
        return []
    beginning = re.compile(rf"\b{re.escape(last.group())}", re.IGNORECASE)
    return [paragraph for paragraph in paragraphs if beginning.search(paragraph.text)]
