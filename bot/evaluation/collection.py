"""A public test collection of numbered passages, in the JSON of ObliQA.

A folder has one file a document, a list of passages `{"ID", "DocumentID", "PassageID", "Passage"}`;
a file of questions is a list of `{"QuestionID", "Question", "Passages": [{"DocumentID",
"PassageID"}]}`. All passages are the pool; where a key repeats, the first passage is the one meant.
Gokhan and others, "RIRAG: Regulatory Information Retrieval and Answer Generation", 2024.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.documents import Corpus, Document, Paragraph, Part
from bot.domain.errors import CorpusError, Problem
from bot.domain.search import Query, Retriever
from bot.evaluation.measures import average_precision_at, recall_at, reciprocal_rank

DEPTH = 10
"""Passages that are ranked for a question."""
LONGEST_TITLE = 20
"""Words up to which a passage is taken to be the title of those below it."""
_PIECE = re.compile(r"[.\s]+|(?=\()")


@dataclass(frozen=True, slots=True)
class Collection:
    """A corpus, and the passages' own numbers by the stable id of the paragraph."""

    corpus: Corpus
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Topic:
    """A question, and the numbers of the passages that answer it."""

    id: str
    question: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """One line of a run: a passage's number and score at a rank, from 1."""

    topic: str
    number: str
    rank: int
    score: float


def read_collection(folder: Path) -> tuple[Collection, Mapping[tuple[str, str], str]]:
    """Read a folder of documents, and where each (document, passage) key leads.

    Raises CorpusError where a file is not such a document.
    """
    documents: list[Document] = []
    numbers: dict[str, str] = {}
    keys: dict[tuple[str, str], str] = {}
    paths = sorted(folder.glob("*.json"), key=lambda path: (len(path.name), path.name))
    for path in paths:
        passages = _read_list(path, {"ID", "DocumentID", "PassageID", "Passage"})
        document = _document(path.stem, passages)
        documents.append(document)
        for passage, paragraph in zip(passages, document.paragraphs, strict=True):
            numbers[paragraph.id] = str(passage["ID"])
            key = (str(passage["DocumentID"]), str(passage["PassageID"]))
            keys.setdefault(key, str(passage["ID"]))
    if not documents:
        raise CorpusError([Problem(str(folder), 0, "no document (*.json) is there")])
    return Collection(Corpus(tuple(documents)), numbers), keys


def read_topics(path: Path, keys: Mapping[tuple[str, str], str]) -> list[Topic]:
    """Read a file of questions; raises CorpusError where it is none."""
    topics = []
    for table in _read_list(path, {"QuestionID", "Question", "Passages"}):
        found = ((str(p["DocumentID"]), str(p["PassageID"])) for p in table["Passages"])
        relevant = frozenset(keys[key] for key in found if key in keys)
        topics.append(Topic(str(table["QuestionID"]), str(table["Question"]), relevant))
    return topics


def rank_topics(
    collection: Collection, topics: Sequence[Topic], retriever: Retriever
) -> Iterator[RankedPassage]:
    """Yield the run of a retriever: the best passages of each topic, best first."""
    for topic in topics:
        for hit in retriever.retrieve(Query(topic.question, limit=DEPTH, marked=0)).hits:
            number = collection.numbers[hit.paragraph.id]
            yield RankedPassage(topic.id, number, hit.rank, hit.score)


def run_measures(topics: Sequence[Topic], run: Sequence[RankedPassage]) -> dict[str, float]:
    """Return the mean measures of a run over the topics that have a relevant passage."""
    ranked: dict[str, list[str]] = {}
    for line in run:
        ranked.setdefault(line.topic, []).append(line.number)
    judged = [(ranked.get(topic.id, []), topic.relevant) for topic in topics if topic.relevant]
    totals = {
        **{f"Recall@{k}": [recall_at(k, *pair) for pair in judged] for k in (1, 5, DEPTH)},
        f"MRR@{DEPTH}": [reciprocal_rank(*pair) for pair in judged],
        f"MAP@{DEPTH}": [average_precision_at(DEPTH, *pair) for pair in judged],
    }
    return {name: sum(values) / max(1, len(values)) for name, values in totals.items()}


def trec_run(run: Sequence[RankedPassage], name: str = "verbatim") -> str:
    """Return a run in TREC's format: topic, Q0, document number, rank, score, run name."""
    return "".join(f"{r.topic} Q0 {r.number} {r.rank} {r.score:.6f} {name}\n" for r in run)


def _read_list(path: Path, keys: set[str]) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorpusError([Problem(str(path), 0, f"cannot be read as JSON: {error}")]) from error
    if not isinstance(content, list) or not all(
        isinstance(item, dict) and keys <= item.keys() for item in content
    ):
        raise CorpusError([Problem(str(path), 0, f"not a list of objects with {sorted(keys)}")])
    return content


def _document(name: str, passages: Sequence[Mapping[str, Any]]) -> Document:
    labels = _unique([str(passage["PassageID"]) for passage in passages])
    places = {_pieces(label): label for label in reversed(labels)}
    texts = dict(zip(labels, (str(passage["Passage"]) for passage in passages), strict=True))
    parents = {label: _parent(label, places) for label in labels}
    paragraphs = tuple(
        Paragraph(
            name, label, text, parent=parents[label], headings=_headings(label, parents, texts)
        )
        for label, text in texts.items()
    )
    part = Part("", name)
    return Document(name, name, name, date.min, "en", "", (part,), paragraphs)


def _unique(labels: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    unique = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        unique.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return unique


def _pieces(label: str) -> tuple[str, ...]:
    return tuple(piece for piece in _PIECE.split(label) if piece)


def _headings(
    label: str, parents: Mapping[str, str | None], texts: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the titles above a passage, the nearest first: passages of few words."""
    titles = []
    above = parents[label]
    while above is not None:
        if 0 < len(texts[above].split()) <= LONGEST_TITLE:
            titles.append(texts[above])
        above = parents[above]
    return tuple(titles)


def _parent(label: str, places: Mapping[tuple[str, ...], str]) -> str | None:
    """Return the longest label that this one begins with: "4.1" for "4.1.(2)"."""
    pieces = _pieces(label)
    above = (places.get(pieces[:length]) for length in range(len(pieces) - 1, 0, -1))
    return next((found for found in above if found and found != label), None)
