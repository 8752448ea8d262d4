"""BM25 over one field of many paragraphs: rank_bm25's statistics, read from an inverted index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

Scores = NDArray[np.float64]


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
    for a word that half of the paragraphs have. `rows` are the paragraphs' places in the corpus.
    """

    def __init__(self, model: BM25Plus, rows: Sequence[int]) -> None:
        self.idf: dict[str, float] = model.idf
        self.size: int = model.corpus_size
        places: dict[str, list[int]] = {}
        frequencies: dict[str, list[int]] = {}
        for place, counts in enumerate(model.doc_freqs):
            for term, count in counts.items():
                places.setdefault(term, []).append(place)
                frequencies.setdefault(term, []).append(count)
        lengths = np.array(model.doc_len, dtype=np.float64)
        norms = model.k1 * (1 - model.b + model.b * lengths / model.avgdl)
        corpus_rows = np.array(rows, dtype=np.intp)
        self._postings: dict[str, tuple[NDArray[np.intp], Scores]] = {}
        for term, where in places.items():
            frequency = np.array(frequencies[term], dtype=np.float64)
            gains = model.idf[term] * (frequency * (model.k1 + 1) / (norms[where] + frequency))
            self._postings[term] = corpus_rows[where], gains

    def __contains__(self, term: str) -> bool:
        return term in self._postings

    def add_scores(self, query: Mapping[str, float], weight: float, scores: Scores) -> None:
        """Add the scores for a query's weighted terms to those of all paragraphs of the corpus."""
        for term, term_weight in query.items():
            posting = self._postings.get(term)
            if posting is not None:
                rows, gains = posting
                scores[rows] += (weight * term_weight) * gains

    def rows_with(self, term: str) -> NDArray[np.intp]:
        """Return the rows of the paragraphs that have a term, in document order."""
        posting = self._postings.get(term)
        return posting[0] if posting else np.empty(0, dtype=np.intp)


def build_index(
    rows: Sequence[int], terms: Sequence[Sequence[str]], parameters: Bm25Parameters
) -> InvertedIndex | None:
    """Index paragraphs' terms; None where there are none (rank_bm25 would divide by zero)."""
    used = [(row, words) for row, words in zip(rows, terms, strict=True) if words]
    if not used:
        return None
    model = BM25Plus([words for _, words in used], k1=parameters.k1, b=parameters.b, delta=0)
    return InvertedIndex(model, [row for row, _ in used])
