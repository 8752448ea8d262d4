"""The scores of a rank_bm25 model, read from an inverted index instead of from every paragraph."""

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from rank_bm25 import BM25Okapi, BM25Plus

from bot.retrieval.index.arrays import CountedField, assemble
from bot.retrieval.index.decoded_search import DecodedSearch
from bot.retrieval.index.inverted import InvertedIndex, Search
from bot.retrieval.index.postings import SEGMENT, Array, Postings, new_vocabulary
from bot.retrieval.index.query_lists import WeightedTerms
from bot.retrieval.index.statistics import Counted, close, idf_by_number

_ONE_FIELD = np.ones(1)


@dataclass(frozen=True, slots=True)
class ModelIndex:
    """A `BM25Okapi` or `BM25Plus` whose scores cost only the postings of the query's words.

    `idf` is by the number of a word; where not `is_positive`, some are 0 or less: with Okapi,
    those of words in half of the paragraphs or more. `BM25L` is not offered: rank_bm25 0.2.2
    multiplies its scores by the term frequency once too often.
    """

    index: InvertedIndex
    idf: Array
    delta: float
    is_positive: bool
    decoded: DecodedSearch | None = None
    """What finds the best, where the index is small enough; else the index does."""

    def searched_by(self, search: Search) -> "ModelIndex":
        """Return the same index, searched in another way."""
        index = InvertedIndex(self.index.arrays, self.index.vocabularies)
        index.search = search
        return replace(self, index=index, decoded=None)

    def scores(self, query: Sequence[str]) -> Array:
        """Return the score of every paragraph: rank_bm25's `get_scores`."""
        scores = np.zeros(self.index.arrays.rows)
        for number, times in self._numbers(query).items():
            scores += self.delta * times * self.idf[number]
            for rows, gains in self.index.scored_rows(number, 0):
                scores[rows] += times * gains
        return scores

    def top_k(self, query: Sequence[str], k: int) -> list[tuple[int, float]]:
        """Return rows and scores of the k best paragraphs that share a word with the query.

        Best first, equal scores in document order.
        """
        found = map(self.index.vocabularies[0].get, query)
        numbers = [number for number in found if number is not None]
        if not numbers:
            return []
        if not self.is_positive and self.idf[numbers].min() <= 0:
            return self._sharing(query, k)
        if self.decoded:
            rows, scores = self.decoded.top_k(numbers, k)
        else:
            terms = WeightedTerms(numbers, [1.0] * len(numbers), _ONE_FIELD)
            rows, scores = self.index.top_k(terms, k)
        of_all = self.delta * sum(map(self.idf.data.__getitem__, numbers)) if self.delta else 0.0
        return [(row, score + of_all) for row, score in zip(rows, scores, strict=True)]

    def _sharing(self, query: Sequence[str], k: int) -> list[tuple[int, float]]:
        """Do the same where a word that is shared may add nothing, or less, to a score."""
        numbers = self._numbers(query)
        shared = [rows for n in numbers for rows, _ in self.index.scored_rows(n, 0)]
        rows = np.unique(np.concatenate(shared))
        scores = self.scores(query)[rows]
        order = (-scores).argsort(kind="stable")[:k]
        return list(zip(rows[order].tolist(), scores[order].tolist(), strict=True))

    def _numbers(self, query: Sequence[str]) -> dict[int, int]:
        get = self.index.vocabularies[0].get
        found = ((get(word), times) for word, times in Counter(query).items())
        return {number: times for number, times in found if number is not None}


def index_of_model(model: BM25Okapi | BM25Plus, *, segment: int = SEGMENT) -> ModelIndex:
    """Index a model of rank_bm25 by its own statistics.

    Raises ValueError where no paragraph has a word.
    """
    postings = Postings(new_vocabulary(count()), segment=segment)
    for row, frequencies in enumerate(model.doc_freqs):
        postings.add(row, [word for word, times in frequencies.items() for _ in range(times)])
    counted, vocabulary = _close(postings)
    idf = {number: model.idf[word] for word, number in vocabulary.items()}
    return _indexed(model, idf, counted, vocabulary, segment)


def index_of_paragraphs(
    paragraphs: Iterable[Sequence[str]],
    kind: type[BM25Okapi] | type[BM25Plus],
    *,
    segment: int = SEGMENT,
    executor: Executor | None = None,
    **parameters: float,
) -> ModelIndex:
    """Index paragraphs by a lean model, without the memory that a whole one takes.

    `kind` is LeanOkapi or LeanPlus, `parameters` are those of rank_bm25's class. Raises ValueError
    where no paragraph has a word: rank_bm25 would divide by zero.
    """
    postings = Postings(new_vocabulary(count()), segment=segment, executor=executor)
    for row, terms in enumerate(paragraphs):
        postings.add(row, terms)
    counted, vocabulary = _close(postings)
    model = kind(counted, **parameters)
    return _indexed(model, model.idf, counted, vocabulary, segment)


def _close(postings: Postings) -> tuple[Counted, dict[str, int]]:
    counted = close(postings)
    if counted is None:
        raise ValueError("no paragraph has a word")
    return counted, dict(postings.vocabulary)


def _indexed(
    model: BM25Okapi | BM25Plus,
    idf: dict[int, float],
    counted: Counted,
    vocabulary: dict[str, int],
    segment: int,
) -> ModelIndex:
    by_number = idf_by_number(idf, len(vocabulary))
    field = CountedField(counted.segments, model, by_number)
    arrays = assemble([field], terms=len(vocabulary), rows=len(counted.lengths), segment=segment)
    return ModelIndex(
        InvertedIndex(arrays, [vocabulary]),
        by_number,
        delta=getattr(model, "delta", 0.0),
        is_positive=bool(by_number.min() > 0),
        decoded=DecodedSearch(arrays) if DecodedSearch.fits(arrays) else None,
    )
