"""BM25 over one field of many paragraphs: rank_bm25's statistics, read from an inverted index."""

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from rank_bm25 import BM25Plus

if TYPE_CHECKING:  # numpy.typing costs a command in the terminal 20 ms
    from numpy.typing import NDArray

Scores: TypeAlias = "NDArray[np.float64]"
Rows: TypeAlias = "NDArray[np.int32]"


@dataclass(frozen=True, slots=True)
class Bm25Parameters:
    """Term-frequency saturation `k1` (0 or more) and length normalisation `b` (0 to 1).

    Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
    """

    k1: float = 0.6
    b: float = 0.65


class InvertedIndex:
    """The scores of a rank_bm25 `BM25Plus` model with delta 0, by term instead of by paragraph.

    rank_bm25 adds its delta to every paragraph alike, so that it never changes an order; and this
    model's idf, log((N + 1) / n), is positive for every word, where that of `BM25Okapi` is zero
    for a word that half of the paragraphs have. `rows` are the paragraphs' places in the corpus, in
    order. Kept are two flat arrays, rows and gains, ordered by term: no object a paragraph.
    """

    def __init__(self, model: BM25Plus, rows: Sequence[int]) -> None:
        self._terms: dict[str, int] = {}
        terms, places, counts = [], [], []
        for place, frequencies in enumerate(model.doc_freqs):
            for term, count in frequencies.items():
                terms.append(self._terms.setdefault(term, len(self._terms)))
                places.append(place)
                counts.append(count)
        by_term = np.argsort(np.array(terms), kind="stable")
        numbers = np.array(terms)[by_term]
        place_of = np.array(places)[by_term]
        frequency = np.array(counts, dtype=np.float64)[by_term]
        norms = model.k1 * (1 - model.b + model.b * np.array(model.doc_len) / model.avgdl)
        idf = np.array([model.idf[term] for term in self._terms])
        saturated = frequency * (model.k1 + 1) / (norms[place_of] + frequency)
        self._gains: Scores = idf[numbers] * saturated
        self._rows: Rows = np.array(rows, dtype=np.int32)[place_of]
        ends = np.searchsorted(numbers, np.arange(len(self._terms) + 1))
        self._bounds = array("q", ends.tolist())

    def __contains__(self, term: str) -> bool:
        return term in self._terms

    def add_scores(self, query: Mapping[str, float], weight: float, scores: Scores) -> None:
        """Add the scores for a query's weighted terms to those of all paragraphs of the corpus."""
        for term, term_weight in query.items():
            number = self._terms.get(term)
            if number is not None:
                start, end = self._bounds[number], self._bounds[number + 1]
                scores[self._rows[start:end]] += (weight * term_weight) * self._gains[start:end]

    def rows_with(self, term: str) -> Rows:
        """Return the rows of the paragraphs that have a term, in document order."""
        number = self._terms.get(term)
        if number is None:
            return self._rows[:0]
        return self._rows[self._bounds[number] : self._bounds[number + 1]]

    def has(self, term: str, row: int) -> bool:
        """Tell whether the paragraph at a row has a term."""
        number = self._terms.get(term)
        if number is None:
            return False
        end = self._bounds[number + 1]
        place = bisect_left(self._rows, row, self._bounds[number], end)
        return place < end and bool(self._rows[place] == row)


def build_index(
    rows: Sequence[int], terms: Sequence[Sequence[str]], parameters: Bm25Parameters
) -> InvertedIndex | None:
    """Index paragraphs' terms; None where there are none (rank_bm25 would divide by zero)."""
    used = [(row, words) for row, words in zip(rows, terms, strict=True) if words]
    if not used:
        return None
    model = BM25Plus([words for _, words in used], k1=parameters.k1, b=parameters.b, delta=0)
    return InvertedIndex(model, [row for row, _ in used])
