"""The fields that have a weight, and what they know of terms, however their postings are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bot.retrieval.fields import FieldSpec, Form
from bot.retrieval.index.inverted import Vocabulary, numbered
from bot.retrieval.index.postings import Array

FORMS = tuple(Form)

Queries: TypeAlias = Mapping[Form, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class RankedField:
    """A field with its weight in the sum, and its number in the index of its kind of unit."""

    spec: FieldSpec
    weight: float
    number: int


@dataclass(frozen=True, slots=True)
class UnitMembers:
    """To which paragraphs units belong: pairs of a unit and a place.

    A unit is a row of the index of units; the place of row r for field n of units is n times the
    number of paragraphs, and r.
    """

    units: Array
    places: Array


class RankedFields:
    """The fields of a corpus in one language, and the terms that stand in them.

    Each form has its own of the `vocabularies`; terms are numbered through all of these. `masks`
    has a bit for each field of paragraphs that a term stands in, by the number of the term. Of a
    field of units, a paragraph gets the highest score of the units that it belongs to. `variety` is
    what each paragraph that is a hit gains for a unit of the query's information, which is the sum
    of its words' idfs.
    """

    def __init__(
        self,
        fields: Sequence[RankedField],
        members: UnitMembers,
        vocabularies: Sequence[Vocabulary],
        masks: Array,
        variety: Array,
    ) -> None:
        self.fields = tuple(fields)
        self.members = members
        self.vocabularies = vocabularies
        self.variety = variety
        self.rows = len(variety)
        self._mask_of = masks.data  # an item of it is had in less time than an array's
        self._unit_fields = 1 + int(members.places.max(initial=-1)) // max(1, self.rows)

    def has_stem(self, stem: str) -> bool:
        """Tell whether a stem stands in any field, of paragraphs or of other units."""
        return self.vocabularies[0].get(stem) is not None

    def fields_with(self, stem: str) -> int:
        """Return a bit for each field of paragraphs that has a stem, by the field's number."""
        number = self.vocabularies[0].get(stem)
        return 0 if number is None else int(self._mask_of[number])

    def mask(self, *names: str) -> int:
        """Return the bits of some fields of paragraphs, by their names."""
        return sum(1 << field.number for field in self.fields if field.spec.name in names)

    def numbered(self, queries: Queries) -> tuple[list[int], list[float]]:
        """Return the numbers and weights of a query's known terms."""
        return numbered(self.vocabularies, [queries[form] for form in FORMS])

    def varied(self, information: float) -> Array:
        """Return what the variety of its text adds to each paragraph that is a hit."""
        added: Array = self.variety * information
        return added

    def by_paragraph(self, scores: Array) -> Array:
        """Return for each paragraph the score of its best unit, summed over the fields of units."""
        best = np.zeros((self._unit_fields, self.rows))
        np.maximum.at(best.reshape(-1), self.members.places, scores[self.members.units])
        total: Array = best.sum(axis=0)
        return total


def scores_of_hits(hits: Array, others: Array) -> Array:
    """Return the scores of paragraphs: the whole sum of those that are hits, else 0."""
    return np.where(hits > 0, hits + others, 0.0)
