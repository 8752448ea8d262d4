"""The search of `numpy_search` as a compiled kernel, for large corpora; it needs numba.

Rows are taken in blocks. Lists that together could not lift a row above the k best ones so far
are not added: they are looked into only for the rows that the other lists have brought near
(MaxScore: Turtle and Flood, "Query evaluation: strategies and optimizations", 1995). Sums are
made in the same order as with numpy, so that scores are the same to the last bit.

The functions are compiled: coverage cannot look into them, so tests hold them to numpy's search.
"""

from pathlib import Path
from typing import Self

import numpy as np
from numba import config, njit

from bot.retrieval.index.arrays import FIELD_BITS, TERM_BITS, IndexArrays
from bot.retrieval.index.numpy_search import NumpySearch
from bot.retrieval.index.postings import Array
from bot.retrieval.index.query_lists import WeightedTerms

BLOCK = 1 << 12
"""Rows whose sums are made together: they stay in a processor's nearest memory."""
STRIP = 1 << 7
"""Rows that are looked through together for one that is worth it."""
DEFERRED = 0.4
"""Lists are deferred that give this share of the k-th best score at most, taken together."""


_ALL = np.ones(1 << FIELD_BITS, dtype=np.bool_)


class CompiledSearch(NumpySearch):
    """Searches with the kernel."""

    @classmethod
    def prepared(cls, index: IndexArrays, cache_dir: Path) -> Self:
        """Compile the kernel for an index, or load it from the cache where that has been done."""
        config.CACHE_DIR = str(cache_dir)  # type: ignore[attr-defined]
        _search.enable_caching()
        search = cls(index)
        nothing = WeightedTerms([], [], np.empty(0))
        search.search(nothing, np.empty(0), 1, range(index.rows))
        return search

    def search(
        self, query: WeightedTerms, extra: Array, k: int, within: range
    ) -> tuple[list[int], list[float]]:
        """Return what `NumpySearch.search` returns."""
        index, admits = self._index, _ALL if query.admits is None else query.admits
        numbers, weights = np.array(query.numbers, np.int64), np.array(query.weights, np.float64)
        rows, scores = _search(
            index.keys, index.starts, index.counts, index.idfs, index.tops, index.postings,
            index.gains, index.gain_starts, numbers, weights, query.field_weights,
            admits, extra, index.code_bits, index.segment, within.start, within.stop, k,
        )  # fmt: skip
        return rows.tolist(), scores.tolist()


@njit
def _add(postings, cursor, end, stop, bits, factor, gains, first, sums):  # pragma: no cover
    """Add a list's postings before the row `stop`; return the place after them."""
    bits, stop, first = np.uint64(bits), np.uint64(stop), np.uint64(first)
    mask = (np.uint64(1) << bits) - np.uint64(1)
    for place in range(np.uint64(cursor), np.uint64(end)):
        posting = np.uint64(postings[place])
        row = posting >> bits
        if row >= stop:
            return np.int64(place)
        sums[row - first] += factor * gains[posting & mask]
    return end


@njit
def _seek(postings, cursor, end, row, bits):  # pragma: no cover
    """Return the first place from a cursor on whose row is not before a row."""
    bits, row = np.uint64(bits), np.uint64(row)
    step, low, high = 1, cursor, cursor
    while high < end and np.uint64(postings[high]) >> bits < row:
        low = high + 1
        high += step
        step *= 2
    high = min(high, end)
    while low < high:
        middle = (low + high) >> 1
        if np.uint64(postings[middle]) >> bits < row:
            low = middle + 1
        else:
            high = middle
    return low


@njit
def _insert(rows, scores, found, row, score):  # pragma: no cover
    """Put a row among the best ones, behind those that score as much."""
    place = min(found, len(rows) - 1)
    while place > 0 and scores[place - 1] < score:
        scores[place] = scores[place - 1]
        rows[place] = rows[place - 1]
        place -= 1
    scores[place] = score
    rows[place] = row


@njit
def _find_lists(
    keys, starts, counts, idfs, tops, segment, numbers, weights,
    field_weights, admits, spans, factors, rests, hits,
):  # fmt: skip  # pragma: no cover
    """Look up the lists of a segment, the weightiest first; return how many there are.

    `rests[i]` becomes the most that the lists from the i-th on add to a score.
    """
    many = 0
    for term in range(len(numbers)):
        key = ((segment << TERM_BITS) | numbers[term]) << FIELD_BITS
        entry = np.searchsorted(keys, key)
        while entry < len(keys) and keys[entry] >> FIELD_BITS == key >> FIELD_BITS:
            field = keys[entry] - key
            factor = idfs[entry] * (field_weights[field] * weights[term])
            if factor > 0:
                place = many
                while place > 0 and factors[place - 1] < factor:
                    spans[place] = spans[place - 1]
                    factors[place] = factors[place - 1]
                    rests[place] = rests[place - 1]
                    hits[place] = hits[place - 1]
                    place -= 1
                spans[place, 0] = starts[entry]
                spans[place, 1] = starts[entry] + counts[entry]
                factors[place] = factor
                rests[place] = factor * tops[entry]
                hits[place] = admits[field]
                many += 1
            entry += 1
    rests[many] = 0.0
    for place in range(many - 1, -1, -1):
        rests[place] += rests[place + 1]
    return many


@njit
def _complete(
    postings, spans, factors, rests, hits, first, many, row, bits, gains, sums, bar
):  # pragma: no cover
    """Add the deferred lists to a row's two sums, while it can still be among the best."""
    for place in range(first, many):
        if sums[0] + sums[1] + rests[place] <= bar:
            break
        cursor = _seek(postings, spans[place, 0], spans[place, 1], row, bits)
        spans[place, 0] = cursor
        if cursor < spans[place, 1]:
            posting = np.uint64(postings[cursor])
            if posting >> np.uint64(bits) == np.uint64(row):
                code = posting & ((np.uint64(1) << np.uint64(bits)) - np.uint64(1))
                sums[0 if hits[place] else 1] += factors[place] * gains[code]


@njit
def _is_worth_it(hit_sums, other_sums, apart, first, last, need):  # pragma: no cover
    """Tell whether any row of a strip has more than is needed; without a branch for each.

    Places that cannot be below 0 let the compiler take several rows at once.
    """
    count = 0
    if apart:
        for place in range(np.uint64(first), np.uint64(last)):
            count += hit_sums[place] + other_sums[place] > need
    else:
        for place in range(np.uint64(first), np.uint64(last)):
            count += hit_sums[place] > need
    return count > 0


@njit
def _look_through(
    postings, spans, factors, rests, hits, added, many, bits, gains,
    hit_sums, other_sums, apart, first, stop, base, best_rows, best_scores, found,
):  # fmt: skip  # pragma: no cover
    """Take the rows of a block that are among the best ones; return how many these are now."""
    sums = np.zeros(2)
    for strip in range(0, stop - first, STRIP):
        until = min(strip + STRIP, stop - first)
        need = best_scores[-1] - rests[added]
        if not _is_worth_it(hit_sums, other_sums, apart, strip, until, need):
            continue
        for place in range(strip, until):
            bar = best_scores[-1]
            sums[0], sums[1] = hit_sums[place], other_sums[place]
            if sums[0] + sums[1] <= bar - rests[added]:
                continue
            row = first + place
            _complete(
                postings, spans, factors, rests, hits, added, many, row, bits, gains, sums, bar
            )
            if sums[0] > 0.0 and sums[0] + sums[1] > bar:
                _insert(best_rows, best_scores, found, base + row, sums[0] + sums[1])
                found = min(found + 1, len(best_rows))
    return found


@njit
def _search_segment(
    postings, spans, factors, rests, hits, many, bits, gains, apart, extra, base, begin, end,
    hit_sums, other_sums, best_rows, best_scores, found,
):  # fmt: skip  # pragma: no cover
    """Search rows `begin` to before `end` of a segment; return how many are found in all."""
    most_extra = extra.max() if len(extra) else 0.0
    for place in range(many):
        spans[place, 0] = _seek(postings, spans[place, 0], spans[place, 1], begin, bits)
    added = many
    for first in range(begin, end, BLOCK):
        while added > 0 and rests[added - 1] <= DEFERRED * best_scores[-1]:
            added -= 1
        if rests[0] + most_extra <= best_scores[-1]:
            break
        stop = min(first + BLOCK, end)
        if len(extra):
            other_sums[: stop - first] = extra[base + first : base + stop]
        for place in range(added):
            spans[place, 0] = _add(
                postings, spans[place, 0], spans[place, 1], stop, bits, factors[place],
                gains, first, hit_sums if hits[place] else other_sums,
            )  # fmt: skip
        found = _look_through(
            postings, spans, factors, rests, hits, added, many, bits, gains,
            hit_sums, other_sums, apart, first, stop, base, best_rows, best_scores, found,
        )  # fmt: skip
        hit_sums[:] = 0.0
        if apart:
            other_sums[:] = 0.0
    return found


@njit(nogil=True)
def _search(
    keys, starts, counts, idfs, tops, postings, gains, gain_starts, numbers, weights,
    field_weights, admits, extra, bits, size, low, high, k,
):  # fmt: skip  # pragma: no cover
    """Search all segments, one after another: what is among the best must beat earlier ones."""
    best_rows, best_scores, found = np.empty(k, np.int64), np.zeros(k), 0
    most = len(numbers) * len(field_weights)
    spans, hits = np.empty((most, 2), np.int64), np.empty(most, np.bool_)
    factors, rests = np.empty(most), np.empty(most + 1)
    apart = len(extra) > 0 or not admits.all()
    hit_sums, other_sums = np.zeros(BLOCK), np.zeros(BLOCK)
    for segment in range(low // size, (high - 1) // size + 1):
        many = _find_lists(
            keys, starts, counts, idfs, tops, segment, numbers, weights,
            field_weights, admits, spans, factors, rests, hits,
        )  # fmt: skip
        base = segment * size
        found = _search_segment(
            postings, spans, factors, rests, hits, many, bits,
            gains[gain_starts[segment] : gain_starts[segment + 1]], apart, extra, base,
            max(low - base, 0), min(high - base, size),
            hit_sums, other_sums, best_rows, best_scores, found,
        )  # fmt: skip
    return best_rows[:found], best_scores[:found]
