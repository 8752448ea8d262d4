"""rank_bm25's models, made from postings: its own statistics, without a dict for each paragraph."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rank_bm25 import BM25Okapi, BM25Plus

from bot.retrieval.index.postings import Array, CountedSegment, Postings
from bot.retrieval.index.turns import steps


@dataclass(frozen=True, slots=True)
class Counted:
    """The postings of one field, closed."""

    segments: list[CountedSegment | None]
    lengths: Sequence[int]
    tokens: int

    def paragraphs_with(self) -> Array:
        """Return in how many paragraphs each term stands, by its number."""
        segments = [segment for segment in self.segments if segment]
        found = np.zeros(1 + max(segment.numbers[-1] for segment in segments), dtype=np.int64)
        for segment in segments:
            found[segment.numbers] += segment.counts
        return found


def close(postings: Postings) -> Counted | None:
    """Return what was counted; None where no term was: rank_bm25 would divide by zero."""
    segments = postings.segments()
    if not postings.tokens:
        return None
    return Counted(segments, postings.lengths, postings.tokens)


def idf_by_number(idf: dict[int, float], terms: int) -> Array:
    """Return the idf of a model as an array, 0 for terms that it has not; the dict is emptied."""
    found = array("d", bytes(8 * terms))
    while idf:  # bit by bit, see `turns`
        number, value = idf.popitem()
        found[number] = value
    return np.frombuffer(found)


@dataclass(frozen=True, slots=True)
class _Frequencies:
    """What rank_bm25 calls `nd`: the number of paragraphs by the number of the term."""

    paragraphs: Array

    def items(self) -> Iterator[tuple[int, int]]:
        numbers = np.flatnonzero(self.paragraphs)
        pairs = zip(steps(numbers), steps(self.paragraphs[numbers]), strict=True)
        for some_numbers, paragraphs in pairs:
            yield from zip(some_numbers, paragraphs, strict=True)


class _Lean:
    """Takes from postings what rank_bm25 would count; its own code makes the idf of it."""

    corpus_size: int
    doc_len: Sequence[int]
    avgdl: float

    def _initialize(self, corpus: Counted) -> _Frequencies:
        self.corpus_size = len(corpus.lengths)
        self.doc_len = corpus.lengths
        self.avgdl = corpus.tokens / self.corpus_size
        return _Frequencies(corpus.paragraphs_with())


class LeanOkapi(_Lean, BM25Okapi):  # type: ignore[misc]
    """BM25Okapi whose `idf` is by the number of a term, and that has no `doc_freqs`."""


class LeanPlus(_Lean, BM25Plus):  # type: ignore[misc]
    """BM25Plus whose `idf` is by the number of a term, and that has no `doc_freqs`."""
