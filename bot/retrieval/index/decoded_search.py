"""The search of a small index with numpy: its lists are kept as they are added, rows and scores.

That takes half the time, and 16 bytes a posting more. The lists of common words have a score for
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
"""Postings up to which an index is small: decoded, they take 16 MB."""
COMMON = 8
"""A list has a score for every row where one row in so many has the word."""
FEW = 8
"""Best rows up to which it is quicker to look for the highest score again and again."""
MOST_KEPT = 10_000
"""Terms whose lists are kept at hand: some 400 bytes each."""
_FIELD = (1 << FIELD_BITS) - 1
_SCORE = np.dtype(np.float64)

_List: TypeAlias = tuple[int, bool, Array]
"""The number of a field, whether its word is common, and scores: of every row where it is, else in
pairs, the bits of a score and its row, so that one array holds both.
"""


class _DecodedLists(dict[int, tuple[_List, ...]]):
    """The lists of a term by its number, decoded; of those asked for, the oldest give way."""

    def __init__(self, index: IndexArrays) -> None:
        super().__init__()
        bits, in_place = index.code_bits, index.starts.argsort()
        codes = (index.postings & ((1 << bits) - 1)).astype(np.intp)
        self._postings = np.empty((len(codes), 2), dtype=np.int64)
        scores = self._postings[:, 0].view(_SCORE)
        index.gains.take(codes, out=scores, mode="clip")
        scores *= index.idfs[in_place].repeat(index.counts[in_place])
        self._postings[:, 1] = index.postings >> bits
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
            is_common = entry in self._of_every_row
            scored = self._of_every_row[entry] if is_common else self._of_some_rows(entry)
            found.append((field, is_common, scored))
        return tuple(found)

    def _of_some_rows(self, entry: int) -> Array:
        start = self._starts[entry]
        return self._postings[start : start + self._counts[entry]]

    def _spread(self, entry: int, size: int) -> Array:
        pairs = self._of_some_rows(entry)
        of_every_row = np.zeros(size)
        of_every_row[pairs[:, 1]] = pairs[:, 0].view(_SCORE)
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
        found, factors = self._found(query, field_weights.tolist())
        sums = np.zeros(self._size)
        rare = [scored for _, is_common, scored in found if not is_common]
        if rare:
            pairs = np.concatenate(rare)
            scores, rows = pairs[:, 0].view(_SCORE), pairs[:, 1]
            if factors:
                of_rare = [f for f, one in zip(factors, found, strict=True) if not one[1]]
                scores *= np.repeat(of_rare, list(map(len, rare)))
            np.add.at(sums, rows, scores)
        for place, (_, is_common, scored) in enumerate(found):
            if is_common:
                sums += scored * factors[place] if factors else scored
        return sums

    def _found(
        self, query: WeightedTerms, of_fields: list[float]
    ) -> tuple[list[_List], list[float]]:
        """Return the lists that have a weight, and the factor of each; none where all are 1."""
        lists, weights = self._lists, query.weights
        if of_fields.count(1.0) == len(of_fields) and weights.count(1.0) == len(weights):
            return [one for number in query.numbers for one in lists[number]], []
        weighted = [
            (one, weight * of_fields[one[0]])
            for number, weight in zip(query.numbers, weights, strict=True)
            for one in lists[number]
            if of_fields[one[0]]
        ]
        return [one for one, _ in weighted], [factor for _, factor in weighted]


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
