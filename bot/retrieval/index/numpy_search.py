"""Finds the best paragraphs with numpy: the way that is always there.

The lists of the weightiest words are added up for all rows of a segment. What the others could add
at most tells which rows can still be among the best; in long lists only these are looked up
(MaxScore: Turtle and Flood, "Query evaluation: strategies and optimizations", 1995). Sums are
made in the order of the lists either way, so that scores are the same to the last bit.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from bot.retrieval.index.arrays import IndexArrays
from bot.retrieval.index.postings import Array
from bot.retrieval.index.query_lists import PostingLists, WeightedTerms, find_lists

AT_ONCE = 1 << 14
"""Postings that are added together: their arrays stay in a processor's nearer memory."""
MANY_LISTS, SHORT_LISTS = 32, 60
"""Lists, and postings a list, from which and up to which all are fetched at one go."""
SORTED_UP_TO = 400
"""Rows up to which sorting all is quicker than finding out which are worth it."""
LOOKED_UP = 5_000
"""Postings that are added as quickly as rows are looked up in a list, or found for this."""
DEFERRED = 0.5
"""Lists are deferred that give this share of the k-th best score at most, taken together."""
GUESSED = 0.1
"""The same as a share of what all lists could give, where no score is known yet."""
FEW = 2_000
"""Rows up to which looking them up is quicker than adding for all."""
CROWD = 32
"""Rows from which it pays to look once more which of them can be among the best."""
_NONE = np.empty(0)


class _Segment(NamedTuple):
    """A segment of an index, with the lists that a query has in it, and what codes stand for."""

    arrays: IndexArrays
    lists: PostingLists
    gains: Array
    first: int
    rows: int

    def empty_sums(self, extra: Array) -> Array:
        """Return sums of nothing: of what makes hits, and of what moves them, if any does."""
        if len(extra):
            return np.stack([np.zeros(self.rows), extra[self.first : self.first + self.rows]])
        return np.zeros((1 if self.lists.apart is None else 2, self.rows))


def _segments(index: IndexArrays, query: WeightedTerms, within: range) -> Iterator[_Segment]:
    for number, lists in find_lists(index, query, within):
        gains = index.gains[index.gain_starts[number] : index.gain_starts[number + 1]]
        first = number * index.segment
        yield _Segment(index, lists, gains, first, min(index.segment, index.rows - first))


class NumpySearch:
    """Searches an index of any size."""

    def __init__(self, index: IndexArrays) -> None:
        self._index = index

    def search(
        self, query: WeightedTerms, extra: Array, k: int, within: range
    ) -> tuple[list[int], list[float]]:
        """Return the rows within a range that have the k best scores, and the scores.

        Best first, equal scores in order; only hits. `extra` is added to their scores: for every
        row of the index, 0 or more, or empty.
        """
        rows, scores = np.empty(0, dtype=np.int64), _NONE
        for part in _segments(self._index, query, within):
            own = slice(max(within.start - part.first, 0), min(within.stop - part.first, part.rows))
            bar = float(scores[-1]) if len(scores) == k else 0.0
            found, better = _search_segment(part, part.empty_sums(extra), own, k, bar)
            if not len(rows):
                rows, scores = found + part.first, better
            elif len(found):
                rows = np.concatenate([rows, found + part.first])
                scores = np.concatenate([scores, better])
                order = (-scores).argsort(kind="stable")[:k]
                rows, scores = rows[order], scores[order]
        return rows.tolist(), scores.tolist()

    def sums(self, query: WeightedTerms) -> tuple[Array, Array]:
        """Return for every row the sum of what makes hits, and of what only moves them."""
        totals = np.zeros((2, self._index.rows))
        for part in _segments(self._index, query, range(self._index.rows)):
            added = part.empty_sums(_NONE)
            _add(part, part.lists, added)
            totals[: len(added), part.first : part.first + added.shape[1]] = added
        return totals[0], totals[1]


def totals_of(added: Array) -> Array:
    """Return the sums of what makes hits and of what moves them, taken together."""
    totals: Array = added[0] if len(added) == 1 else added[0] + added[1]
    return totals


def scores_of(added: Array) -> Array:
    """Return the scores of hits, 0 for others."""
    return added[0] if len(added) == 1 else np.where(added[0] > 0, added[0] + added[1], 0.0)


def _search_segment(
    part: _Segment, added: Array, within: slice, k: int, bar: float
) -> tuple[Array, Array]:
    """Return the best rows, and their scores; such as score less than `bar` may be missing."""
    lists, own = part.lists, added[:, within]
    if part.rows <= 2 * LOOKED_UP or lists.lengths.max(initial=0) <= LOOKED_UP:
        _add(part, lists, added)
    else:
        rests = lists.rests(part.arrays)
        cut, bar = _add_weightiest(part, rests, added, own, k, bar)
        rows = (totals_of(own) >= bar - rests[cut]).nonzero()[0] if cut < len(rests) else None
        if rows is not None and len(rows) <= FEW:
            rows, scores = _completed(part, rests, cut, bar, (rows + within.start, own[:, rows]))
            order = best(scores, k)
            return rows[order], scores[order]
        _add(part, lists.between(cut, len(rests)), added)
    scores = scores_of(own)
    rows = best(scores, k, bar)
    return rows + within.start, scores[rows]


def _add_weightiest(
    part: _Segment, rests: Array, added: Array, own: Array, k: int, bar: float
) -> tuple[int, float]:
    """Add the lists that are not deferred; return the first that is, and a score that k hits reach.

    `own` are the sums of the rows that are searched.
    """
    first = 0
    if not bar:
        first = _cut(part.lists, rests, GUESSED * float(rests[0]))
        _add(part, part.lists.between(0, first), added)
        bar = reached(scores_of(own), k)
    cut = max(first, _cut(part.lists, rests, DEFERRED * bar))
    _add(part, part.lists.between(first, cut), added)
    return cut, bar


def _cut(lists: PostingLists, rests: Array, most: float) -> int:
    """Return the first list to be deferred: from it on, all together give `most` at most."""
    saved, highest = -LOOKED_UP, 0
    many = cut = len(rests)
    lengths_and_rests = zip(lists.lengths[::-1].tolist(), rests[::-1].tolist(), strict=True)
    for place, (length, rest) in enumerate(lengths_and_rests, start=1):
        if rest > most:
            break
        saved += length - LOOKED_UP
        if saved > highest:
            highest, cut = saved, many - place
    return cut


def _completed(
    part: _Segment, rests: Array, cut: int, bar: float, found: tuple[Array, Array]
) -> tuple[Array, Array]:
    """Look rows up in the deferred lists; return those that may be among the best, with scores."""
    rows, added = found
    for place in range(cut, len(rests)):
        if len(rows) > CROWD and place > cut:
            kept = (totals_of(added) >= bar - rests[place]).nonzero()[0]
            rows, added = rows[kept], added[:, kept]
        _look_up(part, place, rows, added)
    return rows, scores_of(added)


def _look_up(part: _Segment, place: int, rows: Array, added: Array) -> None:
    """Add one list to the sums of some rows."""
    lists, bits = part.lists, part.arrays.code_bits
    start = int(lists.starts[place])
    postings = part.arrays.postings[start : start + int(lists.lengths[place])]
    wanted = (rows << bits).astype(postings.dtype)
    codes = postings.take(postings.searchsorted(wanted), mode="clip") - wanted
    having = (codes < 1 << bits).nonzero()[0]  # else it is another row's, or wraps around
    gains = part.gains.take(codes[having])
    added[0 if lists.apart is None else int(lists.apart[place]), having] += (
        lists.factors[place] * gains
    )


def _add(part: _Segment, lists: PostingLists, added: Array) -> None:
    """Add lists, in their order, to the sums of what makes hits and of what moves them."""
    bits, size = part.arrays.code_bits, added.shape[1]
    mask = (1 << bits) - 1
    for first, last, postings in _batches(part.arrays, lists):
        lengths = lists.lengths[first:last]
        values = part.gains.take(postings & mask)
        values *= lists.factors[first:last].repeat(lengths)
        places = np.right_shift(postings, bits, out=postings)
        if lists.apart is not None:
            places += (lists.apart[first:last] * size).repeat(lengths)
        np.add.at(added.reshape(-1), places, values)


def _batches(index: IndexArrays, lists: PostingLists) -> Iterator[tuple[int, int, Array]]:
    """Yield copies of postings in batches, with the first list of each and the one after."""
    many = len(lists.lengths)
    if many > MANY_LISTS and lists.lengths.sum() < SHORT_LISTS * many:
        lengths = lists.lengths.astype(np.int64)
        places = (lists.starts - (lengths.cumsum() - lengths)).repeat(lengths)
        places += np.arange(len(places))
        yield 0, many, index.postings[places].astype(np.intp)
        return
    first, size, slices = 0, 0, []
    bounds = zip(lists.starts.tolist(), lists.lengths.tolist(), strict=True)
    for after, (start, length) in enumerate(bounds, start=1):
        slices.append(index.postings[start : start + length])
        size += length
        if size >= AT_ONCE:
            yield first, after, np.concatenate(slices, dtype=np.intp, casting="unsafe")
            first, size, slices = after, 0, []
    if slices:
        yield first, many, np.concatenate(slices, dtype=np.intp, casting="unsafe")


def best(scores: Array, k: int, bar: float = 0.0) -> Array:
    """Return the rows of the k highest scores above 0, best first, equals in order.

    Rows that score less than `bar` are left out.
    """
    bar = bar or reached(scores, k)
    rows = (scores >= bar).nonzero()[0] if bar > 0 else scores.nonzero()[0]
    return rows[(-scores[rows]).argsort(kind="stable")[:k]]


def reached(scores: Array, k: int) -> float:
    """Return a score that k rows reach, 0 where sorting all is quicker than finding one."""
    width = int(len(scores) ** 0.5)
    if len(scores) <= SORTED_UP_TO or k >= width:
        return 0.0
    tops = scores[: len(scores) - len(scores) % width].reshape(-1, width).max(axis=0)
    tops.partition(width - k)
    return float(tops[width - k])
