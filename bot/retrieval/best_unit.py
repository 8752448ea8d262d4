"""BM25 over units that are not paragraphs: each is ranked, a paragraph counts as its best unit."""

from collections.abc import Mapping, Sequence

import numpy as np

from bot.retrieval.bm25 import Bm25Parameters, InvertedIndex, Scores, build_index


class BestUnitIndex:
    """Scores of units by BM25; each paragraph gets the highest of those that it belongs to.

    `index` has the units in order; `rows` tells, for each of them, the places of its paragraphs in
    the corpus: one for a line of an index, several for a stretch of text.
    """

    def __init__(self, index: InvertedIndex, rows: Sequence[Sequence[int]]) -> None:
        self._index = index
        self._units = len(rows)
        pairs = sorted((row, unit) for unit, members in enumerate(rows) for row in members)
        self._unit_of_pair = np.array([unit for _, unit in pairs])
        self._rows, self._starts = np.unique([row for row, _ in pairs], return_index=True)

    def __contains__(self, term: str) -> bool:
        return term in self._index

    def add_scores(self, query: Mapping[str, float], weight: float, scores: Scores) -> None:
        """Add each paragraph's best score for a query's weighted terms to those of the corpus."""
        of_units = np.zeros(self._units)
        self._index.add_scores(query, weight, of_units)
        scores[self._rows] += np.maximum.reduceat(of_units[self._unit_of_pair], self._starts)


def build_best_unit_index(
    units: Sequence[tuple[Sequence[int], Sequence[str]]], parameters: Bm25Parameters
) -> BestUnitIndex | None:
    """Index units, each the rows of its paragraphs and its terms; None where there is no term."""
    terms = [words for _, words in units]
    index = build_index(range(len(units)), terms, parameters)
    return BestUnitIndex(index, [rows for rows, _ in units]) if index else None
