"""The posting lists that the terms of a query have in an index."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from bot.retrieval.index.arrays import FIELD_BITS, TERM_BITS, IndexArrays
from bot.retrieval.index.postings import Array

_FIELD = (1 << FIELD_BITS) - 1
_SEGMENT = TERM_BITS + FIELD_BITS


class WeightedTerms(NamedTuple):
    """A query: the numbers of its terms, the weight of each, and that of each field.

    `admits` tells for each field whether one of its words makes a paragraph a hit; the others'
    only move those that are hits already. None means that all do. Weights are 0 or more.
    """

    numbers: Sequence[int]
    weights: Sequence[float]
    field_weights: Array
    admits: Array | None = None


class PostingLists(NamedTuple):
    """Posting lists of one segment, the weightiest first: a posting scores its gain times factor.

    `entries` are their numbers in the index, `starts` and `lengths` their places there. `apart`
    holds 1 where a list only moves hits, and is None where all lists make hits.
    """

    entries: Array
    starts: Array
    lengths: Array
    factors: Array
    apart: Array | None

    def between(self, first: int, after: int) -> "PostingLists":
        """Return some of the lists."""
        which = slice(first, after)
        apart = None if self.apart is None else self.apart[which]
        return PostingLists(
            self.entries[which], self.starts[which], self.lengths[which], self.factors[which], apart
        )

    def rests(self, index: IndexArrays) -> Array:
        """Return what the lists from each one on add to a score, at most."""
        most = self.factors * index.tops[self.entries]
        rests: Array = most[::-1].cumsum()[::-1]
        return rests


def find_lists(
    index: IndexArrays, query: WeightedTerms, within: range
) -> Iterator[tuple[int, PostingLists]]:
    """Yield the segments in a range of rows that have a term of a query, with their lists."""
    if index.is_plain:
        entries = np.array(query.numbers, dtype=np.int64)
        factors = index.idfs[entries] * (query.field_weights[0] * np.array(query.weights))
        order = (-factors).argsort(kind="stable")
        yield 0, _lists(index, entries[order], factors[order], None)
        return
    segments = range(within.start // index.segment, -(-within.stop // index.segment))
    entries, weights = _entries(index, query, segments)
    keys = index.keys[entries]
    fields = keys & _FIELD
    factors = index.idfs[entries] * (query.field_weights[fields] * weights)
    used = factors.nonzero()[0]
    of = keys[used] >> _SEGMENT
    order = used[np.lexsort((-factors[used], of))]
    apart = None if query.admits is None else ~query.admits[fields[order]]
    lists = _lists(index, entries[order], factors[order], apart)
    ends = of.searchsorted(np.arange(segments.start, segments.stop + 1)).tolist()
    for segment, first, after in zip(segments, ends, ends[1:], strict=False):
        if first < after:
            yield segment, lists.between(first, after)


def _lists(index: IndexArrays, entries: Array, factors: Array, apart: Array | None) -> PostingLists:
    return PostingLists(entries, index.starts[entries], index.counts[entries], factors, apart)


def _entries(index: IndexArrays, query: WeightedTerms, segments: range) -> tuple[Array, Array]:
    """Return the entries of a query's terms in some segments, all fields, and their weights."""
    bases = np.arange(segments.start, segments.stop, dtype=np.int64) << _SEGMENT
    numbers = np.array(query.numbers, dtype=np.int64)
    first_keys = (bases[:, None] | numbers << FIELD_BITS).ravel()
    lows = index.keys.searchsorted(first_keys)
    many = index.keys.searchsorted(first_keys | _FIELD, side="right") - lows
    entries = np.repeat(lows - (many.cumsum() - many), many)
    entries += np.arange(len(entries))
    return entries, np.tile(query.weights, len(segments)).repeat(many)
