"""What is quoted: documents, their parts and their numbered paragraphs."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

LONGEST_ID = 72
"""Characters of a stable id: what a button of a chat platform has room for."""
_REMEMBERED_IDS = 1_000
_NOT_IN_ID = re.compile(r"[\s()/§]+")


class Span(NamedTuple):
    """A half-open range of characters, `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part with a numbering of its own: the main text has the label "", an annex has "Annex"."""

    label: str
    title: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit that is ranked and quoted.

    `number` is a label, never an integer: "4", "12a", "Annex 2.4". `text` is plain; what the source
    emphasises is told by `emphasis`, ordered ranges of `text` that do not overlap. `sha256` is the
    digest of the text that the loader accepted.
    """

    document: str
    number: str
    text: str
    part: str = ""
    parent: str | None = None
    headings: tuple[str, ...] = ()
    emphasis: tuple[Span, ...] = ()
    sha256: str = ""

    @property
    def id(self) -> str:
        """The stable id, `<document>#<number>`, as in "seoul-declaration#annex-2.4"."""
        return paragraph_id(self.document, self.number)

    @property
    def local_number(self) -> str:
        """The number within its part: "2.4" for "Annex 2.4"."""
        return self.number.removeprefix(self.part).strip()

    @property
    def name(self) -> str:
        """How a reply names it: "Paragraph 4", or "Annex, paragraph 2.4"."""
        if not self.part:
            return f"Paragraph {self.number}"
        return f"{self.part}, paragraph {self.local_number}"

    def is_intact(self) -> bool:
        """Tell whether the text is still the one that the loader accepted."""
        return text_digest(self.text) == self.sha256


@dataclass(frozen=True)
class Document:
    """A numbered document; `paragraphs` stand in document order."""

    id: str
    title: str
    short_title: str
    adopted: date
    language: str
    source: str
    parts: tuple[Part, ...]
    paragraphs: tuple[Paragraph, ...]
    kind: str = "document"
    place: str = ""
    publisher: str = ""
    licence: str = ""
    aliases: tuple[str, ...] = ()

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {paragraph.id: i for i, paragraph in enumerate(self.paragraphs)}

    def position(self, paragraph: Paragraph) -> int:
        """Return the place of a paragraph of this document, from 0."""
        return self._positions[paragraph.id]

    def neighbour(self, paragraph: Paragraph, step: int) -> Paragraph | None:
        """Return the paragraph `step` places further on, or None outside the document."""
        place = self.position(paragraph) + step
        return self.paragraphs[place] if 0 <= place < len(self.paragraphs) else None

    @cached_property
    def _by_number(self) -> dict[str, Paragraph]:
        return {paragraph.number: paragraph for paragraph in self.paragraphs}

    def parent(self, paragraph: Paragraph) -> Paragraph | None:
        """Return the paragraph directly above a sub-paragraph."""
        return self._by_number.get(paragraph.parent) if paragraph.parent else None

    def children(self, paragraph: Paragraph) -> tuple[Paragraph, ...]:
        """Return the sub-paragraphs directly below a paragraph, in document order."""
        return tuple(p for p in self.paragraphs if p.parent == paragraph.number)


@dataclass(frozen=True, slots=True)
class Instrument:
    """Another text or body that a paragraph names, with its official address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What an indexer wrote of one paragraph in one language: searched, never quoted.

    `terms` are subject headings and catchwords, `questions` are sample questions that the
    paragraph answers, `open_questions` those that it raises and does not answer.
    """

    paragraph: str
    language: str
    terms: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    open_questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Corpus:
    """All documents that are loaded together, in the order of their files, and their indexes."""

    documents: tuple[Document, ...]
    index: tuple[IndexEntry, ...] = ()

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    @cached_property
    def _paragraphs(self) -> dict[str, Paragraph]:
        return {paragraph.id: paragraph for paragraph in self.paragraphs}

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every paragraph of every document, in order."""
        return tuple(p for document in self.documents for p in document.paragraphs)

    @cached_property
    def _instruments(self) -> dict[str, tuple[Instrument, ...]]:
        return {entry.paragraph: entry.instruments for entry in self.index if entry.instruments}

    def instruments(self, paragraph: Paragraph) -> tuple[Instrument, ...]:
        """Return the other texts and bodies that a paragraph names."""
        return self._instruments.get(paragraph.id, ())

    def document(self, document_id: str) -> Document | None:
        """Return the document with this id, or None."""
        return self._documents.get(document_id)

    def document_of(self, paragraph: Paragraph) -> Document:
        """Return the document that a paragraph of this corpus belongs to."""
        return self._documents[paragraph.document]

    def paragraph(self, stable_id: str) -> Paragraph | None:
        """Return the paragraph with this stable id, or None."""
        return self._paragraphs.get(stable_id)


@lru_cache(_REMEMBERED_IDS)
def paragraph_id(document: str, number: str) -> str:
    """Return the stable id of a paragraph: its number lower-cased and hyphenated."""
    return f"{document}#{_NOT_IN_ID.sub('-', number.lower()).strip('-')}"


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
