"""Decides whether the best paragraph answers: how much of the question it accounts for."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.retrieval.asking import Asked
from bot.retrieval.lines import FORM_WEIGHT, Lines
from bot.retrieval.searcher import AnalysedQuery, LanguageSearcher, is_named


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a paragraph as the answer; every figure lies between 0 and 1.

    `coverage` is the share of the question's information that the paragraph's text and index
    account for (a near-synonym by its weight), `text` the share that its text alone does, `missing`
    the weight of the heaviest word that neither has, beside that of an unknown one. `strength` is
    the paragraph's score, in unknown words' weights, on a logarithmic scale; `margin` how far the
    second is behind it. `sample` is the likeness of the nearest sample question, `open` that of the
    nearest question that the documents leave open, squared, as half a likeness says little.
    `detail` tells whether one fact is asked for (when, how many, who, a definition, what another
    text says), `fact` whether a word for one is missing from the text, `head` whether the word
    asked for is ("the *budget* of").
    """

    coverage: float
    text: float
    missing: float
    strength: float
    margin: float
    sample: float
    open: float
    detail: float
    fact: float
    head: float

    def confidence(self) -> float:
        """Return the probability that the paragraph answers, by a logistic model.

        Its weights come from `benchmarks/calibrate.py`, which says how well they carry over.
        """
        total = INTERCEPT + sum(getattr(self, name) * weight for name, weight in WEIGHTS.items())
        return 1 / (1 + math.exp(-total))


INTERCEPT = -3.47
WEIGHTS = {
    "coverage": 3.75,
    "text": -1.39,
    "missing": -1.28,
    "strength": 4.58,
    "margin": 1.13,
    "sample": 5.32,
    "open": -6.51,
    "detail": -2.7,
    "fact": -1.72,
    "head": -2.06,
}

HALF = 0.5
"""The weight of a near-synonym from which a word does not count as missing."""
UNSAMPLED = 0.4
"""The share of the coverage that stands for their likeness where there are no sample questions."""
STRONGEST = 4.0
"""The logarithm that makes a strength of 1: the score of some fifty unknown words."""
_VOWELS = re.compile("[aeiouy]")
_SHORTHAND = re.compile("[a-z]{1,4}")


def gather_evidence(
    searcher: LanguageSearcher, query: AnalysedQuery, row: int, scores: Sequence[float]
) -> Evidence | None:
    """Weigh the best paragraph against a query; None where it has no content word.

    `row` is the paragraph's place, `scores` are the best ones, its own first.
    """
    names = {token.term for token in query.tokens if is_named(token, query.text)}
    weights = {
        term: searcher.information(term)
        for term in query.terms
        if term in names or _counts(searcher, term)
    }
    total = sum(weights.values())
    if all(searcher.is_filler(term) or _is_digit(term) for term in weights):
        return None
    lines, asked = searcher.lines(row), searcher.reader.read(query.text)
    question = weights | dict.fromkeys(asked.forms, FORM_WEIGHT)
    in_text = sum(w for term, w in weights.items() if term in lines.text)
    elsewhere = {t: _presence(lines, query, t) for t in weights if t not in lines.text}
    coverage = (in_text + sum(weights[t] * share for t, share in elsewhere.items())) / total
    absent = (weights[term] for term, share in elsewhere.items() if share < HALF)
    return Evidence(
        coverage=coverage,
        text=in_text / total,
        missing=max(absent, default=0.0) / searcher.most_information,
        strength=min(1.0, math.log1p(scores[0] / searcher.most_information) / STRONGEST),
        margin=1.0 - scores[1] / scores[0] if len(scores) > 1 else 1.0,
        sample=lines.questions.likeness(question) if lines.questions else UNSAMPLED * coverage,
        open=searcher.open_questions.likeness(question) ** 2,
        detail=float(asked.is_detail or _asks_of_another(searcher, asked)),
        fact=_missing_fact(searcher, lines, question),
        head=float(_lacks_head(lines, asked)),
    )


def _counts(searcher: LanguageSearcher, term: str) -> bool:
    """Tell whether a term has a meaning of its own: unknown shorthand ("n", "nxt") has none."""
    if searcher.knows(term) or term in searcher.open_questions:
        return True
    return not _SHORTHAND.fullmatch(term) or bool(_VOWELS.search(term))


def _is_digit(term: str) -> bool:
    return len(term) == 1 and term.isdecimal()


def _presence(lines: Lines, query: AnalysedQuery, term: str) -> float:
    """Return 1 where a paragraph has a term, else the weight of its best near-synonym there."""
    if lines.has(term):
        return 1.0
    near = query.synonyms.get(term, {})
    return max((w for other, w in near.items() if lines.has(other)), default=0.0)


def _missing_fact(searcher: LanguageSearcher, lines: Lines, question: Mapping[str, float]) -> float:
    """Return 1 where a word that asks for a fact is missing, less if a sample question has it."""
    missing = {t for t in question if t in searcher.reader.facts and not lines.states(t)}
    if not missing:
        return 0.0
    asked = lines.questions.likenesses(question, missing)
    return max(1 - asked.get(term, 0.0) for term in missing)


def _lacks_head(lines: Lines, asked: Asked) -> bool:
    return bool(asked.head) and not any(map(lines.states, asked.head))


def _asks_of_another(searcher: LanguageSearcher, asked: Asked) -> bool:
    """Tell whether a question asks what another text says, or somebody whom no document names."""
    if not asked.speaker:
        return False
    speaker, reader = f" {asked.speaker}", searcher.reader
    tokens = searcher.analyzer.tokens(speaker)
    others = {t.term for t in tokens if not searcher.is_filler(t.term)} - searcher.own_names
    if any(term in reader.texts and not searcher.stands_in_text(term) for term in others):
        return True
    if not reader.loose_texts:
        return False
    names = {token.term for token in tokens if is_named(token, speaker)} & others
    texts = reader.texts | reader.loose_texts
    is_text = any(token.term in texts for token in tokens)
    return bool(names) and (is_text or not all(map(searcher.stands_in_text, names)))
