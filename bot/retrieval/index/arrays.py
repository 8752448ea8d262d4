"""The arrays of an inverted index: all fields and segments together, made from their postings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np

from bot.retrieval.index.postings import LONG, Array, CountedSegment, bits_of_codes

FIELD_BITS = 5
TERM_BITS = 40


@dataclass(frozen=True, slots=True)
class IndexArrays:
    """An inverted index; its arrays are read-only, so that they may lie in a mapped file.

    An *entry* is a term in a field in a segment; `keys` are the sorted keys of all (`key_of`).
    Entry e has `counts[e]` postings from `starts[e]` on, ordered by row: the row within the
    segment, then a code of `code_bits`. A paragraph scores `idfs[e] * gains[first + code]`, at
    most `idfs[e] * tops[e]`, `first` being its segment's in `gain_starts`. `masks` has a bit for
    each field that a term stands in, by the number of the term. A segment has `segment` rows. In
    a plain index, entry e is that of the term of number e, in the only field and segment.
    """

    keys: Array
    starts: Array
    counts: Array
    idfs: Array
    tops: Array
    postings: Array
    gains: Array
    gain_starts: Array
    masks: Array
    rows: int
    segment: int
    code_bits: int
    is_plain: bool

    def __post_init__(self) -> None:
        for array in self.named().values():
            array.setflags(write=False)

    def named(self) -> dict[str, Array]:
        """Return the arrays by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}

    @property
    def segments(self) -> int:
        """How many segments there are."""
        return len(self.gain_starts) - 1


def key_of(segment: int, number: int, field: int = 0) -> int:
    """Return the key of the entry of a term, by its number, in a field in a segment."""
    return (segment << TERM_BITS | number) << FIELD_BITS | field


class Model(Protocol):
    """What an index takes from a model of rank_bm25, beside the idf."""

    k1: float
    b: float
    avgdl: float


@dataclass(frozen=True, slots=True)
class CountedField:
    """A field as it was counted, rank_bm25's model of it, and the idf by a term's number."""

    segments: list[CountedSegment | None]
    model: Model
    idf: Array

    def gains(self, segment: CountedSegment) -> Array:
        """Return what a word of idf 1 adds to a score, for each code of a segment."""
        model, frequencies = self.model, segment.frequencies
        norms = model.k1 * (1 - model.b + model.b * segment.lengths / model.avgdl)
        gains: Array = frequencies * (model.k1 + 1) / (norms + frequencies)
        return gains


@dataclass(frozen=True, slots=True)
class _Piece:
    """A field in a segment; `first_code` is where its gains begin among the segment's."""

    segment: int
    number: int
    field: CountedField
    counted: CountedSegment
    first_code: int


def assemble(
    counted: Sequence[CountedField | None], *, terms: int, rows: int, segment: int
) -> IndexArrays:
    """Put fields together; a field's number is its place in the sequence.

    One without a term is None. `terms` is the size of the vocabulary, `rows` that of the corpus,
    `segment` that of a segment. The fields' segments are dropped as they are taken over, so that
    memory holds postings once.
    """
    segments = -(-rows // segment)
    codes = _codes(counted, segments)
    bits = _bits_beside_row(min(rows, segment))
    is_short = max(codes, default=0) <= 1 << bits
    bits = bits if is_short else LONG
    postings = np.empty(_size(counted), dtype=np.uint32 if is_short else np.uint64)
    masks = np.zeros(terms, dtype=np.uint32)
    columns: list[tuple[Array, ...]] = []
    end = 0
    for piece in _pieces(counted, segments):
        start, end = end, end + len(piece.counted.postings)
        _copy_postings(piece, postings[start:end], bits)
        masks[piece.counted.numbers] |= np.uint32(1 << piece.number)
        columns.append(_columns(piece))
    keys, counts, idfs, tops, gains = _joined(columns)
    starts = np.cumsum(counts, dtype=np.int64) - counts
    starts = starts.astype(np.uint32 if end < 1 << LONG else np.int64)
    order = keys.argsort(kind="stable")
    return IndexArrays(
        keys=keys[order],
        starts=starts[order],
        counts=counts[order],
        idfs=idfs[order],
        tops=tops[order],
        postings=postings,
        gains=gains,
        gain_starts=np.concatenate([[0], np.cumsum(codes)]).astype(np.int64),
        masks=masks,
        rows=rows,
        segment=segment,
        code_bits=bits,
        is_plain=segments == len(counted) == 1 and len(keys) == terms,
    )


def _codes(counted: Sequence[CountedField | None], segments: int) -> list[int]:
    """Return how many codes each segment has, over all fields."""
    codes = [0] * segments
    for field in filter(None, counted):
        for number, segment in enumerate(field.segments):
            codes[number] += len(segment.lengths) if segment else 0
    return codes


def _size(counted: Sequence[CountedField | None]) -> int:
    return sum(
        len(one.postings) for field in filter(None, counted) for one in field.segments if one
    )


def _pieces(counted: Sequence[CountedField | None], segments: int) -> Iterator[_Piece]:
    for number in range(segments):
        first_code = 0
        for place, field in enumerate(counted):
            segment = field.segments[number] if field and number < len(field.segments) else None
            if field and segment:
                field.segments[number] = None
                yield _Piece(number, place, field, segment, first_code)
                first_code += len(segment.lengths)


def _bits_beside_row(rows: int) -> int:
    """Return the bits that 32 leave for a code beside one of so many rows."""
    return 32 - max(1, (rows - 1).bit_length())


def _copy_postings(piece: _Piece, postings: Array, bits: int) -> None:
    found, kind = piece.counted.postings, postings.dtype.type
    before = bits_of_codes(found)
    if before != bits:
        rows, codes = (found >> before).astype(kind), (found & ((1 << before) - 1)).astype(kind)
        found = rows << kind(bits) | codes
    np.add(found, kind(piece.first_code), out=postings)


def _columns(piece: _Piece) -> tuple[Array, ...]:
    """Return keys, counts, idfs and tops of the entries of a piece, and its gains."""
    counted = piece.counted
    gains = piece.field.gains(counted)
    mask = (1 << bits_of_codes(counted.postings)) - 1
    codes = counted.postings & counted.postings.dtype.type(mask)
    firsts = np.cumsum(counted.counts) - counted.counts
    tops = np.maximum.reduceat(gains[codes], firsts)
    return (
        key_of(piece.segment, 0, piece.number) + (counted.numbers.astype(np.int64) << FIELD_BITS),
        counted.counts,
        piece.field.idf[counted.numbers],
        np.nextafter(tops.astype(np.float32), np.float32(np.inf)),  # never too low
        gains,
    )


def _joined(columns: Sequence[tuple[Array, ...]]) -> list[Array]:
    kinds = (np.int64, np.int32, np.float64, np.float32, np.float64)
    empty = tuple(np.empty(0, dtype=kind) for kind in kinds)
    return [np.concatenate(column) for column in zip(empty, *columns, strict=True)]
