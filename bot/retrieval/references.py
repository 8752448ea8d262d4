"""Looks up what a question refers to by number: its references, resolved against the corpus."""

import re
from collections.abc import Iterator

from bot.domain.documents import Corpus, Document, Paragraph
from bot.domain.search import Lookup
from bot.retrieval.analyzer import fold, normalise
from bot.retrieval.reference_grammar import read_references
from bot.retrieval.reference_lexemes import Names
from bot.retrieval.reference_values import Ordinal, Range, Reading, Reference
from bot.retrieval.reference_words import ROMAN

_LABEL_PIECE = re.compile(r"\d+[a-z]?(?![a-z])|[a-z]+")
_STABLE_ID = re.compile(r"[a-z0-9][a-z0-9-]*#\S*")


class CorpusReferences:
    """Resolves references by number in the documents of a corpus.

    Where no document is named, the first one that has all the numbers is meant; where no part is
    named, the main text, then the only other part that has the number.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._labels = {document.id: _labels(document) for document in corpus.documents}
        self._names = Names(_part_names(corpus), _document_names(corpus))
        self._words = {
            fold(normalise(word))
            for paragraph in corpus.paragraphs
            for word in re.findall(r"[^\W\d_]+", paragraph.text)
        }

    def resolve(self, text: str, document: str | None = None) -> Lookup | None:
        """Return what a text refers to by number, or None where it refers to nothing."""
        lexemes = self._names.lexemes(text)
        if not lexemes:
            return None
        reading = read_references(lexemes)
        references = [r for r in reading.references if self._is_meant(r, reading)]
        if not references:
            return None
        documents = self._documents(document, reading)
        lookups = [self._lookup(references, one) for one in documents]
        return min(lookups, key=lambda lookup: len(lookup.missing), default=None)

    def resolve_number(self, number: str, document: str | None = None) -> Lookup:
        """Return what a number means: "4", "2(4)", "Annex 2.4", or a stable id."""
        lowered = number.strip().lower()
        for one in self._documents(document, None):
            stable_id = lowered if "#" in lowered else f"{one.id}#{lowered}"
            paragraph = self._corpus.paragraph(stable_id)
            if paragraph and document in {None, paragraph.document}:
                return Lookup((paragraph,), (), (paragraph.document,))
        spellings = (number, f"paragraph {number}", f"{number} paragraph")
        if not _STABLE_ID.fullmatch(lowered):
            for spelling in spellings:
                if lookup := self.resolve(spelling, document):
                    return lookup
        documents = tuple(one.id for one in self._documents(document, None))
        return Lookup((), (number.strip(),), documents[:1])

    def _documents(self, document: str | None, reading: Reading | None) -> list[Document]:
        if document is None and reading and reading.documents:
            document = reading.documents[0]
        return [one for one in self._corpus.documents if document in {None, one.id}]

    def _is_meant(self, reference: Reference, reading: Reading) -> bool:
        """Tell whether a reference is meant for the corpus: "G7" and "article 5 GDPR" are not."""
        if any(isinstance(i, str) and " " in i and not self._initial(i) for i in reference.items):
            return False
        return reference.is_certain or all(word in self._words for word in reading.rest)

    def _initial(self, item: str) -> bool:
        """Tell whether "a 2.4" is short for a paragraph of a part that begins with the letter."""
        letter, _, number = item.partition(" ")
        return any(
            label.lower().startswith(letter) and _normal(number) in numbers
            for labels in self._labels.values()
            for label, numbers in labels.items()
        )

    def _lookup(self, references: list[Reference], document: Document) -> Lookup:
        found: dict[str, Paragraph] = {}
        missing: list[str] = []
        for reference in references:
            for item in reference.items:
                paragraphs, absent = self._resolve_item(item, reference.part, document)
                found.update((paragraph.id, paragraph) for paragraph in paragraphs)
                missing += [name for name in absent if name not in missing]
        return Lookup(tuple(found.values()), tuple(missing), (document.id,))

    def _resolve_item(
        self, item: str | Range | Ordinal, part: str | None, document: Document
    ) -> tuple[list[Paragraph], list[str]]:
        if isinstance(item, Ordinal):
            return _nth(document, part or document.parts[0].label, item)
        if isinstance(item, Range):
            return self._resolve_range(item, part, document)
        paragraph = self._find(item, part, document)
        return ([paragraph], []) if paragraph else ([], [_shown(item, part)])

    def _resolve_range(
        self, item: Range, part: str | None, document: Document
    ) -> tuple[list[Paragraph], list[str]]:
        ends = [self._find(number, part, document) for number in item]
        missing = [_shown(n, part) for n, end in zip(item, ends, strict=True) if end is None]
        places = sorted(document.position(end) for end in ends if end)
        if not places:
            return [], missing
        first, last = places[0], places[-1]
        if missing:
            known, absent = item if ends[0] else reversed(item)
            forward = _order(known) < _order(absent)
            first, last = _as_far_as_it_goes(document, places[0], forward=forward)
        return list(document.paragraphs[first : last + 1]), missing

    def _find(self, number: str, part: str | None, document: Document) -> Paragraph | None:
        labels = self._labels[document.id]
        letter, _, after = number.partition(" ")
        if after:
            part = next((label for label in labels if label.lower().startswith(letter)), part)
            number = after
        if part is not None:
            return _by_label(labels.get(part, {}), number)
        found = [p for numbers in labels.values() if (p := _by_label(numbers, number))]
        main = [paragraph for paragraph in found if paragraph.part == document.parts[0].label]
        return main[0] if main else found[0] if len(found) == 1 else None


def _labels(document: Document) -> dict[str, dict[str, Paragraph]]:
    labels: dict[str, dict[str, Paragraph]] = {part.label: {} for part in document.parts}
    for paragraph in document.paragraphs:
        labels[paragraph.part][_normal(paragraph.local_number)] = paragraph
    return labels


def _by_label(numbers: dict[str, Paragraph], number: str) -> Paragraph | None:
    normal = _normal(number)
    return numbers.get(normal) or next(
        (numbers[other] for other in _other_numerals(normal) if other in numbers), None
    )


def _other_numerals(normal: str) -> Iterator[str]:
    if normal.isdecimal() and 0 < int(normal) < len(ROMAN):
        yield ROMAN[int(normal)]
    elif normal in ROMAN[1:]:
        yield str(ROMAN.index(normal))


def _normal(number: str) -> str:
    """Return the form in which "2(4)", "2.4" and "02.4" are the same."""
    pieces = _LABEL_PIECE.findall(number.lower())
    return ".".join(piece.lstrip("0") or "0" for piece in pieces)


def _order(number: str) -> list[int]:
    """Return by what a number is before or after another: "2.10" is after "2.9"."""
    pieces = _normal(number).split(".")
    return [int(piece) if piece.isdecimal() else 0 for piece in pieces]


def _nth(document: Document, part: str, ordinal: Ordinal) -> tuple[list[Paragraph], list[str]]:
    """Return the n-th top paragraphs of a part, counted from its beginning or its end."""
    tops = [p for p in document.paragraphs if p.part == part and p.parent is None]
    first = ordinal.place - 1 if ordinal.place > 0 else len(tops) + ordinal.place
    if ordinal.place < 0:
        first -= ordinal.many - 1
    chosen = tops[max(0, first) : first + ordinal.many] if first + ordinal.many > 0 else []
    return chosen, [] if chosen else [_shown(str(abs(ordinal.place)), part or None)]


def _as_far_as_it_goes(document: Document, place: int, *, forward: bool) -> tuple[int, int]:
    """Return the range from a paragraph to the end, or from the beginning, of its part."""
    part = document.paragraphs[place].part
    places = [i for i, p in enumerate(document.paragraphs) if p.part == part]
    return (place, places[-1]) if forward else (places[0], place)


def _shown(number: str, part: str | None) -> str:
    return f"{part} {number}" if part else number


def _part_names(corpus: Corpus) -> dict[str, str]:
    """Map each name of a part, and its title, to its label; the first document's come first."""
    names: dict[str, str] = {}
    for document in corpus.documents:
        for part in document.parts:
            for name in (part.label, part.title, *part.aliases):
                if name:
                    names.setdefault(name, part.label)
    return names


def _document_names(corpus: Corpus) -> dict[str, str]:
    return {
        name: document.id
        for document in reversed(corpus.documents)
        for name in (document.short_title, document.title, document.id, *document.aliases)
    }
