"""A reply as plain text: for terminals without style, notifications and screen readers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.domain.chat import Menu, Quotation, Reply
from bot.domain.documents import Document
from bot.domain.quoting import excerpt
from bot.domain.search import Correction, Hit

EXCERPT = 100
"""Characters of a paragraph that are shown in a list."""


def plain_text(reply: Reply) -> str:
    """Return all that a reply says, without any markup."""
    return "\n\n".join(block for block in _blocks(reply) if block)


def long_date(day: date) -> str:
    """Return a date as "21 May 2024"."""
    return f"{day.day} {day:%B} {day.year}"


def heading(quotation: Quotation) -> str:
    """Return what a quotation is of: "Seoul Declaration · Annex, paragraph 2.4"."""
    return f"{quotation.document.short_title} · {quotation.paragraph.name}"


def source_line(document: Document) -> str:
    """Return when a document was adopted and where it can be read."""
    return f"{long_date(document.adopted)} · {document.source}"


def named_lines(quotation: Quotation) -> list[str]:
    """Return the other texts and bodies that a paragraph names, a line each with its address."""
    return [f"Named here: {named.name}, {named.address}" for named in quotation.instruments]


def also_line(hits: Sequence[Hit]) -> str:
    """Return the numbers of further paragraphs: "Also: 6, Annex 2.1"; "" where there are none."""
    return f"Also: {', '.join(hit.paragraph.number for hit in hits)}" if hits else ""


def corrections_line(corrections: Iterable[Correction]) -> str:
    """Return which words were searched instead of mistyped ones; "" where there are none."""
    searched = ", ".join(correction.searched for correction in corrections)
    return f"Searched for: {searched}" if searched else ""


def outline(document: Document) -> list[str]:
    """Return a document's parts with the numbers of their paragraphs, a line each."""
    lines = []
    for part in document.parts:
        numbers = ", ".join(p.number for p in document.paragraphs if p.part == part.label)
        lines.append(f"{part.title}: {numbers}")
    return lines


def chosen_line(menu: Menu) -> str:
    """Return a setting and what is chosen: "Helpful / not helpful buttons: Shown"."""
    if menu.of_channels:
        return f"{menu.label}: {len(menu.chosen) or 'all'}"
    labels = [choice.label for choice in menu.choices if choice.value in menu.chosen]
    return f"{menu.label}: {', '.join(labels) or '–'}"


def _blocks(reply: Reply) -> Iterator[str]:
    yield corrections_line(reply.corrections)
    yield reply.message
    for quotation in reply.quotations:
        yield f"{heading(quotation)}\n{quotation.paragraph.text}"
    for document in {
        quotation.document.id: quotation.document for quotation in reply.quotations
    }.values():
        yield source_line(document)
    yield "\n".join(line for quotation in reply.quotations for line in named_lines(quotation))
    yield also_line(reply.also)
    if reply.nearest:
        yield "\n".join(["Nearest:", *map(_listed, reply.nearest)])
    yield "\n".join(map(_listed, reply.results))
    yield "\n".join(map(chosen_line, reply.menus))
    for document in reply.documents:
        yield "\n".join(_described(document))


def _listed(hit: Hit) -> str:
    return f"  {hit.paragraph.number}  {excerpt(hit.paragraph.text, EXCERPT)}"


def _described(document: Document) -> list[str]:
    head = f"{document.title} ({document.id})"
    return [head, source_line(document), *(f"  {line}" for line in outline(document))]
