"""A reply as plain text: for terminals without style, notifications and screen readers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from bot.domain.chat import Menu, Quotation, Reply
from bot.domain.documents import Document
from bot.domain.quoting import excerpt
from bot.domain.search import Correction, Hit
from bot.domain.words import ENGLISH, Words, phrase

NEAREST = phrase("Nearest:")
EXCERPT = 100
"""Characters of a paragraph that are shown in a list."""


def plain_text(reply: Reply) -> str:
    """Return all that a reply says, without any markup."""
    return "\n\n".join(block for block in _blocks(reply) if block)


@cache
def long_date(day: date) -> str:
    """Return a date as "21 May 2024"."""
    return f"{day.day} {day:%B} {day.year}"


def heading(quotation: Quotation) -> str:
    """Return what a quotation is of: "Seoul Declaration · Annex, paragraph 2.4"."""
    return f"{quotation.document.short_title} · {quotation.paragraph.name}"


def source_line(document: Document) -> str:
    """Return when a document was adopted and where it can be read."""
    return f"{long_date(document.adopted)} · {document.source}"


def named_lines(quotation: Quotation, words: Words = ENGLISH) -> list[str]:
    """Return the other texts and bodies that a paragraph names, a line each with its address."""
    return [
        words("Named here: {name}", name=f"{named.name}, {named.address}")
        for named in quotation.instruments
    ]


def also_line(hits: Sequence[Hit], words: Words = ENGLISH) -> str:
    """Return the numbers of further paragraphs: "Also: 6, Annex 2.1"; "" where there are none."""
    numbers = ", ".join(hit.paragraph.number for hit in hits)
    return words("Also: {numbers}", numbers=numbers) if hits else ""


def corrections_line(corrections: Iterable[Correction], words: Words = ENGLISH) -> str:
    """Return which words were searched instead of mistyped ones; "" where there are none."""
    searched = ", ".join(correction.searched for correction in corrections)
    return words("Searched for: {words}", words=searched) if searched else ""


def outline(document: Document) -> list[str]:
    """Return a document's parts with the numbers of their paragraphs, a line each."""
    lines = []
    for part in document.parts:
        numbers = ", ".join(p.number for p in document.paragraphs if p.part == part.label)
        lines.append(f"{part.title}: {numbers}")
    return lines


def chosen_line(menu: Menu, words: Words = ENGLISH) -> str:
    """Return a setting and what is chosen: "Helpful / not helpful buttons: Shown"."""
    if menu.of_channels:
        chosen = str(len(menu.chosen) or words("all"))
    else:
        labels = [choice.label for choice in menu.choices if choice.value in menu.chosen]
        chosen = ", ".join(labels) or "–"
    return words("{setting}: {chosen}", setting=menu.label, chosen=chosen)


def _blocks(reply: Reply) -> Iterator[str]:
    words = reply.words
    yield corrections_line(reply.corrections, words)
    yield reply.message
    for quotation in reply.quotations:
        yield f"{heading(quotation)}\n{quotation.paragraph.text}"
    for document in {
        quotation.document.id: quotation.document for quotation in reply.quotations
    }.values():
        yield source_line(document)
    yield "\n".join(
        line for quotation in reply.quotations for line in named_lines(quotation, words)
    )
    yield also_line(reply.also, words)
    if reply.nearest:
        yield "\n".join([words(NEAREST), *map(_listed, reply.nearest)])
    yield "\n".join(map(_listed, reply.results))
    yield "\n".join(chosen_line(menu, words) for menu in reply.menus)
    for document in reply.documents:
        yield "\n".join(_described(document))


def _listed(hit: Hit) -> str:
    return f"  {hit.paragraph.number}  {excerpt(hit.paragraph.text, EXCERPT)}"


def _described(document: Document) -> list[str]:
    head = f"{document.title} ({document.id})"
    return [head, source_line(document), *(f"  {line}" for line in outline(document))]
