"""Finds the best paragraphs with numpy: the way that is always there."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.retrieval.index.arrays import FIELD_BITS, TERM_BITS, IndexArrays
from bot.retrieval.index.postings import Array

AT_ONCE = 1 << 14
"""Postings that are added together: their arrays stay in a processor's nearer memory."""
SHORT_LISTS = 60
"""Postings a list, on average, up to which all are fetched by their places, at one go."""
SORTED_UP_TO = 400
"""Rows up to which sorting all is quicker than finding out which are worth it."""
_NONE = np.empty(0)
_FIELD = (1 << FIELD_BITS) - 1
_SEGMENT = TERM_BITS + FIELD_BITS


@dataclass(frozen=True, slots=True)
class WeightedTerms:
    """A query: the numbers of its terms, the weight of each, and that of each field.

    `admits` tells for each field whether one of its words makes a paragraph a hit; the others'
    only move those that are hits already. None means that all do. Weights are 0 or more.
    """

    numbers: Array
    weights: Array
    field_weights: Array
    admits: Array | None = None


@dataclass(frozen=True, slots=True)
class _Lists:
    """Posting lists of one segment, the weightiest first: a posting scores its gain times factor.

    `apart` holds 1 where a list only moves hits, and is None where all lists make hits.
    """

    starts: Array
    ends: Array
    factors: Array
    apart: Array | None


def search(
    index: IndexArrays, query: WeightedTerms, extra: Array, k: int, within: range
) -> tuple[Array, Array]:
    """Return the rows within a range that have the k best scores, and the scores.

    Best first, equal scores in order; only hits. `extra` is added to their scores: for every row
    of the index, 0 or more, or empty.
    """
    found = [(np.empty(0, dtype=np.int64), np.empty(0))]
    for segment, lists in _find_lists(index, query, within):
        first = segment * index.segment
        begin, end = max(within.start - first, 0), within.stop - first
        scores = _segment_scores(index, segment, lists, extra)[begin:end]
        rows = best(scores, k)
        found.append((rows + (first + begin), scores[rows]))
    if len(found) <= 2:  # noqa: PLR2004 - one segment with a hit, or none
        return found[-1]
    rows, scores = (np.concatenate(column) for column in zip(*found, strict=True))
    order = (-scores).argsort(kind="stable")[:k]
    return rows[order], scores[order]


def sums(index: IndexArrays, query: WeightedTerms) -> tuple[Array, Array]:
    """Return for every row the sum of what makes hits, and of what only moves them."""
    hits, others = np.zeros((2, index.rows))
    for segment, lists in _find_lists(index, query, range(index.rows)):
        rows = slice(segment * index.segment, (segment + 1) * index.segment)
        hits[rows], further = _segment_sums(index, segment, lists)
        if further is not None:
            others[rows] = further
    return hits, others


def _find_lists(
    index: IndexArrays, query: WeightedTerms, within: range
) -> Iterator[tuple[int, _Lists]]:
    """Yield the segments in a range of rows that have a term of a query, with their lists."""
    if index.is_plain:
        factors = index.idfs[query.numbers] * (query.field_weights[0] * query.weights)
        order = (-factors).argsort(kind="stable")
        yield 0, _lists(index, query.numbers[order], factors[order], None)
        return
    segments = range(within.start // index.segment, -(-within.stop // index.segment))
    entries, weights = _entries(index, query, segments)
    keys = index.keys[entries]
    fields = keys & _FIELD
    factors = index.idfs[entries] * (query.field_weights[fields] * weights)
    order = (-factors).argsort(kind="stable")[: np.count_nonzero(factors)]
    of = keys[order] >> _SEGMENT
    for segment in segments:
        chosen = order if len(segments) == 1 else order[of == segment]
        if len(chosen):
            apart = None if query.admits is None else ~query.admits[fields[chosen]]
            yield segment, _lists(index, entries[chosen], factors[chosen], apart)


def _lists(index: IndexArrays, entries: Array, factors: Array, apart: Array | None) -> _Lists:
    starts = index.starts[entries].astype(np.int64)
    return _Lists(starts, starts + index.counts[entries], factors, apart)


def _entries(index: IndexArrays, query: WeightedTerms, segments: range) -> tuple[Array, Array]:
    """Return the entries of a query's terms in some segments, all fields, and their weights."""
    bases = np.arange(segments.start, segments.stop, dtype=np.int64) << _SEGMENT
    first_keys = (bases[:, None] | query.numbers << FIELD_BITS).ravel()
    lows = index.keys.searchsorted(first_keys)
    many = index.keys.searchsorted(first_keys | _FIELD, side="right") - lows
    entries = np.repeat(lows - (many.cumsum() - many), many)
    entries += np.arange(len(entries))
    weights = query.weights if len(segments) == 1 else np.tile(query.weights, len(segments))
    return entries, np.repeat(weights, many)


def _segment_scores(index: IndexArrays, segment: int, lists: _Lists, extra: Array) -> Array:
    """Return the scores of the rows of a segment, 0 for those that are no hits."""
    rows = slice(segment * index.segment, (segment + 1) * index.segment)
    hits, others = _segment_sums(index, segment, lists, extra[rows])
    return hits if others is None else np.where(hits > 0, hits + others, 0.0)


def _segment_sums(
    index: IndexArrays, segment: int, lists: _Lists, extra: Array = _NONE
) -> tuple[Array, Array | None]:
    """Return the sums over the lists, in their order, of what makes hits and of the others."""
    size = min(index.segment, index.rows - segment * index.segment)
    is_parted = lists.apart is not None or len(extra) > 0
    added = np.zeros((1 + is_parted, size))
    added[1:] = extra if len(extra) else 0.0
    gains = index.gains[index.gain_starts[segment] : index.gain_starts[segment + 1]]
    bits = index.code_bits
    for first, last, postings in _batches(index, lists):
        lengths = lists.ends[first:last] - lists.starts[first:last]
        values = gains.take(postings & ((1 << bits) - 1))
        values *= np.repeat(lists.factors[first:last], lengths)
        rows = (postings >> bits).astype(np.intp)
        if lists.apart is not None:
            rows += np.repeat(lists.apart[first:last] * size, lengths)
        np.add.at(added.reshape(-1), rows, values)
    return added[0], added[1] if is_parted else None


def _batches(index: IndexArrays, lists: _Lists) -> Iterator[tuple[int, int, Array]]:
    """Yield the postings of lists in batches, with the first list of each and the one after."""
    lengths = lists.ends - lists.starts
    size = int(lengths.sum())
    if size < SHORT_LISTS * len(lengths):
        places = np.repeat(lists.starts - (lengths.cumsum() - lengths), lengths)
        places += np.arange(size)
        yield 0, len(lengths), index.postings[places]
        return
    first, size = 0, 0
    slices = []
    bounds = zip(lists.starts.tolist(), lists.ends.tolist(), strict=True)
    for after, (start, end) in enumerate(bounds, start=1):
        slices.append(index.postings[start:end])
        size += end - start
        if size >= AT_ONCE:
            yield first, after, np.concatenate(slices)
            first, size, slices = after, 0, []
    if slices:
        yield first, first + len(slices), np.concatenate(slices)


def best(scores: Array, k: int) -> Array:
    """Return the rows of the k highest scores above 0, best first, equals in order."""
    width = int(len(scores) ** 0.5)
    bar = 0.0
    if len(scores) > SORTED_UP_TO and k < width:
        groups = scores[: len(scores) - len(scores) % width].reshape(-1, width)
        tops = groups.max(axis=0)
        tops.partition(width - k)
        bar = tops[width - k]  # k rows at least score as much
    rows = (scores >= bar).nonzero()[0] if bar > 0 else scores.nonzero()[0]
    return rows[(-scores[rows]).argsort(kind="stable")[:k]]
