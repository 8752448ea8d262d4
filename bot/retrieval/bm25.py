"""BM25 over one field of many paragraphs: rank_bm25's statistics, read from an inverted index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from rank_bm25 import BM25Plus

if TYPE_CHECKING:  # numpy.typing costs a command in the terminal 20 ms
    from numpy.typing import NDArray

Scores: TypeAlias = "NDArray[np.float64]"
Rows: TypeAlias = "NDArray[np.intp]"


@dataclass(frozen=True, slots=True)
class Bm25Parameters:
    """Term-frequency saturation `k1` (0 or more) and length normalisation `b` (0 to 1).

    Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
    """

    k1: float = 0.6
    b: float = 0.65


class Posting(NamedTuple):
    """The rows of the paragraphs that have a term, in order, and what it adds to each score."""

    rows: Rows
    gains: Scores


class InvertedIndex:
    """The scores of a rank_bm25 `BM25Plus` model with delta 0, by term instead of by paragraph.

    rank_bm25 adds its delta to every paragraph alike, so that it never changes an order; and this
    model's idf, log((N + 1) / n), is positive for every word, where that of `BM25Okapi` is zero
    for a word that half of the paragraphs have. `rows` are the paragraphs' places in the corpus.
    """

    def __init__(self, model: BM25Plus, rows: Sequence[int]) -> None:
        self._idf: dict[str, float] = model.idf
        self._saturation: float = model.k1 + 1
        lengths = np.array(model.doc_len, dtype=np.float64)
        self._norms = model.k1 * (1 - model.b + model.b * lengths / model.avgdl)
        self._rows = np.array(rows, dtype=np.intp)
        self._places = {row: place for place, row in enumerate(rows)}
        self._counts: dict[str, dict[int, int]] = {}
        for place, counts in enumerate(model.doc_freqs):
            for term, count in counts.items():
                self._counts.setdefault(term, {})[place] = count
        self._postings: dict[str, Posting] = {}

    def __contains__(self, term: str) -> bool:
        return term in self._counts

    def add_scores(self, query: Mapping[str, float], weight: float, scores: Scores) -> None:
        """Add the scores for a query's weighted terms to those of all paragraphs of the corpus."""
        for term, term_weight in query.items():
            if term in self._counts:
                posting = self._posting(term)
                scores[posting.rows] += (weight * term_weight) * posting.gains

    def rows_with(self, term: str) -> Rows:
        """Return the rows of the paragraphs that have a term, in document order."""
        return self._posting(term).rows if term in self._counts else np.empty(0, dtype=np.intp)

    def has(self, term: str, row: int) -> bool:
        """Tell whether the paragraph at a row has a term."""
        return term in self._counts and self._places.get(row) in self._counts[term]

    def _posting(self, term: str) -> Posting:
        """Return a term's posting; it is made when it is first asked for."""
        posting = self._postings.get(term)
        if posting is None:
            counts = self._counts[term]
            places = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
            frequency = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
            gains = frequency * self._saturation / (self._norms[places] + frequency)
            posting = Posting(self._rows[places], self._idf[term] * gains)
            self._postings[term] = posting
        return posting


def build_index(
    rows: Sequence[int], terms: Sequence[Sequence[str]], parameters: Bm25Parameters
) -> InvertedIndex | None:
    """Index paragraphs' terms; None where there are none (rank_bm25 would divide by zero)."""
    used = [(row, words) for row, words in zip(rows, terms, strict=True) if words]
    if not used:
        return None
    model = BM25Plus([words for _, words in used], k1=parameters.k1, b=parameters.b, delta=0)
    return InvertedIndex(model, [row for row, _ in used])
