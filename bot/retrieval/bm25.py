"""BM25 over one field of many paragraphs, by rank_bm25's formula and statistics."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus


@dataclass(frozen=True, slots=True)
class Bm25Parameters:
    """Term-frequency saturation `k1` (0 or more) and length normalisation `b` (0 to 1).

    Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
    """

    k1: float = 0.9
    b: float = 0.4


class Bm25Field:
    """One field of some paragraphs: `rows` are their places in the corpus, in order.

    The model is `BM25Plus` with delta 0: rank_bm25 adds its delta to every paragraph alike, so it
    never changes an order, and this idf, log((N + 1) / n), is positive for every word, where
    `BM25Okapi`'s is zero for a word that half of the paragraphs have.
    """

    def __init__(
        self, rows: Sequence[int], terms: Sequence[list[str]], parameters: Bm25Parameters
    ) -> None:
        used = [(row, words) for row, words in zip(rows, terms, strict=True) if words]
        self._rows = np.array([row for row, _ in used], dtype=np.intp)
        self._model = (
            BM25Plus([words for _, words in used], k1=parameters.k1, b=parameters.b, delta=0)
            if used
            else None
        )

    def __contains__(self, term: str) -> bool:
        return self._model is not None and term in self._model.idf

    def idf(self, term: str) -> float:
        """Return a term's inverse document frequency; a term that stands nowhere is the rarest."""
        if self._model is None:
            return 0.0
        found = self._model.idf.get(term)
        return float(found if found is not None else np.log(self._model.corpus_size + 1))

    def has(self, term: str, row: int) -> bool:
        """Tell whether the paragraph at a row has a term in this field."""
        place = int(np.searchsorted(self._rows, row))
        if self._model is None or place == len(self._rows) or self._rows[place] != row:
            return False
        return term in self._model.doc_freqs[place]

    def add_scores(self, terms: Sequence[str], weight: float, scores: NDArray[np.float64]) -> None:
        """Add this field's weighted scores for a query to those of all paragraphs of the corpus."""
        known = [term for term in terms if term in self]
        if known and self._model is not None:
            scores[self._rows] += weight * self._model.get_scores(known)
