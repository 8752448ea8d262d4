"""The postings of a small corpus, those of all its fields merged: one pass adds a question up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.retrieval.index.arrays import FIELD_BITS, IndexArrays
from bot.retrieval.index.postings import Array


@dataclass(frozen=True, slots=True)
class MergedField:
    """The weight of a field, and the sum to which its row 0 adds; row r adds to the r-th after."""

    weight: float
    first_sum: int


class MergedPostings:
    """What each term adds to some sums, the weights of fields and the idfs multiplied in.

    The term of number t has the postings from `starts[t]` to before `starts[t + 1]`: the place of
    a sum, what is added there if the term's weight is 1, and the field that it comes from, fields
    being numbered through all parts. Indexes that are merged number terms alike, and have one
    segment.
    """

    def __init__(
        self, parts: Iterable[tuple[IndexArrays, Iterable[MergedField]]], *, terms: int, sums: int
    ) -> None:
        found, before = [], 0
        for arrays, fields in parts:
            of_part = list(fields)
            found.append(_postings(arrays, of_part, before))
            before += len(of_part)
        numbers, places, gains, of_fields = map(np.concatenate, zip(*found, strict=True))
        order = numbers.argsort(kind="stable")
        self._size = sums
        self._gains = gains[order]
        self._places = places[order].astype(np.min_scalar_type(sums))
        self._fields = of_fields[order].astype(np.uint8)
        self._starts = np.zeros(terms + 1, dtype=np.int32)
        self._starts[1:] = np.bincount(numbers, minlength=terms).cumsum()

    def of_term(self, number: int) -> tuple[Array, Array]:
        """Return the places of the sums to which a term adds, and the field of each."""
        chosen = slice(self._starts[number], self._starts[number + 1])
        return self._places[chosen], self._fields[chosen]

    def sums(
        self, numbers: Sequence[int], weights: Sequence[float], field: int | None = None
    ) -> Array:
        """Return all sums for the terms of some numbers, each with its weight; by one field only,
        where it is named."""
        terms = np.array(numbers, dtype=np.intp)
        starts = self._starts[terms]
        many = self._starts[terms + 1] - starts
        ends = many.cumsum()
        chosen = (starts - ends + many).repeat(many)
        chosen += np.arange(len(chosen))
        gains = self._gains[chosen] * np.repeat(weights, many)
        if field is not None:
            gains *= self._fields[chosen] == field
        return np.bincount(self._places[chosen], gains, self._size)


def _postings(
    arrays: IndexArrays, fields: list[MergedField], before: int
) -> tuple[Array, Array, Array, Array]:
    """Return of every posting the number of the term, the place of the sum, the gain, the field."""
    many = arrays.counts.astype(np.int64)
    within = np.arange(many.sum()) - (many.cumsum() - many).repeat(many)
    postings = arrays.postings[arrays.starts.astype(np.int64).repeat(many) + within]
    codes = (postings & ((1 << arrays.code_bits) - 1)).astype(np.int64)
    field = arrays.keys & ((1 << FIELD_BITS) - 1)
    weights = np.array([one.weight for one in fields])
    first_sums = np.array([one.first_sum for one in fields], dtype=np.int64)
    return (
        (arrays.keys >> FIELD_BITS).repeat(many),
        first_sums[field].repeat(many) + (postings >> arrays.code_bits).astype(np.int64),
        (arrays.idfs * weights[field]).repeat(many) * arrays.gains[codes],
        (before + field).repeat(many),
    )
