"""The BM25 retriever: analysis, scores, evidence, and the ranking that comes of them."""

import numpy as np
from numpy.typing import NDArray

from bot.domain.documents import Corpus, Paragraph, Span
from bot.domain.search import Hit, Query, Ranking
from bot.retrieval.analyzer import Analyzer, Token, analyzer_for
from bot.retrieval.bm25 import Bm25Field, Bm25Parameters

ANSWERS_FROM = 0.34
"""The confidence from which the best paragraph is quoted."""


class Bm25Retriever:
    """Ranks paragraphs by BM25 over their text, each document analysed in its own language."""

    def __init__(
        self,
        corpus: Corpus,
        parameters: Bm25Parameters | None = None,
        *,
        answers_from: float = ANSWERS_FROM,
    ) -> None:
        self._paragraphs = corpus.paragraphs
        self._documents = np.array([p.document for p in self._paragraphs])
        self._answers_from = answers_from
        languages = {document.id: document.language for document in corpus.documents}
        self._analyzers = {code: analyzer_for(code) for code in languages.values()}
        self._language_of = languages
        self._fields = {
            code: self._text_field(code, parameters or Bm25Parameters()) for code in self._analyzers
        }

    def _text_field(self, language: str, parameters: Bm25Parameters) -> Bm25Field:
        analyzer = self._analyzers[language]
        rows = [
            row
            for row, paragraph in enumerate(self._paragraphs)
            if self._language_of[paragraph.document] == language
        ]
        terms = [analyzer.terms(self._paragraphs[row].text) for row in rows]
        return Bm25Field(rows, terms, parameters)

    def retrieve(self, query: Query) -> Ranking:
        """Rank the paragraphs that share a word with the query; at most `query.limit` of them."""
        tokens = {code: analyzer.tokens(query.text) for code, analyzer in self._analyzers.items()}
        scores = np.zeros(len(self._paragraphs))
        for code, field in self._fields.items():
            field.add_scores([token.term for token in tokens[code]], 1.0, scores)
        if query.document is not None:
            scores[self._documents != query.document] = 0.0
        rows = _best_rows(scores, query.limit)
        hits = tuple(
            self._hit(row, float(scores[row]), rank, tokens)
            for rank, row in enumerate(rows, start=1)
        )
        confidence = self._coverage(rows[0], tokens) if rows else 0.0
        return Ranking(
            hits=hits,
            confidence=confidence,
            answers=confidence >= self._answers_from,
            absent=self._absent(tokens),
        )

    def _hit(self, row: int, score: float, rank: int, tokens: dict[str, list[Token]]) -> Hit:
        paragraph = self._paragraphs[row]
        language = self._language_of[paragraph.document]
        terms = {token.term for token in tokens[language]}
        return Hit(paragraph, score, rank, matches(paragraph, terms, self._analyzers[language]))

    def _coverage(self, row: int, tokens: dict[str, list[Token]]) -> float:
        """Return the share of the query's information (idf) that a paragraph accounts for."""
        language = self._language_of[self._paragraphs[row].document]
        field = self._fields[language]
        weights = {token.term: field.idf(token.term) for token in tokens[language]}
        total = sum(weights.values())
        found = sum(weight for term, weight in weights.items() if field.has(term, row))
        return found / total if total else 0.0

    def _absent(self, tokens: dict[str, list[Token]]) -> tuple[str, ...]:
        """Return the query's words that stand in no document, in the query's order."""
        known = {
            token.span
            for code, field in self._fields.items()
            for token in tokens[code]
            if token.term in field
        }
        words = {
            token.word: None
            for code in self._fields
            for token in tokens[code]
            if not any(_overlap(token.span, span) for span in known)
        }
        return tuple(words)


def matches(paragraph: Paragraph, terms: set[str], analyzer: Analyzer) -> tuple[Span, ...]:
    """Return the ranges of a paragraph's text whose index terms are among the query's."""
    return tuple(token.span for token in analyzer.tokens(paragraph.text) if token.term in terms)


def _best_rows(scores: NDArray[np.float64], limit: int) -> list[int]:
    """Return the rows with a score, best first; equal scores in document order."""
    order = np.argsort(-scores, kind="stable")[:limit]
    return [int(row) for row in order if scores[row] > 0]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
