"""Sentences that several commands say."""

from collections.abc import Sequence

from bot.domain.documents import Document, Paragraph, Part
from bot.domain.quoting import echo
from bot.domain.words import ENGLISH, Words

NAMED_WORDS = 5
"""At most so many absent words are named."""


def no_such_paragraph(numbers: Sequence[str], document: Document, words: Words = ENGLISH) -> str:
    """Say that numbers do not exist, and which do."""
    shown = [echo(number, 40) for number in numbers]
    facts = {"kind": document.kind, "numbering": numbering(document, words)}
    if len(shown) == 1:
        return words(
            "There is no paragraph {number}: the {kind} has {numbering}.", number=shown[0], **facts
        )
    return words(
        "There are no paragraphs {numbers}: the {kind} has {numbering}.",
        numbers=_either(shown, words),
        **facts,
    )


def numbering(document: Document, words: Words = ENGLISH) -> str:
    """Say how a document is numbered: "paragraphs 1–9 and an annex (1–3)"."""
    said = [_part_numbering(document, part, words) for part in document.parts]
    return _both([text for text in said if text], words)


def none_answers(document: Document | None, absent: Sequence[str], words: Words = ENGLISH) -> str:
    """Say that no paragraph answers, and which words of the question stand nowhere."""
    shown = [words("“{word}”", word=echo(word, 40)) for word in absent[:NAMED_WORDS]]
    typed = _either(shown, words)
    if document is None:
        sentence = words("No paragraph of these documents answers this.")
        nowhere = words("Nowhere in these documents: {words}.", words=typed)
    else:
        title = document.short_title
        sentence = words("No paragraph of the {title} answers this.", title=title)
        nowhere = words("Nowhere in the {title}: {words}.", title=title, words=typed)
    return f"{sentence} {nowhere}" if absent else sentence


def _part_numbering(document: Document, part: Part, words: Words) -> str:
    tops = [p for p in document.paragraphs if p.part == part.label and p.parent is None]
    if not tops:
        return ""
    numbers = _range(tops)
    if part.label:
        label = part.label.lower()
        if label[0] in "aeiou":
            return words("an {label} ({numbers})", label=label, numbers=numbers)
        return words("a {label} ({numbers})", label=label, numbers=numbers)
    if len(tops) == 1:
        return words("paragraph {numbers}", numbers=numbers)
    return words("paragraphs {numbers}", numbers=numbers)


def _range(paragraphs: Sequence[Paragraph]) -> str:
    first, last = paragraphs[0].local_number, paragraphs[-1].local_number
    return first if first == last else f"{first}–{last}"


def _both(items: Sequence[str], words: Words) -> str:
    first, last = ", ".join(items[:-1]), "".join(items[-1:])
    return words("{first} and {last}", first=first, last=last) if first else last


def _either(items: Sequence[str], words: Words) -> str:
    first, last = ", ".join(items[:-1]), "".join(items[-1:])
    return words("{first} or {last}", first=first, last=last) if first else last
