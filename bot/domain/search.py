"""What is asked of a corpus and what is found: queries, hits, look-ups, and their ports."""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.documents import Paragraph, Span


@dataclass(frozen=True, slots=True)
class Query:
    """A question as typed; `document` restricts it to one document; `limit` counts hits, from 1.

    `marked` counts the hits, from the first, whose matches are looked up; None means all.
    """

    text: str
    document: str | None = None
    limit: int = 5
    marked: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked paragraph: `rank` counts from 1, `matches` are the ranges of its text that met."""

    paragraph: Paragraph
    score: float
    rank: int
    matches: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A mistyped word of the question and the word of the corpus that was searched instead."""

    typed: str
    searched: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a retriever found, best first, and how sure it is that the first hit answers.

    Hits share at least one content word with the question; equal scores stand in document order.
    `confidence` lies between 0 and 1. `absent` holds the question's words that stand nowhere in
    the documents that were searched.
    """

    hits: tuple[Hit, ...]
    confidence: float
    answers: bool
    absent: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()


class Retriever(Protocol):
    """Ranks paragraphs: synchronous, pure, the same ranking for the same question."""

    def retrieve(self, query: Query) -> Ranking:
        """Rank the paragraphs that share a word with the query; at most `query.limit` of them."""
        ...


@dataclass(frozen=True, slots=True)
class Lookup:
    """Paragraphs asked for by number, in the order asked, and the numbers that do not exist.

    `documents` holds the ids of the documents that were meant.
    """

    paragraphs: tuple[Paragraph, ...]
    missing: tuple[str, ...]
    documents: tuple[str, ...]


class ReferenceResolver(Protocol):
    """Reads references by number ("para 5", "Annex 2.4", "paras 3-5", "the last paragraph")."""

    def resolve(self, text: str, document: str | None = None) -> Lookup | None:
        """Return what a text refers to by number, or None where it refers to nothing."""
        ...

    def resolve_number(self, number: str, document: str | None = None) -> Lookup:
        """Return what a number means: "4", "2(4)", "Annex 2.4", or a stable id."""
        ...
