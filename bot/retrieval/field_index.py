"""All fields of one language in inverted indexes: what one question costs is one pass over them."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from itertools import count
from typing import TypeAlias

import numpy as np

from bot.retrieval.analyzer import Analyzer
from bot.retrieval.fields import (
    FIELDS,
    FieldSpec,
    Source,
    Unit,
    indexed_lines,
    indexed_terms,
    stretches,
)
from bot.retrieval.index.inverted import IndexBuilder, InvertedIndex, new_vocabularies
from bot.retrieval.index.merged import MergedField, MergedPostings
from bot.retrieval.index.postings import SEGMENT, Array
from bot.retrieval.index.query_lists import WeightedTerms
from bot.retrieval.merged_index import MergedIndex
from bot.retrieval.parameters import RankingParameters
from bot.retrieval.ranked_fields import FORMS, Queries, RankedField, RankedFields, UnitMembers
from bot.retrieval.variety import variety

_REMEMBERED = 10_000
"""Texts whose terms are kept while the fields are made: the same texts stand in several."""

Progress: TypeAlias = Callable[[Sequence[Source], str], Iterable[Source]]
"""Passes paragraphs on, and shows how far they are; the text says what is made of them."""


def without_progress(sources: Sequence[Source], _: str) -> Iterable[Source]:
    """Pass paragraphs on."""
    return sources


class FieldIndex(RankedFields):
    """The fields of all paragraphs, and of units that are not paragraphs (`Unit`).

    Both indexes number terms alike.
    """

    def __init__(
        self,
        fields: Sequence[RankedField],
        paragraphs: InvertedIndex,
        units: InvertedIndex,
        members: UnitMembers,
        variety: Array,
    ) -> None:
        found = [field for field in fields if _has_terms(field, paragraphs, units)]
        masks = paragraphs.arrays.masks
        super().__init__(found, members, paragraphs.vocabularies, masks, variety)
        of_paragraphs = [field for field in fields if field.spec.unit is Unit.PARAGRAPH]
        of_units = [field for field in fields if field.spec.unit is not Unit.PARAGRAPH]
        self.paragraphs, self.units = paragraphs, units
        self._weights = np.array([field.weight for field in of_paragraphs])
        self._admits = np.array([field.spec.admits for field in of_paragraphs], dtype=np.bool_)
        self._unit_weights = np.array([field.weight for field in of_units])

    def merged(self) -> MergedIndex:
        """Return the same index with merged postings, for a small corpus."""
        rows, units = self.rows, self.units.arrays
        of_rows = zip(self._weights.tolist(), self._admits.tolist(), strict=True)
        fields = [MergedField(weight, 0 if admits else rows) for weight, admits in of_rows]
        unit_fields = [MergedField(weight, 2 * rows) for weight in self._unit_weights.tolist()]
        postings = MergedPostings(
            [(self.paragraphs.arrays, fields), (units, unit_fields)],
            terms=len(units.masks),
            sums=2 * rows + units.rows,
        )
        return MergedIndex(self, self.paragraphs.arrays.masks, postings, len(fields))

    def rows_with(self, stem: str, mask: int) -> Array:
        """Return the paragraphs that have a stem in one of some fields, in order."""
        found = self.fields_with(stem) & mask
        number = self.vocabularies[0].get(stem)
        parts = [
            rows
            for field in range(found.bit_length())
            if found >> field & 1 and number is not None
            for rows, _ in self.paragraphs.scored_rows(number, field)
        ]
        return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)

    def top_k(
        self, queries: Queries, k: int, within: range, information: float = 0.0
    ) -> tuple[list[int], list[float]]:
        """Return the rows of the k best hits within a range, best first, and their scores."""
        terms = self.numbered(queries)
        query = WeightedTerms(*terms, self._weights, self._admits)
        extra = self._of_units(terms, self._unit_weights) + self.varied(information)
        return self.paragraphs.top_k(query, k, within, extra)

    def sums(self, queries: Queries, information: float = 0.0) -> tuple[Array, Array]:
        """Return for every paragraph the sum of fields that make a hit, and of all else."""
        terms = self.numbered(queries)
        hits, others = self.paragraphs.sums(WeightedTerms(*terms, self._weights, self._admits))
        return hits, others + (self._of_units(terms, self._unit_weights) + self.varied(information))

    def contribution(self, field: RankedField, queries: Queries) -> Array:
        """Return what one field adds to the score of every paragraph."""
        terms = self.numbered(queries)
        if field.spec.unit is not Unit.PARAGRAPH:
            return self._of_units(terms, _only(field, self._unit_weights))
        query = WeightedTerms(*terms, _only(field, self._weights), self._admits)
        return np.add(*self.paragraphs.sums(query))

    def _of_units(self, terms: tuple[list[int], list[float]], weights: Array) -> Array:
        """Return what the fields of units add to every paragraph."""
        scores, _ = self.units.sums(WeightedTerms(*terms, weights))
        return self.by_paragraph(scores)


def _has_terms(field: RankedField, paragraphs: InvertedIndex, units: InvertedIndex) -> bool:
    index = paragraphs if field.spec.unit is Unit.PARAGRAPH else units
    return bool(np.bitwise_or.reduce(index.arrays.masks) >> field.number & 1)


def _only(field: RankedField, weights: Array) -> Array:
    chosen = np.zeros(len(weights))
    chosen[field.number] = field.weight
    return chosen


def ranked_fields(parameters: RankingParameters) -> list[RankedField]:
    """Return the fields that have a weight, those of paragraphs and those of units numbered."""
    numbers = {True: count(), False: count()}
    weights = ((spec, float(getattr(parameters.weights, spec.name))) for spec in FIELDS)
    return [
        RankedField(spec, weight, next(numbers[spec.unit is Unit.PARAGRAPH]))
        for spec, weight in weights
        if weight
    ]


def build_field_index(
    sources: Sequence[Source],
    analyzer: Analyzer,
    parameters: RankingParameters,
    progress: Progress = without_progress,
) -> FieldIndex:
    """Analyse and index all fields that have a weight; with a second thread where there is much."""
    ranked = ranked_fields(parameters)
    of_paragraphs = [field.spec for field in ranked if field.spec.unit is Unit.PARAGRAPH]
    of_units = [field.spec for field in ranked if field.spec.unit is not Unit.PARAGRAPH]
    with ThreadPoolExecutor(1) as executor:
        make = partial(
            IndexBuilder,
            new_vocabularies(len(FORMS)),
            k1=parameters.bm25.k1,
            b=parameters.bm25.b,
            executor=executor if len(sources) > SEGMENT else None,
        )
        paragraphs, units = (
            make([FORMS.index(spec.form) for spec in kind]) for kind in (of_paragraphs, of_units)
        )
        varied = array("d")
        stems = lru_cache(_REMEMBERED)(analyzer.terms)
        for source in progress(sources, analyzer.language):
            paragraphs.add(
                source.row, [indexed_terms(spec, source, stems) for spec in of_paragraphs]
            )
            varied.append(variety(stems(source.paragraph.text)) if source.is_home else 0.0)
        members = _add_units(units, of_units, sources, stems)
        size = 1 + int(members.units.max(initial=-1))
        varieties = parameters.weights.variety * np.array(varied)
        return FieldIndex(
            ranked, paragraphs.finish(len(sources)), units.finish(size), members, varieties
        )


def _add_units(
    builder: IndexBuilder,
    specs: Sequence[FieldSpec],
    sources: Sequence[Source],
    stems: Callable[[str], list[str]],
) -> UnitMembers:
    """Index the units of some fields, one field after another; return whose they are."""
    units, places = [], []
    unit = 0
    for number, spec in enumerate(specs):
        for rows, terms in _units(spec, sources, stems):
            builder.add(unit, [terms if place == number else () for place in range(len(specs))])
            units += [unit] * len(rows)
            places += [number * len(sources) + row for row in rows]
            unit += 1
    return UnitMembers(np.array(units, dtype=np.int64), np.array(places, dtype=np.int64))


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
            terms = [term for source in stretch for term in indexed_terms(spec, source, stems)]
            yield [source.row for source in stretch], terms
