"""The search of a small index with numpy: its lists are kept as they are added, rows and scores.

That takes half the time, and 10 bytes a posting more. The lists of common words have a score for
every row, 0 where the word is missing: adding such a one is a single pass.
"""

from threading import Lock
from typing import TypeAlias

import numpy as np

from bot.retrieval.index.arrays import FIELD_BITS, IndexArrays
from bot.retrieval.index.numpy_search import best
from bot.retrieval.index.postings import Array
from bot.retrieval.index.query_lists import WeightedTerms

MOST_POSTINGS = 1 << 20
"""Postings up to which an index is small: decoded, they take 10 MB."""
COMMON = 8
"""A list has a score for every row where one row in so many has the word."""
FEW = 8
"""Best rows up to which it is quicker to look for the highest score again and again."""
MOST_KEPT = 10_000
"""Terms whose lists are kept at hand: some 400 bytes each."""
_FIELD = (1 << FIELD_BITS) - 1

_List: TypeAlias = tuple[int, Array | None, Array]
"""The number of a field, rows, and their scores; of every row where there is None for these."""


class _DecodedLists(dict[int, tuple[_List, ...]]):
    """The lists of a term by its number, decoded; of those asked for, the oldest give way."""

    def __init__(self, index: IndexArrays) -> None:
        super().__init__()
        bits, in_place = index.code_bits, index.starts.argsort()
        codes = (index.postings & ((1 << bits) - 1)).astype(np.intp)
        self._rows = (index.postings >> bits).astype(np.min_scalar_type(index.rows))
        self._scores = index.gains[codes]
        self._scores *= index.idfs[in_place].repeat(index.counts[in_place])
        numbers = np.arange(len(index.masks) + 1, dtype=np.int64)
        self._entries = index.keys.searchsorted(numbers << FIELD_BITS).astype(np.int32).data
        self._keys = index.keys.data
        self._starts, self._counts = index.starts.data, index.counts.data
        common = (index.counts * COMMON >= index.rows).nonzero()[0].tolist()
        self._of_every_row = {entry: self._spread(entry, index.rows) for entry in common}
        first = range(min(len(index.masks), MOST_KEPT))  # the most common words are met first
        self.update((number, self._find(number)) for number in first)
        self._changing = Lock()

    def __missing__(self, number: int) -> tuple[_List, ...]:
        lists = self._find(number)
        with self._changing:
            del self[next(iter(self))]
            self[number] = lists
        return lists

    def _find(self, number: int) -> tuple[_List, ...]:
        found: list[_List] = []
        for entry in range(self._entries[number], self._entries[number + 1]):
            field = self._keys[entry] & _FIELD
            if entry in self._of_every_row:
                found.append((field, None, self._of_every_row[entry]))
            else:
                found.append((field, *self._of_some_rows(entry)))
        return tuple(found)

    def _of_some_rows(self, entry: int) -> tuple[Array, Array]:
        start = self._starts[entry]
        chosen = slice(start, start + self._counts[entry])
        return self._rows[chosen], self._scores[chosen]

    def _spread(self, entry: int, size: int) -> Array:
        rows, scores = self._of_some_rows(entry)
        of_every_row = np.zeros(size)
        of_every_row[rows] = scores
        return of_every_row


class DecodedSearch:
    """Searches an index that `fits`."""

    def __init__(self, index: IndexArrays) -> None:
        self._size = index.rows
        self._lists = _DecodedLists(index)

    @staticmethod
    def fits(index: IndexArrays) -> bool:
        """Tell whether an index is small enough."""
        return index.segments <= 1 and len(index.postings) <= MOST_POSTINGS

    def search(
        self, query: WeightedTerms, extra: Array, k: int, within: range
    ) -> tuple[list[int], list[float]]:
        """Return what `NumpySearch.search` returns."""
        if not len(extra) and query.admits is None:
            scores = self._added(query, query.field_weights)
        else:
            hits, others = self.sums(query)
            scores = np.where(hits > 0, hits + (others + extra if len(extra) else others), 0.0)
        return _best(scores[within.start : within.stop], k, within.start)

    def sums(self, query: WeightedTerms) -> tuple[Array, Array]:
        """Return what `NumpySearch.sums` returns."""
        if query.admits is None:
            return self._added(query, query.field_weights), np.zeros(self._size)
        admitting = query.field_weights * query.admits
        return self._added(query, admitting), self._added(query, query.field_weights - admitting)

    def _added(self, query: WeightedTerms, field_weights: Array) -> Array:
        """Return for every row the sum over the fields that have a weight."""
        found = [one for number in query.numbers for one in self._lists[number]]
        factors = self._factors(query, field_weights.tolist())
        sums = np.zeros(self._size)
        rows = [rows for _, rows, _ in found if rows is not None]
        if rows:
            scores = np.concatenate([scores for _, rows, scores in found if rows is not None])
            if factors:
                rare = [f for f, one in zip(factors, found, strict=True) if one[1] is not None]
                scores *= np.repeat(rare, list(map(len, rows)))
            np.add.at(sums, np.concatenate(rows, dtype=np.intp), scores)
        for place, (_, some_rows, scores) in enumerate(found):
            if some_rows is None:
                sums += scores * factors[place] if factors else scores
        return sums

    def _factors(self, query: WeightedTerms, of_fields: list[float]) -> list[float]:
        """Return the factor of each list of a query; nothing where all are 1."""
        if of_fields.count(1.0) == len(of_fields) and query.weights.count(1.0) == len(
            query.weights
        ):
            return []
        return [
            weight * of_fields[field]
            for number, weight in zip(query.numbers, query.weights, strict=True)
            for field, _, _ in self._lists[number]
        ]


def _best(scores: Array, k: int, first: int) -> tuple[list[int], list[float]]:
    """Return the k highest scores above 0, best first, equals in order, and their rows.

    `first` is the row of the first of the scores, which may be used up.
    """
    if k > FEW:
        rows = best(scores, k)
        return (rows + first).tolist(), scores[rows].tolist()
    found: list[int] = []
    highest: list[float] = []
    for _ in range(min(k, len(scores))):
        place = int(scores.argmax())
        score = scores.item(place)
        if score == 0.0:
            break
        found.append(first + place)
        highest.append(score)
        scores[place] = 0.0
    return found, highest
