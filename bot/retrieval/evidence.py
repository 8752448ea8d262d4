"""Decides whether the best paragraph answers: how much of the question it accounts for."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.retrieval.searcher import AnalysedQuery, LanguageSearcher, is_named


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a paragraph as the answer; every figure lies between 0 and 1.

    `coverage` is the share of the question's information (idf) that the paragraph's text and index
    account for (a near-synonym by its weight), `attested` the same without sample questions,
    `focus` the most that one of its sentences or lines does, `sample` the likeness of its nearest
    sample question. `unknown` is the share of information in words that stand nowhere, `stranger`
    whether the paragraph lacks a name of the question, `brevity` one by the number of words.
    """

    coverage: float
    attested: float
    focus: float
    sample: float
    unknown: float
    stranger: float
    brevity: float

    def confidence(self) -> float:
        """Return the probability that the paragraph answers, by a logistic model.

        Its weights come from `benchmarks/calibrate.py`, which says how well they carry over.
        """
        total = INTERCEPT + sum(getattr(self, name) * weight for name, weight in WEIGHTS.items())
        return 1 / (1 + math.exp(-total))


INTERCEPT = -2.76
WEIGHTS = {
    "coverage": 2.06,
    "attested": 1.77,
    "focus": 2.45,
    "sample": 2.38,
    "unknown": -0.5,
    "stranger": -1.31,
    "brevity": -2.0,
}

SHORTHAND = 1
"""Letters of unknown words that are taken for shorthand ("n") and do not count."""


def gather_evidence(searcher: LanguageSearcher, query: AnalysedQuery, row: int) -> Evidence | None:
    """Weigh a paragraph against a query; None where the query has no content word."""
    names = {token.term for token in query.tokens if is_named(token, query.text)}
    weights = {
        term: searcher.idf(term)
        for term in query.terms
        if searcher.knows(term) or term in names or len(term) > SHORTHAND
    }
    total = sum(weights.values())
    if not total:
        return None
    lines = searcher.lines(row)
    unknown = {term for term in weights if not searcher.knows(term)}
    return Evidence(
        coverage=sum(w * _presence(searcher, query, t, row) for t, w in weights.items()) / total,
        attested=_mass(weights, (t for t in weights if searcher.attests(t, row))) / total,
        focus=lines.focus(weights) / total,
        sample=lines.likeness(weights),
        unknown=_mass(weights, unknown) / total,
        stranger=float(any(not searcher.has(name, row) for name in names)),
        brevity=1 / len(weights),
    )


def _presence(searcher: LanguageSearcher, query: AnalysedQuery, term: str, row: int) -> float:
    """Return 1 where a paragraph has a term, else the weight of its best near-synonym there."""
    if searcher.has(term, row):
        return 1.0
    near = query.synonyms.get(term, {})
    return max((w for other, w in near.items() if searcher.has(other, row)), default=0.0)


def _mass(weights: Mapping[str, float], terms: Iterable[str]) -> float:
    return sum(weights.get(term, 0.0) for term in terms)
