"""Counts the terms of paragraphs: what rank_bm25 counts, without an object a paragraph."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:  # numpy.typing costs a command in the terminal 20 ms
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[Any]
else:
    Array = np.ndarray

ROW_BITS = 17
SEGMENT = 1 << ROW_BITS
"""Paragraphs that are indexed together."""
SHORT, LONG = 32 - ROW_BITS, 32
"""Bits that the code of a posting can have, in 32 bits and in 64."""
_PART = 1 << 20  # elements: 8 MB at most
_BATCH = 1 << 11
"""Terms that are numbered at one go: other threads wait so long, 1 to 3 ms."""


def new_vocabulary(numbers: Iterator[int]) -> dict[str, int]:
    """Return a mapping that gives each new term the next number."""
    return defaultdict(numbers.__next__)


@dataclass(frozen=True, slots=True)
class CountedSegment:
    """The postings of the terms of one segment, ordered by term, then by row.

    `numbers` are the terms that stand in the segment, `counts` their paragraphs. A posting is the
    row within the segment, then a code of SHORT or LONG bits for the pair of its term frequency
    and its paragraph's length, `frequencies[code]` and `lengths[code]`. Such pairs are few.
    """

    numbers: Array
    counts: Array
    postings: Array
    frequencies: Array
    lengths: Array


class Postings:
    """The terms of one field, counted paragraph by paragraph, in the order of the corpus.

    Several fields may share a vocabulary. A full segment is counted by the executor, if there is
    one, while the next is read: numpy sorts without the interpreter's lock.
    """

    def __init__(
        self,
        vocabulary: dict[str, int],
        *,
        segment: int = SEGMENT,
        executor: Executor | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.segment = segment
        self.lengths = array("i")
        self.tokens = 0
        self._executor = executor
        self._closed: list[CountedSegment | Future[CountedSegment] | None] = []
        self._waiting: list[Sequence[str]] = []
        self._waiting_terms = 0
        self._numbers: list[Array] = []
        self._rows: list[int] = []

    def add(self, row: int, terms: Sequence[str]) -> None:
        """Count the terms of the paragraph at a row; rows ascend, gaps are allowed."""
        segment, place = divmod(row, self.segment)
        while len(self._closed) < segment:
            self._close()
        self._rows.append(place)
        self.lengths.append(len(terms))
        self.tokens += len(terms)
        self._waiting.append(terms)
        self._waiting_terms += len(terms)
        if self._waiting_terms >= _BATCH:
            self._number()

    def segments(self) -> list[CountedSegment | None]:
        """Return the segments in order, None for one without a term; the postings are closed."""
        if self._rows:
            self._close()
        return [one.result() if isinstance(one, Future) else one for one in self._closed]

    def _number(self) -> None:
        """Turn the terms that wait into numbers, so that their strings can be forgotten."""
        numbers = map(self.vocabulary.__getitem__, chain.from_iterable(self._waiting))
        self._numbers.append(np.fromiter(numbers, dtype=np.int32, count=self._waiting_terms))
        self._waiting, self._waiting_terms = [], 0

    def _close(self) -> None:
        self._number()
        numbers = np.concatenate(self._numbers, dtype=np.int64)
        rows = np.array(self._rows, dtype=np.int64)
        lengths = np.array(self.lengths[len(self.lengths) - len(rows) :], dtype=np.int64)
        self._numbers, self._rows = [], []
        if not len(numbers):
            self._closed.append(None)
        elif self._executor is None:
            self._closed.append(count_segment(numbers, rows, lengths))
        else:
            self._closed.append(self._executor.submit(count_segment, numbers, rows, lengths))


def count_segment(numbers: Array, rows: Array, lengths: Array) -> CountedSegment:
    """Count the terms of the paragraphs at some rows, `lengths` of them for each in turn.

    The numbers of the terms are used up.
    """
    keys = np.left_shift(numbers, ROW_BITS, out=numbers)
    np.bitwise_or(keys, np.repeat(rows.astype(np.int32), lengths), out=keys)
    keys.sort()
    firsts = _changes(keys)
    frequencies = _gaps(firsts, len(keys))
    keys = keys[firsts]
    places = keys.astype(np.int32) & (SEGMENT - 1)
    keys >>= ROW_BITS
    firsts = _changes(keys)
    length_of = np.zeros(rows[-1] + 1, dtype=np.int32)
    length_of[rows] = lengths
    codes, frequency_of, length_of = _encoded(frequencies, _taken(length_of, places))
    return CountedSegment(
        numbers=keys[firsts].astype(np.int32),
        counts=_gaps(firsts, len(keys)),
        postings=_packed(places, codes, len(frequency_of)),
        frequencies=frequency_of,
        lengths=length_of,
    )


def _packed(places: Array, codes: Array, different: int) -> Array:
    if different <= 1 << SHORT:
        return places.astype(np.uint32) << np.uint32(SHORT) | codes.astype(np.uint32)
    return places.astype(np.uint64) << np.uint64(LONG) | codes.astype(np.uint64)


def bits_of_codes(postings: Array) -> int:
    """Return how many bits of a counted segment's postings are their codes."""
    return LONG if postings.dtype == np.uint64 else SHORT


def _encoded(frequencies: Array, lengths: Array) -> tuple[Array, Array, Array]:
    """Number the different pairs of a frequency and a length; return codes, and both by code.

    Of n tokens at most the square root of 2 n have different frequencies, or lengths: the table
    of pairs has no more than 2 n places.
    """
    frequency_of, frequencies = _ranked(frequencies)
    length_of, lengths = _ranked(lengths)
    pair_of, codes = _ranked(lengths * len(frequency_of) + frequencies)
    lengths, frequencies = np.divmod(pair_of, len(frequency_of))
    return codes, frequency_of[frequencies], length_of[lengths]


def _ranked(values: Array) -> tuple[Array, Array]:
    """Return the different values in order, and the rank of each; values are small and >= 0."""
    found = np.zeros(int(values.max()) + 1, dtype=np.bool_)
    for part in _parts(values):
        found[part] = True
    different = np.flatnonzero(found)
    ranks = np.zeros(len(found), dtype=np.int32)
    ranks[different] = np.arange(len(different))
    return different, _taken(ranks, values)


def _taken(table: Array, places: Array) -> Array:
    """Return what stands in a table at many places."""
    return np.concatenate([table[part] for part in _parts(places)])


def _parts(values: Array) -> list[Array]:
    """Return an array in parts.

    numpy makes copies of 64 bits; the C library asks the system for such as have 32 MB or more each
    time, and new pages cost more than what is done with them.
    """
    return np.array_split(values, 1 + len(values) // _PART)


def _changes(values: Array) -> Array:
    """Return the places at which a sorted array goes on to another value; 0 is the first."""
    changes = _parts(np.concatenate([[True], values[1:] != values[:-1]]))
    firsts = np.cumsum([0, *map(len, changes[:-1])])
    places = [np.flatnonzero(part) + first for part, first in zip(changes, firsts, strict=True)]
    return np.concatenate(places, dtype=np.int32, casting="unsafe")


def _gaps(places: Array, end: int) -> Array:
    """Return how far it is from each place to the next one, from the last to the end."""
    gaps = np.empty_like(places)
    np.subtract(places[1:], places[:-1], out=gaps[:-1])
    gaps[-1] = end - places[-1]
    return gaps
