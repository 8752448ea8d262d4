"""The search of a small index of one field: its lists are kept as they are added, rows and scores.

That takes half the time, and 16 bytes a posting more. The lists of common words have a score for
every row, 0 where the word is missing: adding such a one is a single pass.
"""

from collections.abc import Sequence
from threading import Lock

import numpy as np

from bot.retrieval.index.arrays import IndexArrays
from bot.retrieval.index.numpy_search import best
from bot.retrieval.index.postings import Array

MOST_POSTINGS = 1 << 20
"""Postings up to which an index is small: decoded, they take 16 MB."""
COMMON = 8
"""A list has a score for every row where one row in so many has the word."""
FEW = 8
"""Best rows up to which it is quicker to look for the highest score again and again."""
MOST_KEPT = 10_000
"""Words whose lists are kept at hand: some 300 bytes each."""
_SCORE = np.dtype(np.float64)


class _DecodedLists(dict[int, Array]):
    """The list of a word by its number; of those asked for, the oldest give way.

    A list has pairs, the bits of a score and its row: so one array holds both.
    """

    def __init__(self, index: IndexArrays) -> None:
        super().__init__()
        bits = index.code_bits
        codes = (index.postings & ((1 << bits) - 1)).astype(np.intp)
        self._postings = np.empty((len(codes), 2), dtype=np.int64)
        scores = self._postings[:, 0].view(_SCORE)
        index.gains.take(codes, out=scores, mode="clip")
        scores *= index.idfs.repeat(index.counts)
        self._postings[:, 1] = index.postings >> bits
        self._starts, self._counts = index.starts.data, index.counts.data
        first = range(min(len(index.counts), MOST_KEPT))  # the most common words are met first
        self.update((number, self.find(number)) for number in first)
        self._changing = Lock()

    def __missing__(self, number: int) -> Array:
        found = self.find(number)
        with self._changing:
            del self[next(iter(self))]
            self[number] = found
        return found

    def find(self, number: int) -> Array:
        start = self._starts[number]
        return self._postings[start : start + self._counts[number]]


class DecodedSearch:
    """Searches an index that `fits`."""

    def __init__(self, index: IndexArrays) -> None:
        self._size = index.rows
        self._lists = _DecodedLists(index)
        common = (index.counts * COMMON >= index.rows).nonzero()[0].tolist()
        self._of_every_row = {number: self._spread(number) for number in common}

    @staticmethod
    def fits(index: IndexArrays) -> bool:
        """Tell whether an index has one field and one segment, and is small enough."""
        return index.is_plain and len(index.postings) <= MOST_POSTINGS

    def top_k(self, numbers: Sequence[int], k: int) -> tuple[list[int], list[float]]:
        """Return the rows with the k best scores, best first, equals in order, and the scores.

        `numbers` are those of a query's words; a word that is repeated counts again. Only rows that
        score more than 0.
        """
        common, rare = [], []
        for number in numbers:
            of_every_row = self._of_every_row.get(number)
            if of_every_row is None:
                rare.append(self._lists[number])
            else:
                common.append(of_every_row)
        return _best(self._added(common, rare), k)

    def _added(self, common: Sequence[Array], rare: Sequence[Array]) -> Array:
        """Return the sum of the lists for every row."""
        sums: Array = common[0].copy() if common else np.zeros(self._size)
        for scores in common[1:]:
            sums += scores
        if rare:
            pairs = np.concatenate(rare)
            np.add.at(sums, pairs[:, 1], pairs[:, 0].view(_SCORE))
        return sums

    def _spread(self, number: int) -> Array:
        pairs = self._lists.find(number)
        of_every_row = np.zeros(self._size)
        of_every_row[pairs[:, 1]] = pairs[:, 0].view(_SCORE)
        return of_every_row


def _best(scores: Array, k: int) -> tuple[list[int], list[float]]:
    """Return the k highest scores above 0, best first, equals in order, and their rows.

    The scores are used up.
    """
    if k > FEW:
        rows = best(scores, k)
        return rows.tolist(), scores[rows].tolist()
    found: list[int] = []
    highest: list[float] = []
    for _ in range(min(k, len(scores))):
        row = int(scores.argmax())
        score = scores.item(row)
        if score == 0.0:
            break
        found.append(row)
        highest.append(score)
        scores[row] = 0.0
    return found, highest
