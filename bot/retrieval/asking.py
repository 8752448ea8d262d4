"""What a question asks for: its form (when, who, how many ...), the word asked for, and facts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from bot.retrieval.analyzer import Analyzer, fold, normalise
from bot.retrieval.question_words import FORMS, HEADS, LOOSE_TEXTS, SAYS, TEXTS, TIMES
from bot.retrieval.thesaurus import load_fact_words

MARK = "?"
"""What a form begins with, so that no word is taken for one."""
DETAILS = frozenset({"?when", "?number", "?who", "?define", "?contents"})
"""Forms that ask for one fact, which a paragraph on the subject need not tell."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: its forms ("?when"), and the terms of the word asked for.

    That word is "budget" in "what is the budget of ..."; many questions have none. `speaker` is
    who or what it asks the words of, as typed: "the treaty" in "what does the treaty say about".
    """

    forms: frozenset[str]
    head: tuple[str, ...]
    speaker: str = ""

    @property
    def is_detail(self) -> bool:
        """Tell whether one fact is asked for: a date, a number, a name, a definition, contents."""
        return not self.forms.isdisjoint(DETAILS)


class QuestionReader:
    """Reads what questions in one language ask for; nothing where their words are not known."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._forms = _compiled(tuple(FORMS.get(analyzer.language, {}).items()))
        language = analyzer.language
        self._head, self._says = _pattern(HEADS, language), _pattern(SAYS, language)
        self.texts = frozenset(analyzer.terms(TEXTS.get(language, "")))
        self.loose_texts = frozenset(analyzer.terms(LOOSE_TEXTS.get(language, "")))
        self.facts = load_fact_words(analyzer)
        self.times = frozenset(analyzer.terms(TIMES.get(analyzer.language, "")))

    def read(self, text: str) -> Asked:
        """Return what a question asks for."""
        folded = fold(normalise(text))
        head, says = self._head.search(folded), self._says.search(fold(text))
        return Asked(
            self.forms(folded),
            tuple(self._analyzer.terms(head[1]) if head else ()),
            speaker=says[1] if says else "",
        )

    def forms(self, folded: str) -> frozenset[str]:
        """Return the forms of a question whose letters have no case and no accents."""
        return frozenset(MARK + name for name, pattern in self._forms if pattern.search(folded))

    def line(self, question: str) -> frozenset[str]:
        """Return the terms and the forms of a sample question."""
        return frozenset(self._analyzer.terms(question)) | self.forms(fold(normalise(question)))


def _pattern(patterns: Mapping[str, str], language: str) -> re.Pattern[str]:
    """Return a language's pattern; one that nothing matches where it has none."""
    return re.compile(patterns.get(language, "(?!)"), re.IGNORECASE)


@cache
def _compiled(forms: Iterable[tuple[str, str]]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in forms)
