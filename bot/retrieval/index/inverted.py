"""An inverted index of several fields, and how one is made of paragraphs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from itertools import count
from typing import Protocol

import numpy as np

from bot.retrieval.index.arrays import CountedField, IndexArrays, assemble, key_of
from bot.retrieval.index.numpy_search import NumpySearch
from bot.retrieval.index.postings import SEGMENT, Array, Postings, new_vocabulary
from bot.retrieval.index.query_lists import WeightedTerms
from bot.retrieval.index.statistics import Counted, LeanPlus, close, idf_by_number

NOTHING = np.empty(0)


class Vocabulary(Protocol):
    """The numbers of terms."""

    def get(self, term: str, /) -> int | None:
        """Return the number of a term, None where it stands nowhere."""
        ...

    def items(self) -> Iterable[tuple[str, int]]:
        """Return the terms with their numbers."""
        ...

    def __iter__(self) -> Iterator[str]:
        """Yield the terms."""
        ...

    def __len__(self) -> int:
        """Count the terms."""
        ...


class Search(Protocol):
    """Finds the rows with the best scores in an index: see `NumpySearch`."""

    def search(
        self, query: WeightedTerms, extra: Array, k: int, within: range
    ) -> tuple[list[int], list[float]]:
        """Return rows, best first, and their scores."""
        ...

    def sums(self, query: WeightedTerms) -> tuple[Array, Array]:
        """Return two sums for every row."""
        ...


class InvertedIndex:
    """Fields of paragraphs: which have a term, and the sums of BM25 scores over the fields.

    Several fields share one of the `vocabularies`; terms are numbered through all of these.
    """

    def __init__(self, arrays: IndexArrays, vocabularies: Sequence[Vocabulary]) -> None:
        self.arrays = arrays
        self.vocabularies = vocabularies
        self.search: Search = NumpySearch(arrays)

    def top_k(
        self,
        query: WeightedTerms,
        k: int,
        within: range | None = None,
        extra: Array = NOTHING,
    ) -> tuple[list[int], list[float]]:
        """Return the rows with the k best scores (from 1), best first, and the scores.

        Only hits: rows that share a term with a field that admits. `extra` is added to the scores
        of hits, for all rows or for none. Equal scores come in order.
        """
        rows = range(self.arrays.rows) if within is None else within
        return self.search.search(query, extra, k, rows)

    def sums(self, query: WeightedTerms) -> tuple[Array, Array]:
        """Return for every row the score by the fields that admit, and by the others."""
        return self.search.sums(query)

    def scored_rows(self, number: int, field: int) -> Iterator[tuple[Array, Array]]:
        """Yield the rows that have a term in a field, in order, with its scores; in parts."""
        arrays, bits = self.arrays, self.arrays.code_bits
        for segment in range(arrays.segments):
            key = key_of(segment, number, field)
            entry = int(arrays.keys.searchsorted(key))
            if entry < len(arrays.keys) and arrays.keys[entry] == key:
                start = int(arrays.starts[entry])
                postings = arrays.postings[start : start + int(arrays.counts[entry])]
                codes = postings & ((1 << bits) - 1)
                gains = arrays.gains[arrays.gain_starts[segment] + codes.astype(np.int64)]
                rows = (postings >> bits).astype(np.int64) + segment * arrays.segment
                yield rows, arrays.idfs[entry] * gains


def numbered(
    vocabularies: Sequence[Vocabulary], queries: Sequence[Mapping[str, float]]
) -> tuple[list[int], list[float]]:
    """Return the numbers and weights of a query's known terms, given by vocabulary."""
    numbers: list[int] = []
    weights: list[float] = []
    for vocabulary, query in zip(vocabularies, queries, strict=True):
        found = map(vocabulary.get, query)
        for number, weight in zip(found, query.values(), strict=True):
            if number is not None:
                numbers.append(number)
                weights.append(weight)
    return numbers, weights


def new_vocabularies(many: int) -> list[dict[str, int]]:
    """Return vocabularies that number their terms through all of them, as they are first met."""
    numbers = count()
    return [new_vocabulary(numbers) for _ in range(many)]


class IndexBuilder:
    """Counts the fields of paragraphs, one paragraph after another, and makes their index.

    `vocabulary_of` tells for each field which of the vocabularies it uses. The statistics are
    those of rank_bm25's `BM25Plus` with delta 0, for each field of the paragraphs that have it.
    Full segments are counted in the threads of an executor, where there is one.
    """

    def __init__(
        self,
        vocabularies: Sequence[dict[str, int]],
        vocabulary_of: Sequence[int],
        *,
        k1: float,
        b: float,
        segment: int = SEGMENT,
        executor: Executor | None = None,
    ) -> None:
        self._k1, self._b, self._segment = k1, b, segment
        self._vocabularies = vocabularies
        self._fields = [
            Postings(self._vocabularies[number], segment=segment, executor=executor)
            for number in vocabulary_of
        ]

    def add(self, row: int, fields: Sequence[Sequence[str]]) -> None:
        """Count the terms of each field of the paragraph at a row; rows ascend."""
        for postings, terms in zip(self._fields, fields, strict=True):
            if terms:
                postings.add(row, terms)

    def finish(self, rows: int) -> InvertedIndex:
        """Return the index of what was added, for a corpus of `rows` paragraphs."""
        closed = [close(postings) for postings in self._fields]
        terms = sum(map(len, self._vocabularies))  # all are numbered now
        fields = [self._field(counted, terms) if counted else None for counted in closed]
        arrays = assemble(fields, terms=terms, rows=rows, segment=self._segment)
        return InvertedIndex(arrays, self._vocabularies)

    def _field(self, counted: Counted, terms: int) -> CountedField:
        model = LeanPlus(counted, k1=self._k1, b=self._b, delta=0)
        return CountedField(counted.segments, model, idf_by_number(model.idf, terms))
