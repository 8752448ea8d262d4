"""rank_bm25's models, made from postings: its own statistics, without a dict for each paragraph."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from rank_bm25 import BM25Okapi, BM25Plus

from bot.retrieval.index.postings import Array, CountedSegment, Postings


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


@dataclass(frozen=True, slots=True)
class _Frequencies:
    """What rank_bm25 calls `nd`: the number of paragraphs by the number of the term."""

    paragraphs: Array

    def items(self) -> Iterable[tuple[int, int]]:
        numbers = np.flatnonzero(self.paragraphs)
        return zip(numbers.tolist(), self.paragraphs[numbers].tolist(), strict=True)


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
