"""The retriever: languages, scores of all fields, evidence, and the ranking that comes of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np

from bot.domain.documents import Corpus, Paragraph, Span
from bot.domain.search import Hit, Query, Ranking
from bot.retrieval.analyzer import Token
from bot.retrieval.bm25 import Scores
from bot.retrieval.evidence import Evidence, gather_evidence
from bot.retrieval.languages import function_words, likely_languages
from bot.retrieval.parameters import RankingParameters
from bot.retrieval.searcher import AnalysedQuery, LanguageSearcher

REMEMBERED = 1_000
"""Paragraphs whose tokens are kept for highlighting."""
KNOWN_ENOUGH = 0.5
"""The share of known words from which a question is taken to be in the documents' language."""


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

    A language is indexed when a question first needs it; `warm` does it for all beforehand.
    """

    def __init__(self, corpus: Corpus, parameters: RankingParameters | None = None) -> None:
        self._corpus = corpus
        self._parameters = parameters or RankingParameters()
        self._documents = np.array([p.document for p in corpus.paragraphs])
        homes = [document.language.split("-")[0].lower() for document in corpus.documents]
        self._homes = list(dict.fromkeys(homes))
        self._languages = list(dict.fromkeys([*homes, *(e.language for e in corpus.index)]))
        self._searchers: dict[str, LanguageSearcher] = {}
        self._tokens = lru_cache(REMEMBERED)(self._paragraph_tokens)

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
        scores = self._scores(readings, query.document)
        rows = _best_rows(scores, query.limit)
        reading, evidence = self._strongest(readings, rows[0]) if rows else (None, None)
        confidence = evidence.confidence() if evidence else 0.0
        ranking = Ranking(
            hits=tuple(
                self._hit(row, float(scores[row]), rank, readings)
                for rank, row in enumerate(rows, start=1)
            ),
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
            for field in self._searcher(reading.language).fields:
                scores = np.zeros(len(self._documents))
                field.index.add_scores(reading.forms[field.spec.form], field.weight, scores)
                of_hits = [float(scores[row]) for row in explanation.rows]
                if any(of_hits):
                    table[f"{field.spec.name} ({reading.language})"] = of_hits
        return table

    def _hit(self, row: int, score: float, rank: int, readings: Iterable[AnalysedQuery]) -> Hit:
        paragraph = self._corpus.paragraphs[row]
        return Hit(paragraph, score, rank, self._matches(paragraph, readings))

    def _searcher(self, language: str) -> LanguageSearcher:
        if language not in self._searchers:
            self._searchers[language] = LanguageSearcher(self._corpus, language, self._parameters)
        return self._searchers[language]

    def _readings(self, text: str) -> list[AnalysedQuery]:
        """Read a query in the languages that it may be in, the likeliest first."""
        if not self._homes:
            return []
        likely = likely_languages(text, self._languages, at_home=self._homes[0])
        readings = []
        for language in likely:
            reading = self._searcher(language).analyse(text)
            readings.append(reading)
            if self._is_settled(reading, text):
                return self._whole_elsewhere(text, reading, likely) or readings
        return readings

    def _whole_elsewhere(
        self, text: str, settled: AnalysedQuery, likely: Iterable[str]
    ) -> list[AnalysedQuery]:
        """Return a query's reading in another language that knows all of its words as typed.

        There is none where the language in which it is settled knows more than half of them as
        typed, or a function word speaks for that one: "derechos humanos" looks like two mistakes
        in English.
        """
        known = self._known_as_typed(settled)
        if known > KNOWN_ENOUGH * len(settled.tokens) or function_words(text, settled.language):
            return []
        others = (code for code in likely if code != settled.language)
        read = (self._searcher(language).analyse(text) for language in others)
        whole = (r for r in read if r.tokens and self._known_as_typed(r) == len(r.tokens))
        return list(islice(whole, 1))

    def _known_as_typed(self, reading: AnalysedQuery) -> int:
        """Count the words of a query that a language knows without mending."""
        searcher = self._searcher(reading.language)
        known = sum(searcher.knows(token.term) for token in reading.tokens)
        return known - len(reading.corrections)

    def _is_settled(self, reading: AnalysedQuery, text: str) -> bool:
        """Tell whether a query is in this language: its words are known, or all stop words.

        Words that had to be mended are known only to the language of the documents: the words of
        one language look like mistakes in another.
        """
        if not reading.tokens:
            return function_words(text, reading.language) > 0
        searcher = self._searcher(reading.language)
        known = sum(searcher.knows(token.term) for token in reading.tokens)
        if reading.language not in self._homes:
            known -= len(reading.corrections)
        return known >= KNOWN_ENOUGH * len(reading.tokens)

    def _scores(self, readings: Iterable[AnalysedQuery], document: str | None) -> Scores:
        scores, further = np.zeros((2, len(self._documents)))
        for reading in readings:
            searcher = self._searcher(reading.language)
            searcher.add_scores(reading, admitting=True, scores=scores)
            searcher.add_scores(reading, admitting=False, scores=further)
        is_hit = scores > 0
        if document is not None:
            is_hit &= self._documents == document
        return np.where(is_hit, scores + further, 0.0)

    def _strongest(
        self, readings: Iterable[AnalysedQuery], row: int
    ) -> tuple[AnalysedQuery | None, Evidence | None]:
        """Return the reading of a query that speaks most for a paragraph, and its evidence.

        Where it is read in the documents' language, too, none counts that had to mend words, or
        that has fewer function words in the query.
        """
        read = list(readings)
        at_home = [reading for reading in read if reading.language in self._homes]
        if at_home:
            fewest = max(function_words(r.text, r.language) for r in at_home)
            away = (r for r in read if r.language not in self._homes and not r.corrections)
            read = at_home + [r for r in away if function_words(r.text, r.language) >= fewest]
        weighed = ((r, gather_evidence(self._searcher(r.language), r, row)) for r in read)
        found = [(reading, evidence) for reading, evidence in weighed if evidence]
        return max(found, key=lambda pair: pair[1].confidence(), default=(None, None))

    def _matches(self, paragraph: Paragraph, readings: Iterable[AnalysedQuery]) -> tuple[Span, ...]:
        language = self._corpus.document_of(paragraph).language.split("-")[0].lower()
        terms = {term for r in readings if r.language == language for term in r.terms}
        if not terms:
            return ()
        return tuple(t.span for t in self._tokens(paragraph, language) if t.term in terms)

    def _paragraph_tokens(self, paragraph: Paragraph, language: str) -> list[Token]:
        return self._searcher(language).analyzer.tokens(paragraph.text)

    def _absent(self, readings: Iterable[AnalysedQuery]) -> tuple[str, ...]:
        """Return the query's words, in its order, that stand in none of the documents."""
        words: dict[str, None] = {}
        for reading in readings:
            if reading.language in self._homes:
                searcher = self._searcher(reading.language)
                there: set[int] = set()
                for token in reading.tokens:
                    if searcher.stands_in_text(token.term):
                        there.update(range(*token.span))
                words.update(
                    (token.word, None)
                    for token in reading.tokens
                    if there.isdisjoint(range(*token.span))
                )
        return tuple(words)


def _best_rows(scores: Scores, limit: int) -> list[int]:
    """Return the rows with a score, best first; equal scores in document order."""
    order = np.argsort(-scores, kind="stable")[:limit]
    return [int(row) for row in order if scores[row] > 0]
