"""Decides whether the best paragraph answers: how much of the question it accounts for."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.retrieval.asking import Asked
from bot.retrieval.lines import FORM_WEIGHT, Lines
from bot.retrieval.searcher import AnalysedQuery, LanguageSearcher, is_named


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a paragraph as the answer; every figure lies between 0 and 1.

    `coverage` is the share of the question's information (idf) that the paragraph's text and index
    account for (a near-synonym by its weight), `support` the same, where a word of an index entry
    counts by how much of that entry the question has. `sample` is the likeness of the nearest
    sample question, `open` that of the nearest question that the documents leave open, squared, as
    half a likeness says little. `detail` tells whether one fact is asked for (when, how many, who,
    a definition), `fact` whether a word for one is missing from the text, `head` whether the word
    asked for is ("the *budget* of").
    """

    coverage: float
    support: float
    sample: float
    open: float
    detail: float
    fact: float
    head: float

    def confidence(self) -> float:
        """Return the probability that the paragraph answers, by a logistic model.

        Its weights come from `benchmarks/calibrate.py`, which says how well they carry over.
        """
        total = INTERCEPT + sum([getattr(self, name) * weight for name, weight in WEIGHTS.items()])
        return 1 / (1 + math.exp(-total))


INTERCEPT = -2.65
WEIGHTS = {
    "coverage": 3.56,
    "support": 2.92,
    "sample": 3.72,
    "open": -6.53,
    "detail": -2.79,
    "fact": -2.44,
    "head": -1.99,
}

UNSAMPLED = 0.25
"""The share of the support that stands for their likeness where there are no sample questions."""
_VOWELS = re.compile("[aeiouy]")
_SHORTHAND = re.compile("[a-z]{1,4}")


def gather_evidence(searcher: LanguageSearcher, query: AnalysedQuery, row: int) -> Evidence | None:
    """Weigh a paragraph against a query; None where the query has no content word."""
    names = {token.term for token in query.tokens if is_named(token, query.text)}
    weights = {
        term: searcher.idf(term) for term in query.terms if term in names or _counts(searcher, term)
    }
    total = sum(weights.values())
    if not total:
        return None
    lines, asked = searcher.lines(row), searcher.reader.read(query.text)
    question = weights | dict.fromkeys(asked.forms, FORM_WEIGHT)
    by_term = lines.support(weights)
    support = sum(w * by_term[term] for term, w in weights.items()) / total
    return Evidence(
        coverage=sum(
            w if term in lines.text else w * _presence(lines, query, term)
            for term, w in weights.items()
        )
        / total,
        support=support,
        sample=lines.questions.likeness(question) if lines.questions else UNSAMPLED * support,
        open=searcher.open_questions.likeness(question) ** 2,
        detail=float(asked.is_detail),
        fact=_missing_fact(searcher, lines, question),
        head=float(_lacks_head(lines, asked)),
    )


def _counts(searcher: LanguageSearcher, term: str) -> bool:
    """Tell whether a term has a meaning of its own: unknown shorthand ("n", "nxt") has none."""
    if searcher.knows(term) or term in searcher.open_questions:
        return True
    return not _SHORTHAND.fullmatch(term) or bool(_VOWELS.search(term))


def _presence(lines: Lines, query: AnalysedQuery, term: str) -> float:
    """Return 1 where a paragraph has a term, else the weight of its best near-synonym there."""
    if lines.has(term):
        return 1.0
    near = query.synonyms.get(term, {})
    return max((w for other, w in near.items() if lines.has(other)), default=0.0)


def _missing_fact(searcher: LanguageSearcher, lines: Lines, question: Mapping[str, float]) -> float:
    """Return 1 where a word that asks for a fact is missing, less if a sample question has it."""
    missing = {t for t in question if t in searcher.reader.facts and not lines.states(t)}
    asked = lines.questions.likenesses(question, missing)
    return max((1 - asked.get(term, 0.0) for term in missing), default=0.0)


def _lacks_head(lines: Lines, asked: Asked) -> bool:
    return bool(asked.head) and not any(map(lines.states, asked.head))
