"""All fields of one language in inverted indexes: what one question costs is one pass over them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from typing import TypeAlias

import numpy as np

from bot.retrieval.analyzer import Analyzer
from bot.retrieval.fields import FIELDS, FieldSpec, Form, Source, Unit, indexed_lines, stretches
from bot.retrieval.index.inverted import IndexBuilder, InvertedIndex, new_vocabularies
from bot.retrieval.index.postings import SEGMENT, Array
from bot.retrieval.parameters import RankingParameters

FORMS = tuple(Form)
_REMEMBERED = 10_000
"""Texts whose terms are kept while the fields are made: the same texts stand in several."""

Queries: TypeAlias = Mapping[Form, Mapping[str, float]]
Progress: TypeAlias = Callable[[Sequence[Source], str], Iterable[Source]]
"""Passes paragraphs on, and shows how far they are; the text says what is made of them."""


def without_progress(sources: Sequence[Source], _: str) -> Iterable[Source]:
    """Pass paragraphs on."""
    return sources


@dataclass(frozen=True, slots=True)
class RankedField:
    """A field with its weight in the sum, and its number in the index of its kind of unit."""

    spec: FieldSpec
    weight: float
    number: int


@dataclass(frozen=True, slots=True)
class UnitMembers:
    """To which paragraphs units belong, for each field of units one after another.

    `units` are rows of the index of units, grouped by field and paragraph: a group begins at each
    of `starts`, and belongs to the paragraph in `rows`.
    """

    units: Array
    starts: Array
    rows: Array


class FieldIndex:
    """The fields of all paragraphs, and of units that are not paragraphs (`Unit`).

    Of a field of units, a paragraph gets the highest score of the units that it belongs to. Both
    indexes number terms alike, each form having its own vocabulary.
    """

    def __init__(
        self,
        fields: Sequence[RankedField],
        paragraphs: InvertedIndex,
        units: InvertedIndex,
        members: UnitMembers,
    ) -> None:
        of_paragraphs = [field for field in fields if field.spec.unit is Unit.PARAGRAPH]
        of_units = [field for field in fields if field.spec.unit is not Unit.PARAGRAPH]
        self.fields = tuple(fields)
        self.paragraphs, self.units, self.members = paragraphs, units, members
        self._weights = np.array([field.weight for field in of_paragraphs])
        self._admits = np.array([field.spec.admits for field in of_paragraphs], dtype=np.bool_)
        self._unit_weights = np.array([field.weight for field in of_units])
        self._all_admit = np.ones(len(of_units), dtype=np.bool_)

    def has_stem(self, stem: str) -> bool:
        """Tell whether a stem stands in any field, of paragraphs or of other units."""
        return self.paragraphs.vocabularies[0].get(stem) is not None

    def fields_with(self, stem: str) -> int:
        """Return a bit for each field of paragraphs that has a stem, by the field's number."""
        return self.paragraphs.fields_with(0, stem)

    def mask(self, *names: str) -> int:
        """Return the bits of some fields of paragraphs, by their names."""
        return sum(1 << field.number for field in self.fields if field.spec.name in names)

    def rows_with(self, stem: str, mask: int) -> Array:
        """Return the paragraphs that have a stem in one of some fields, in order."""
        found = self.fields_with(stem) & mask
        number = self.paragraphs.vocabularies[0].get(stem)
        parts = [
            rows
            for field in range(found.bit_length())
            if found >> field & 1 and number is not None
            for rows, _ in self.paragraphs.scored_rows(number, field)
        ]
        return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)

    def top_k(self, queries: Queries, k: int, within: range) -> tuple[Array, Array]:
        """Return the rows of the k best hits within a range, best first, and their scores."""
        query = self.paragraphs.weighted(_by_form(queries), self._weights, self._admits)
        return self.paragraphs.top_k(query, k, within, extra=self._of_units(queries))

    def sums(self, queries: Queries) -> tuple[Array, Array]:
        """Return for every paragraph the sum of fields that make a hit, and of the others."""
        query = self.paragraphs.weighted(_by_form(queries), self._weights, self._admits)
        hits, others = self.paragraphs.sums(query)
        extra = self._of_units(queries)
        return hits, others + extra if len(extra) else others

    def contribution(self, field: RankedField, queries: Queries) -> Array:
        """Return what one field adds to the score of every paragraph."""
        only = np.zeros(len(self._weights)), np.zeros(len(self._unit_weights))
        if field.spec.unit is Unit.PARAGRAPH:
            only[0][field.number] = field.weight
            query = self.paragraphs.weighted(_by_form(queries), only[0], self._admits)
            return np.add(*self.paragraphs.sums(query))
        only[1][field.number] = field.weight
        return self._of_units(queries, only[1])

    def _of_units(self, queries: Queries, weights: Array | None = None) -> Array:
        """Return what the fields of units add to every paragraph; empty where there are none."""
        members = self.members
        if not len(members.starts):
            return np.empty(0)
        weights = self._unit_weights if weights is None else weights
        query = self.units.weighted(_by_form(queries), weights, self._all_admit)
        scores, _ = self.units.sums(query)
        best = np.maximum.reduceat(scores[members.units], members.starts)
        return np.bincount(members.rows, best, self.paragraphs.arrays.rows)


def _by_form(queries: Queries) -> list[Mapping[str, float]]:
    return [queries[form] for form in FORMS]


def build_field_index(
    sources: Sequence[Source],
    analyzer: Analyzer,
    parameters: RankingParameters,
    progress: Progress = without_progress,
) -> FieldIndex:
    """Analyse and index all fields that have a weight; with a second thread where there is much."""
    weighted = [(spec, float(getattr(parameters.weights, spec.name))) for spec in FIELDS]
    of_paragraphs = [one for one in weighted if one[1] and one[0].unit is Unit.PARAGRAPH]
    of_units = [one for one in weighted if one[1] and one[0].unit is not Unit.PARAGRAPH]
    with ThreadPoolExecutor(1) as executor:
        make = partial(
            IndexBuilder,
            new_vocabularies(len(FORMS)),
            k1=parameters.bm25.k1,
            b=parameters.bm25.b,
            executor=executor if len(sources) > SEGMENT else None,
        )
        paragraphs, units = (
            make([FORMS.index(spec.form) for spec, _ in kind]) for kind in (of_paragraphs, of_units)
        )
        stems = lru_cache(_REMEMBERED)(analyzer.terms)
        for source in progress(sources, analyzer.language):
            terms = [_terms(spec, source, stems) for spec, _ in of_paragraphs]
            paragraphs.add(source.row, terms)
        members = _add_units(units, [spec for spec, _ in of_units], sources, stems)
        ranked = [
            RankedField(spec, weight, number)
            for kind in (of_paragraphs, of_units)
            for number, (spec, weight) in enumerate(kind)
        ]
        size = 1 + int(members.units.max(initial=-1))
        return FieldIndex(ranked, paragraphs.finish(len(sources)), units.finish(size), members)


def _terms(spec: FieldSpec, source: Source, stems: Callable[[str], list[str]]) -> list[str]:
    return [term for line in indexed_lines(spec, source, stems) for term in line]


def _add_units(
    builder: IndexBuilder,
    specs: Sequence[FieldSpec],
    sources: Sequence[Source],
    stems: Callable[[str], list[str]],
) -> UnitMembers:
    """Index the units of some fields, one field after another; return whose they are."""
    groups: dict[tuple[int, int], list[int]] = {}
    unit = 0
    for number, spec in enumerate(specs):
        for rows, terms in _units(spec, sources, stems):
            builder.add(unit, [terms if place == number else () for place in range(len(specs))])
            for row in rows:
                groups.setdefault((number, row), []).append(unit)
            unit += 1
    sizes = [len(members) for members in groups.values()]
    return UnitMembers(
        units=np.fromiter(chain.from_iterable(groups.values()), dtype=np.int32),
        starts=np.cumsum([0, *sizes], dtype=np.int32)[:-1],
        rows=np.array([row for _, row in groups], dtype=np.int32),
    )


def _units(
    spec: FieldSpec, sources: Sequence[Source], stems: Callable[[str], list[str]]
) -> Iterator[tuple[list[int], list[str]]]:
    """Yield the units of a field: the rows of the paragraphs that it belongs to, and its terms."""
    if spec.unit is Unit.LINE:
        for source in sources:
            for line in indexed_lines(spec, source, stems):
                yield [source.row], line
    else:
        for stretch in stretches(sources):
            terms = [term for source in stretch for term in _terms(spec, source, stems)]
            yield [source.row for source in stretch], terms
