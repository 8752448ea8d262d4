"""The retriever: languages, scores of all fields, evidence, and the ranking that comes of them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter

import numpy as np

from bot.domain.documents import Corpus, Span
from bot.domain.search import Hit, Query, Ranking
from bot.retrieval.analyzer import Token
from bot.retrieval.evidence import Evidence, gather_evidence
from bot.retrieval.field_index import Progress, without_progress
from bot.retrieval.index.numpy_search import best
from bot.retrieval.index_store import IndexStore
from bot.retrieval.languages import function_words, likely_languages, script_language
from bot.retrieval.parameters import RankingParameters
from bot.retrieval.searcher import AnalysedQuery, LanguageSearcher

AT_LEAST = 2
"""Paragraphs that are ranked even where fewer are wanted: the second speaks for the first, too."""
KNOWN_ENOUGH = 0.5
"""The share of known words from which a question is taken to be in the documents' language."""
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:['’-][A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A ranking and how it came about: the query as each language reads it, and the evidence.

    `rows` are the places of the hits in the corpus.
    """

    ranking: Ranking
    readings: tuple[AnalysedQuery, ...]
    evidence: Evidence | None
    rows: tuple[int, ...]


class Bm25Retriever:
    """Ranks paragraphs by the weighted sum of their fields' BM25 scores.

    A language is indexed when a question first needs it; `warm` does it for all beforehand. A new
    one can be made in a thread beside one that answers: they share nothing that changes.
    """

    def __init__(
        self,
        corpus: Corpus,
        parameters: RankingParameters | None = None,
        *,
        store: IndexStore | None = None,
        progress: Progress = without_progress,
    ) -> None:
        self._corpus = corpus
        self._parameters = parameters or RankingParameters()
        self._store, self._progress = store or IndexStore(), progress
        self._rows_of = _rows_of_documents(corpus)
        homes = [document.language.split("-")[0].lower() for document in corpus.documents]
        self._homes = list(dict.fromkeys(homes))
        self._languages = list(dict.fromkeys([*homes, *(e.language for e in corpus.index)]))
        self._searchers: dict[str, LanguageSearcher] = {}

    def warm(self) -> None:
        """Index every language now, with all that a first question would wait for."""
        for language in self._languages:
            self._searcher(language).warm()

    def retrieve(self, query: Query) -> Ranking:
        """Rank the paragraphs that share a word with the query; at most `query.limit` of them."""
        return self.explain(query).ranking

    def explain(self, query: Query) -> Explanation:
        """Rank paragraphs, and tell how it came about."""
        readings = self._readings(query.text)
        rows, scores = self._best(readings, query, max(query.limit, AT_LEAST))
        found = self._strongest(readings, rows[0], scores[:AT_LEAST]) if rows else None
        rows, scores = rows[: query.limit], scores[: query.limit]
        confidence, reading, evidence = found or (0.0, None, None)
        ranking = Ranking(
            hits=self._hits(rows, scores, readings, query.marked),
            confidence=confidence,
            answers=bool(rows) and confidence >= self._parameters.answers_from,
            absent=self._absent(readings),
            corrections=reading.corrections if reading else (),
        )
        return Explanation(ranking, tuple(readings), evidence, tuple(rows))

    def contributions(self, explanation: Explanation) -> dict[str, list[float]]:
        """Return what each field adds to the score of each hit: field and language to scores."""
        table = {}
        for reading in explanation.readings:
            index = self._searcher(reading.language).index
            scores = {f.spec.name: index.contribution(f, reading.forms) for f in index.fields}
            scores["variety"] = index.varied(reading.information)
            for name, of_all in scores.items():
                of_hits = [float(of_all[row]) for row in explanation.rows]
                if any(of_hits):
                    table[f"{name} ({reading.language})"] = of_hits
        return table

    def _hits(
        self,
        rows: Sequence[int],
        scores: Iterable[float],
        readings: Iterable[AnalysedQuery],
        marked: int | None,
    ) -> tuple[Hit, ...]:
        terms = {reading.language: frozenset(reading.terms) for reading in readings}
        matches = [self._matches(row, terms) for row in rows[:marked]]
        matches += [()] * (len(rows) - len(matches))
        found = zip(rows, scores, matches, strict=True)
        return tuple(
            Hit(self._corpus.paragraphs[row], score, rank, spans)
            for rank, (row, score, spans) in enumerate(found, start=1)
        )

    def _searcher(self, language: str) -> LanguageSearcher:
        if language not in self._searchers:
            self._searchers[language] = LanguageSearcher(
                self._corpus, language, self._parameters, self._progress, self._store
            )
        return self._searchers[language]

    def _readings(self, text: str) -> list[AnalysedQuery]:
        """Read a query in the languages that it may be in, the likeliest first."""
        if not self._homes:
            return []
        likely = likely_languages(text, self._languages, at_home=self._homes[0])
        words = self._latin_words(text, likely[0])
        if words:
            return [self._searcher(self._homes[0]).analyse(words)]
        readings = []
        for language in likely:
            reading = self._searcher(language).analyse(text)
            readings.append(reading)
            if self._is_settled(reading, text):
                return self._whole_elsewhere(text, reading, likely) or readings
        return readings

    def _latin_words(self, text: str, language: str) -> str:
        """Return a question's words in Latin letters where those in another script ask nothing.

        That is so in "privacyについて"; elsewhere there are none.
        """
        if script_language(text) is None:
            return ""
        found = _LATIN_WORD.findall(text)
        searcher = self._searcher(language)
        tokens = searcher.analyzer.tokens(text) if found else []
        others = (token for token in tokens if not token.word.isascii())
        return " ".join(found) if all(searcher.is_filler(t.term) for t in others) else ""

    def _whole_elsewhere(
        self, text: str, settled: AnalysedQuery, likely: Iterable[str]
    ) -> list[AnalysedQuery]:
        """Return a query's reading in another language that knows all of its words as typed.

        There is none where the language in which it is settled knows more than half of them as
        typed, or a function word speaks for that one: "derechos humanos" looks like two mistakes
        in English.
        """
        if settled.known_as_typed > KNOWN_ENOUGH * len(settled.tokens):
            return []
        if function_words(text, settled.language):
            return []
        others = (code for code in likely if code != settled.language)
        read = (self._searcher(language).analyse(text) for language in others)
        whole = (r for r in read if r.tokens and r.known_as_typed == len(r.tokens))
        return list(islice(whole, 1))

    def _is_settled(self, reading: AnalysedQuery, text: str) -> bool:
        """Tell whether a query is in this language: its words are known, or all stop words.

        Words that had to be mended are known only to the language of the documents: the words of
        one language look like mistakes in another.
        """
        if not reading.tokens:
            return function_words(text, reading.language) > 0
        is_home = reading.language in self._homes
        known = reading.known if is_home else reading.known_as_typed
        return known >= KNOWN_ENOUGH * len(reading.tokens)

    def _best(
        self, readings: Sequence[AnalysedQuery], query: Query, limit: int
    ) -> tuple[list[int], list[float]]:
        """Return the rows of the best paragraphs, at most `limit`, best first, and their scores."""
        within = self._rows_of.get(query.document, range(0))
        indexes = [self._searcher(reading.language).index for reading in readings]
        if len(readings) == 1:
            return indexes[0].top_k(readings[0].forms, limit, within, readings[0].information)
        hits, others = np.zeros((2, len(self._corpus.paragraphs)))
        for index, reading in zip(indexes, readings, strict=True):
            more_hits, more_others = index.sums(reading.forms, reading.information)
            hits += more_hits
            others += more_others
        totals = np.where(hits > 0, hits + others, 0.0)[within.start : within.stop]
        rows = best(totals, limit)
        return (rows + within.start).tolist(), totals[rows].tolist()

    def _strongest(
        self, readings: Iterable[AnalysedQuery], row: int, scores: Sequence[float]
    ) -> tuple[float, AnalysedQuery, Evidence] | None:
        """Return which reading of a query speaks most for a paragraph: confidence, and evidence.

        Where it is read in the documents' language, too, none counts that had to mend words, or
        that has fewer function words in the query.
        """
        read = list(readings)
        at_home = [reading for reading in read if reading.language in self._homes]
        if at_home and len(at_home) < len(read):
            fewest = max(function_words(r.text, r.language) for r in at_home)
            away = (r for r in read if r.language not in self._homes and not r.corrections)
            read = at_home + [r for r in away if function_words(r.text, r.language) >= fewest]
        weighed = ((r, gather_evidence(self._searcher(r.language), r, row, scores)) for r in read)
        found = [(evidence.confidence(), r, evidence) for r, evidence in weighed if evidence]
        return max(found, key=itemgetter(0), default=None)

    def _matches(self, row: int, terms: Mapping[str, Collection[str]]) -> tuple[Span, ...]:
        """Return the places of a query's terms, given by language, in a paragraph."""
        document = self._corpus.document_of(self._corpus.paragraphs[row])
        language = document.language.split("-")[0].lower()
        if not terms.get(language):
            return ()
        return tuple(self._searcher(language).spans(row, terms[language]))

    def _absent(self, readings: Iterable[AnalysedQuery]) -> tuple[str, ...]:
        """Return the query's words, in its order, that stand in none of the documents."""
        at_home = (reading for reading in readings if reading.language in self._homes)
        absent = chain.from_iterable(map(self._absent_of, at_home))
        return tuple(dict.fromkeys(token.word for token in absent))

    def _absent_of(self, reading: AnalysedQuery) -> list[Token]:
        """Return the tokens that no document has, nor a token that shares a letter with them."""
        has = self._searcher(reading.language).stands_in_text
        missing = [token for token in reading.tokens if not has(token.term)]
        if not missing:
            return missing
        spans = [range(*token.span) for token in reading.tokens if has(token.term)]
        there = frozenset(chain.from_iterable(spans))
        return [token for token in missing if there.isdisjoint(range(*token.span))]


def _rows_of_documents(corpus: Corpus) -> dict[str | None, range]:
    """Return the rows of each document's paragraphs; those of all for None."""
    rows: dict[str | None, range] = {None: range(len(corpus.paragraphs))}
    start = 0
    for document in corpus.documents:
        rows[document.id] = range(start, start + len(document.paragraphs))
        start += len(document.paragraphs)
    return rows
