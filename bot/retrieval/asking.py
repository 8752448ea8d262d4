"""What a question asks for: its form (when, who, how many ...), the word asked for, and facts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.retrieval.analyzer import Analyzer, fold, normalise
from bot.retrieval.question_words import FORMS, HEADS, TIMES
from bot.retrieval.thesaurus import load_fact_words

MARK = "?"
"""What a form begins with, so that no word is taken for one."""
DETAILS = frozenset({"?when", "?number", "?who", "?define", "?contents"})
"""Forms that ask for one fact, which a paragraph on the subject need not tell."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: its forms ("?when"), and the terms of the word asked for.

    That word is "budget" in "what is the budget of ..."; many questions have none.
    """

    forms: frozenset[str]
    head: tuple[str, ...]

    @property
    def is_detail(self) -> bool:
        """Tell whether one fact is asked for: a date, a number, a name, a definition, contents."""
        return not self.forms.isdisjoint(DETAILS)


class QuestionReader:
    """Reads what questions in one language ask for; nothing where their words are not known."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._forms = _compiled(tuple(FORMS.get(analyzer.language, {}).items()))
        head = HEADS.get(analyzer.language)
        self._head = re.compile(head) if head else None
        self.facts = load_fact_words(analyzer)
        self.times = frozenset(analyzer.terms(TIMES.get(analyzer.language, "")))

    def read(self, text: str) -> Asked:
        """Return what a question asks for."""
        folded = fold(normalise(text))
        found = self._head.search(folded) if self._head else None
        head = self._analyzer.terms(found[1]) if found else ()
        return Asked(self.forms(folded), tuple(head))

    def forms(self, folded: str) -> frozenset[str]:
        """Return the forms of a question whose letters have no case and no accents."""
        return frozenset(MARK + name for name, pattern in self._forms if pattern.search(folded))

    def line(self, question: str) -> frozenset[str]:
        """Return the terms and the forms of a sample question."""
        return frozenset(self._analyzer.terms(question)) | self.forms(fold(normalise(question)))


@cache
def _compiled(forms: Iterable[tuple[str, str]]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in forms)
