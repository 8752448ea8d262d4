"""Choose the weights of the ranking's fields, with cross-validation.

    python benchmarks/tune.py                                            # the index's fields
    python benchmarks/tune.py --collection DIR --questions FILE.json     # the text's fields
    python benchmarks/tune.py --collection DIR --questions FILE.json --k1 0.9 --b 0.4

Without a collection, the half "choose" of the judged questions that come along decides: the weights
of the index's fields are moved until the right paragraph is as far ahead as can be. On a public
collection, those of the text's fields are moved until MAP@10 + Recall@10 is highest; k1 and b are
tried by giving them. Each weight in turn takes the best of a few values, until none gains. Half of
the questions choose and the other half tells how well that carries over, several times; the
weights that are printed last were chosen by all.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.commands.small_talk import small_talk
from bot.documents.loader import load_corpus, packaged_corpus
from bot.domain.documents import Corpus
from bot.evaluation.collection import read_collection, read_topics
from bot.evaluation.judgments import NONE, REFERENCE, read_judgments
from bot.evaluation.measures import average_precision_at, recall_at
from bot.retrieval.bm25 import Bm25Parameters
from bot.retrieval.languages import likely_languages
from bot.retrieval.parameters import FieldWeights, RankingParameters
from bot.retrieval.references import CorpusReferences
from bot.retrieval.searcher import LanguageSearcher

Array = NDArray[np.float64]
Weights = dict[str, float]
OF_THE_INDEX = ("terms", "questions", "lines", "index_words", "index_phrases")
FACTORS = (0.5, 0.7, 0.85, 1.2, 1.5, 2.0)
CANDIDATES, DEPTH, REPEATS, TEMPERATURE = 200, 10, 3, 2.0
GAIN = 1e-4
"""What a step must gain at least."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question: each field's scores of the best candidates, and which of them are right."""

    scores: Mapping[str, Array]
    right: NDArray[np.bool_]
    relevant: int

    def total(self, weights: Weights) -> Array:
        """Return the weighted sum of all fields."""
        return sum(
            (weights[name] * scores for name, scores in self.scores.items()),
            np.zeros(len(self.right)),
        )


Goal = Callable[[Example, Weights], float]


def lead(example: Example, weights: Weights) -> float:
    """Return the logarithm of the share of the right paragraphs, by a softmax of the scores."""
    total = example.total(weights) / TEMPERATURE
    share = np.exp(total - total.max())
    return float(np.log(share[example.right].sum() / share.sum() + 1e-9))


def precision_and_recall(example: Example, weights: Weights) -> float:
    """Return MAP@10 + Recall@10 of one question."""
    order = np.argsort(-example.total(weights), kind="stable")[:DEPTH]
    ranked = ["right" + str(i) if example.right[row] else str(i) for i, row in enumerate(order)]
    found = {name for name in ranked if name.startswith("right")}
    relevant = found | {f"missed{i}" for i in range(example.relevant - len(found))}
    return average_precision_at(DEPTH, ranked, relevant) + recall_at(DEPTH, ranked, relevant)


def mean(goal: Goal, examples: Sequence[Example], weights: Weights) -> float:
    """Return the mean of a goal over some questions."""
    return float(np.mean([goal(example, weights) for example in examples]))


def tuned(goal: Goal, examples: Sequence[Example], start: Weights, names: Sequence[str]) -> Weights:
    """Move one weight after the other to the best of a few values until none gains."""
    weights, best = dict(start), mean(goal, examples, start)
    before = -np.inf
    while best > before + GAIN:
        before = best
        for name in names:
            for factor in FACTORS:
                tried = {**weights, name: round(start[name] * factor, 3)}
                value = mean(goal, examples, tried)
                if value > best + GAIN:
                    weights, best = tried, value
    return weights


def example_of(
    searcher: LanguageSearcher, corpus: Corpus, text: str, right: set[int], weights: Weights
) -> Example | None:
    """Score a question field by field; None where it shares no word with a right paragraph."""
    query = searcher.analyse(text)
    scores = {}
    for field in searcher.fields:
        weighted = searcher.index.contribution(field, query.forms)
        scores[field.spec.name] = weighted / field.weight
    scores["variety"] = searcher.index.varied(query.information) / weights["variety"]
    everything = Example(scores, np.zeros(len(corpus.paragraphs), dtype=bool), len(right))
    rows = np.sort(np.argsort(-everything.total(weights), kind="stable")[:CANDIDATES])
    is_right = np.array([row in right for row in rows])
    if not is_right.any():
        return None
    return Example({name: all_[rows] for name, all_ in scores.items()}, is_right, len(right))


def judged_examples(parameters: RankingParameters, weights: Weights) -> list[Example]:
    """Return the judged questions that may choose, those in the documents' language."""
    corpus = load_corpus(packaged_corpus())
    place = packaged_corpus() / "judgments" / "seoul-declaration.jsonl"
    numbers = {paragraph.number: row for row, paragraph in enumerate(corpus.paragraphs)}
    languages = list(dict.fromkeys(entry.language for entry in corpus.index))
    references = CorpusReferences(corpus)
    searcher = LanguageSearcher(corpus, "en", parameters)
    found = []
    for question in read_judgments(str(place), place.read_text(encoding="utf-8")):
        text = question.question
        if question.split != "choose" or question.kind in {NONE, REFERENCE}:
            continue
        if small_talk(text) is not None or references.resolve(text) is not None:
            continue
        if likely_languages(text, languages, at_home="en")[0] == "en":
            right = {numbers[number] for number in (*question.gold, *question.acceptable)}
            found.append(example_of(searcher, corpus, text, right, weights))
    return [example for example in found if example]


def collection_examples(
    folder: Path, questions: Path, parameters: RankingParameters, weights: Weights
) -> list[Example]:
    """Return the questions of a public collection."""
    collection, keys = read_collection(folder)
    paragraphs = collection.corpus.paragraphs
    rows = {collection.numbers[paragraph.id]: row for row, paragraph in enumerate(paragraphs)}
    searcher = LanguageSearcher(collection.corpus, "en", parameters)
    found = (
        example_of(
            searcher,
            collection.corpus,
            topic.question,
            {rows[number] for number in topic.relevant},
            weights,
        )
        for topic in read_topics(questions, keys)
    )
    return [example for example in found if example]


def report(goal: Goal, examples: Sequence[Example], start: Weights, names: Sequence[str]) -> None:
    """Print how tuning does on halves that it has not seen, and the weights chosen by all."""
    generator = np.random.default_rng(0)
    before, after = [], []
    for _ in range(REPEATS):
        order = generator.permutation(len(examples))
        halves = [[examples[i] for i in order[start_at::2]] for start_at in (0, 1)]
        for chosen_by, told_by in (halves, halves[::-1]):
            weights = tuned(goal, chosen_by, start, names)
            before.append(mean(goal, told_by, start))
            after.append(mean(goal, told_by, weights))
    print(f"{len(examples)} questions; {goal.__name__}, on halves that did not choose:")
    print(f"as it is {np.mean(before):.4f}, tuned on the other half {np.mean(after):.4f}")
    weights = tuned(goal, examples, start, names)
    print(f"by all: as it is {mean(goal, examples, start):.4f}, tuned", end=" ")
    print(f"{mean(goal, examples, weights):.4f}")
    print({name: weights[name] for name in names})


def main() -> None:
    """Read the questions, and report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--collection", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--k1", type=float, default=Bm25Parameters().k1)
    parser.add_argument("--b", type=float, default=Bm25Parameters().b)
    options = parser.parse_args()
    parameters = replace(RankingParameters(), bm25=Bm25Parameters(options.k1, options.b))
    start = {name: weight for name, weight in asdict(FieldWeights()).items() if name != "synonyms"}
    if options.collection and options.questions:
        examples = collection_examples(options.collection, options.questions, parameters, start)
        names = [name for name in start if name not in OF_THE_INDEX]
        report(precision_and_recall, examples, start, names)
    else:
        report(lead, judged_examples(parameters, start), start, OF_THE_INDEX)


if __name__ == "__main__":
    main()
