"""BM25 over the lines of many paragraphs: each line is ranked, a paragraph counts as its best."""

from collections.abc import Mapping, Sequence

import numpy as np

from bot.retrieval.bm25 import Bm25Parameters, InvertedIndex, Scores, build_index


class BestLineIndex:
    """Scores of lines by BM25, of which each paragraph gets the highest.

    `rows` tell, for each line of `index`, the place of its paragraph in the corpus, in order.
    """

    def __init__(self, index: InvertedIndex, rows: Sequence[int]) -> None:
        self._index = index
        self._lines = len(rows)
        self._rows, self._starts = np.unique(np.array(rows), return_index=True)

    def __contains__(self, term: str) -> bool:
        return term in self._index

    def add_scores(self, query: Mapping[str, float], weight: float, scores: Scores) -> None:
        """Add each paragraph's best score for a query's weighted terms to those of the corpus."""
        of_lines = np.zeros(self._lines)
        self._index.add_scores(query, weight, of_lines)
        scores[self._rows] += np.maximum.reduceat(of_lines, self._starts)


def build_best_line_index(
    rows: Sequence[int], lines: Sequence[Sequence[Sequence[str]]], parameters: Bm25Parameters
) -> BestLineIndex | None:
    """Index the lines of each paragraph, as terms; None where there are none."""
    owners = [row for row, texts in zip(rows, lines, strict=True) for _ in texts]
    index = build_index(range(len(owners)), [line for texts in lines for line in texts], parameters)
    return BestLineIndex(index, owners) if index else None
