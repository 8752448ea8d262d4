"""What stands together in one paragraph and its index: index terms and sample questions."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.domain.documents import Document, IndexEntry
from bot.retrieval.analyzer import Analyzer
from bot.retrieval.asking import MARK, QuestionReader
from bot.retrieval.fields import Source

FORM_WEIGHT = 1.5
"""What the form of a question ("when") weighs beside its words; a rare word weighs about 3."""
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")

Weigh = Callable[[str], float]
"""What a term says of a question's subject."""


class TermSets:
    """Sets of terms, found by the terms that they share with a query."""

    def __init__(self, sets: Iterable[frozenset[str]], weigh: Weigh) -> None:
        self._masses = array("d")
        sets_with: dict[str, list[int]] = {}
        for number, terms in enumerate(sets):
            self._masses.append(sum(map(weigh, terms)))
            for term in terms:
                sets_with.setdefault(term, []).append(number)
        same: dict[tuple[int, ...], tuple[int, ...]] = {}  # many terms stand in the same sets
        numbers = ((term, tuple(found)) for term, found in sets_with.items())
        self._sets_with = {term: same.setdefault(found, found) for term, found in numbers}

    def __bool__(self) -> bool:
        return bool(self._masses)

    def __contains__(self, term: str) -> bool:
        return term in self._sets_with

    def likeness(self, query: Mapping[str, float]) -> float:
        """Return Dice's coefficient, by weight, of a query and the set that is most like it."""
        total, masses = sum(query.values()), self._masses
        shared = self._shared(query).items()
        return max(
            [2 * weight / (total + masses[number]) for number, weight in shared], default=0.0
        )

    def likenesses(self, query: Mapping[str, float], terms: Iterable[str]) -> dict[str, float]:
        """Return, for some terms of a query, its likeness to the nearest set that has one."""
        total, masses = sum(query.values()), self._masses
        sets_of = self._sets_of(terms)
        shared = self._shared(query) if sets_of else {}
        return {
            term: max([2 * shared[number] / (total + masses[number]) for number in sets])
            for term, sets in sets_of.items()
        }

    def _sets_of(self, terms: Iterable[str]) -> dict[str, tuple[int, ...]]:
        return {term: self._sets_with[term] for term in terms if term in self._sets_with}

    def _shared(self, query: Mapping[str, float]) -> dict[int, float]:
        shared: dict[int, float] = {}
        so_far = shared.get
        for term, weight in query.items():
            for number in self._sets_with.get(term, ()):
                shared[number] = so_far(number, 0.0) + weight
        return shared


class SortedTerms:
    """Terms that are looked for now and then; a frozenset takes up to ten times as much memory."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = tuple(sorted(set(terms)))

    def __contains__(self, term: str) -> bool:
        place = bisect_left(self._terms, term)
        return place < len(self._terms) and self._terms[place] == term


@dataclass(frozen=True, slots=True)
class Lines:
    """One paragraph's words and what its index says, in one language.

    `own` are the terms of its text, none where that is in another language; `text` are these, those
    of the document's titles, and the words for a time where it has a year. `entries` are those of
    its index terms, `questions` the sample questions that it answers, each with its form.
    """

    own: frozenset[str]
    text: frozenset[str]
    entries: SortedTerms
    questions: TermSets

    def has(self, term: str) -> bool:
        """Tell whether a term stands in the paragraph's own text or its index."""
        return term in self.own or term in self.entries or term in self.questions

    def states(self, term: str) -> bool:
        """Tell whether the text has a term; its index stands for a text in another language."""
        return term in self.text if self.text else term in self.entries


def lines_of(source: Source, analyzer: Analyzer, reader: QuestionReader, weigh: Weigh) -> Lines:
    """Analyse a paragraph and what is written of it."""
    entry = source.entry or IndexEntry(source.paragraph.id, analyzer.language)
    own: frozenset[str] = frozenset()
    text: frozenset[str] = frozenset()
    if source.is_home:
        times = reader.times if _YEAR.search(source.paragraph.text) else frozenset()
        own = frozenset(analyzer.terms(source.paragraph.text))
        text = own.union(times, name_terms(source.document, analyzer))
    return Lines(
        own=own,
        text=text,
        entries=SortedTerms(term for line in entry.terms for term in analyzer.terms(line)),
        questions=question_sets(entry.questions, reader, weigh),
    )


def name_terms(document: Document, analyzer: Analyzer) -> list[str]:
    """Return the terms of what a document calls itself: every paragraph is about that."""
    parts = (text for part in document.parts for text in (part.title, part.label))
    return analyzer.terms(" ".join((document.title, document.kind, *parts)))


def question_sets(questions: Iterable[str], reader: QuestionReader, weigh: Weigh) -> TermSets:
    """Return the terms and forms of sample questions."""
    return TermSets(
        map(reader.line, questions),
        lambda term: FORM_WEIGHT if term.startswith(MARK) else weigh(term),
    )
