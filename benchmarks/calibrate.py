"""Choose the weights of the evidence for an answer, by cross-validation on judged questions.

    python benchmarks/calibrate.py

Fits the logistic model of `bot/retrieval/evidence.py` on the half "choose" of the judged questions
(L2-regularised, by Newton's method), tells how it does on folds that it was not fitted to, and
prints the weights. A fold holds all questions whose first paragraph is the same, so that what is
learned of a paragraph does not help with its own questions. Then each writer is left out in turn;
the letters with which a question's id begins tell them apart. Questions that are looked up by
number or are small talk need no decision and are left out, and so are those whose first paragraph
is wrong: quoting or declining, both are.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from string import digits
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.commands.small_talk import small_talk
from bot.documents.loader import load_corpus, packaged_corpus
from bot.domain.documents import Corpus
from bot.domain.search import Query
from bot.evaluation.judgments import NONE, JudgedQuestion, read_judgments
from bot.retrieval.evidence import Evidence
from bot.retrieval.references import CorpusReferences
from bot.retrieval.retriever import Bm25Retriever

Array = NDArray[np.float64]
FOLDS, REPEATS, PENALTY = 5, 20, 0.3
NAMES = [field.name for field in fields(Evidence)]


def main() -> None:
    """Print the figures and the weights."""
    argparse.ArgumentParser(description=__doc__.split("\n")[0]).parse_args()
    corpus = load_corpus(packaged_corpus())
    place = packaged_corpus() / "judgments" / "seoul-declaration.jsonl"
    judged = read_judgments(str(place), place.read_text(encoding="utf-8"))
    examples = list(_examples(corpus, (q for q in judged if q.split == "choose")))
    features = np.array([one.figures for one in examples])
    labels = np.array([float(one.is_right) for one in examples])
    rows = np.array([one.row for one in examples])
    writers = np.unique([one.writer for one in examples], return_inverse=True)[1]
    print("cross-validated over paragraphs")
    _report(labels, _cross_validated(features, labels, rows))
    print("each writer left out in turn")
    _report(labels, _left_out(features, labels, writers))
    weights = _fitted(features, labels)
    print(json.dumps(dict(zip(["intercept", *NAMES], weights.round(2).tolist(), strict=True))))


class _Example(NamedTuple):
    """A question to decide: its figures, whether its best paragraph, in `row`, answers, by whom."""

    figures: list[float]
    is_right: bool
    row: int
    writer: str


def _examples(corpus: Corpus, judged: Iterable[JudgedQuestion]) -> Iterator[_Example]:
    references, retriever = CorpusReferences(corpus), Bm25Retriever(corpus)
    for question in judged:
        text = question.question
        if small_talk(text) is not None or references.resolve(text) is not None:
            continue
        explanation = retriever.explain(Query(text))
        if explanation.evidence is None:
            continue
        first = explanation.ranking.hits[0].paragraph.number
        is_right = first in (*question.gold, *question.acceptable)
        if question.kind == NONE or is_right:
            figures = [getattr(explanation.evidence, name) for name in NAMES]
            writer = question.id.rstrip(digits)
            yield _Example(figures, is_right, explanation.rows[0], writer)


def _fitted(features: Array, labels: Array) -> Array:
    """Return intercept and weights of the logistic regression, by Newton's method."""
    design = np.column_stack([np.ones(len(features)), features])
    penalty = PENALTY * np.diag([1e-6, *np.ones(features.shape[1])])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (chance - labels) + penalty @ weights
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        weights -= np.linalg.solve(hessian, gradient)
    return weights


def _cross_validated(features: Array, labels: Array, groups: NDArray[np.int64]) -> Array:
    """Return the mean confidence of each question over models that its group was no part of."""
    generator, total = np.random.default_rng(0), np.zeros(len(labels))
    for _ in range(REPEATS):
        fold_of_group = generator.permutation(groups.max() + 1) % FOLDS
        for fold in range(FOLDS):
            out = fold_of_group[groups] == fold
            weights = _fitted(features[~out], labels[~out])
            total[out] += 1 / (1 + np.exp(-(weights[0] + features[out] @ weights[1:])))
    return total / REPEATS


def _left_out(features: Array, labels: Array, groups: NDArray[np.int64]) -> Array:
    """Return the confidence of each question by the model fitted without its group."""
    confidence = np.zeros(len(labels))
    for group in np.unique(groups):
        out = groups == group
        weights = _fitted(features[~out], labels[~out])
        confidence[out] = 1 / (1 + np.exp(-(weights[0] + features[out] @ weights[1:])))
    return confidence


def _report(labels: Array, confidence: Array) -> None:
    answerable, none = confidence[labels == 1], confidence[labels == 0]
    auc = float(np.mean(answerable[:, None] > none[None]))
    print(f"{len(answerable)} that a paragraph answers, {len(none)} that none does; AUC {auc:.3f}")
    print("threshold  declined wrongly  declined rightly")
    for threshold in np.arange(0.3, 0.75, 0.05):
        wrongly, rightly = np.mean(answerable < threshold), np.mean(none < threshold)
        print(f"{threshold:9.2f}{wrongly:18.1%}{rightly:18.1%}")


if __name__ == "__main__":
    main()
