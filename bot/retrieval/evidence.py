"""Decides whether the best paragraph answers: how much of the question it accounts for."""

import math
from dataclasses import dataclass

from bot.retrieval.searcher import AnalysedQuery, LanguageSearcher


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a paragraph as the answer; every figure lies between 0 and 1.

    `coverage` is the share of the question's information (idf) that the paragraph's text and index
    account for, `text_coverage` that of its text alone, `unknown` the share of words that stand
    nowhere, `sample` the likeness of the nearest sample question, `margin` the lead over the next.
    """

    coverage: float
    text_coverage: float
    unknown: float
    sample: float
    margin: float

    def confidence(self) -> float:
        """Return the probability, by a logistic model, that the paragraph answers."""
        total = _INTERCEPT
        for name, weight in _WEIGHTS.items():
            total += weight * getattr(self, name)
        return 1 / (1 + math.exp(-total))


_INTERCEPT = -3.0
_WEIGHTS = {"coverage": 4.0, "text_coverage": 1.0, "unknown": -1.0, "sample": 3.0, "margin": 1.0}


def gather_evidence(
    searcher: LanguageSearcher, query: AnalysedQuery, row: int, margin: float
) -> Evidence | None:
    """Weigh a paragraph against a query; None where the query has no content word."""
    weights = {term: searcher.idf(term) for term in query.terms}
    total = sum(weights.values())
    if not total:
        return None

    def share(terms: set[str]) -> float:
        return sum(weights[term] for term in terms) / total

    return Evidence(
        coverage=share({term for term in weights if searcher.has(term, row)}),
        text_coverage=share({term for term in weights if searcher.has_in_text(term, row)}),
        unknown=share({term for term in weights if not searcher.knows(term)}),
        sample=_nearest_sample(searcher, weights, total, row),
        margin=margin,
    )


def _nearest_sample(
    searcher: LanguageSearcher, weights: dict[str, float], total: float, row: int
) -> float:
    """Return the likeness of the nearest sample question: Dice's coefficient, weighted by idf."""
    best = 0.0
    for sample in searcher.sample_questions(row):
        shared = sum(weights[term] for term in sample if term in weights)
        if shared:
            size = sum(searcher.idf(term) for term in sample)
            best = max(best, 2 * shared / (total + size))
    return best
