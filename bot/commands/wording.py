"""Sentences that several commands say."""

from collections.abc import Sequence

from bot.domain.documents import Document, Paragraph, Part
from bot.domain.quoting import echo

NAMED_WORDS = 5
"""At most so many absent words are named."""


def no_such_paragraph(numbers: Sequence[str], document: Document) -> str:
    """Say that numbers do not exist, and which do."""
    shown = [echo(number, 40) for number in numbers]
    what = f"is no paragraph {shown[0]}"
    if len(shown) > 1:
        what = f"are no paragraphs {_listed(shown, 'or')}"
    return f"There {what}: the {document.kind} has {numbering(document)}."


def numbering(document: Document) -> str:
    """Say how a document is numbered: "paragraphs 1–9 and an annex (1–3)"."""
    said = [_part_numbering(document, part) for part in document.parts]
    return _listed([text for text in said if text], "and")


def none_answers(document: Document | None, absent: Sequence[str]) -> str:
    """Say that no paragraph answers, and which words of the question stand nowhere."""
    where = f"the {document.short_title}" if document else "these documents"
    sentence = f"No paragraph of {where} answers this."
    if not absent:
        return sentence
    words = _listed([f"“{echo(word, 40)}”" for word in absent[:NAMED_WORDS]], "or")
    return f"{sentence} Nowhere in {where}: {words}."


def _part_numbering(document: Document, part: Part) -> str:
    tops = [p for p in document.paragraphs if p.part == part.label and p.parent is None]
    if not tops:
        return ""
    numbers = _range(tops)
    if part.label:
        article = "an" if part.label[0].lower() in "aeiou" else "a"
        return f"{article} {part.label.lower()} ({numbers})"
    return f"paragraph {numbers}" if len(tops) == 1 else f"paragraphs {numbers}"


def _range(paragraphs: Sequence[Paragraph]) -> str:
    first, last = paragraphs[0].local_number, paragraphs[-1].local_number
    return first if first == last else f"{first}–{last}"


def _listed(items: Sequence[str], joint: str) -> str:
    if len(items) < 2:  # noqa: PLR2004 - a list of words needs two
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"
