"""Searches a corpus in one language: every field of every paragraph, and the words it knows."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import TypeAlias

import numpy as np

from bot.domain.documents import Corpus
from bot.domain.search import Correction
from bot.retrieval.analyzer import Token, analyzer_for, surface_words
from bot.retrieval.asking import QuestionReader
from bot.retrieval.best_unit import BestUnitIndex, build_best_unit_index
from bot.retrieval.bm25 import Bm25Parameters, InvertedIndex, Scores, build_index
from bot.retrieval.fields import (
    FIELDS,
    FieldSpec,
    Form,
    Source,
    Unit,
    indexed_lines,
    query_forms,
    sources,
    stretches,
)
from bot.retrieval.lines import Lines, TermSets, lines_of, question_sets
from bot.retrieval.parameters import RankingParameters
from bot.retrieval.spelling import FAR, Speller
from bot.retrieval.thesaurus import general_words, load_thesaurus

WARMED = 10_000
"""Paragraphs whose lines are analysed before the first question."""
SHOUTED = 200
"""Characters from which it is told whether all is in capitals: each word asks it."""
NAME = 5
"""Letters from which a name is mended: other names are near a shorter one."""
_CAPITALISED = re.compile(r"\b[^\W\d_a-z]\w+")
_EVIDENCE = ("text", "terms", "questions")


@dataclass(frozen=True, slots=True)
class AnalysedQuery:
    """A query as one language reads it: its tokens, mended, and its terms in every form."""

    language: str
    text: str
    tokens: tuple[Token, ...]
    corrections: tuple[Correction, ...]
    forms: Mapping[Form, Mapping[str, float]]
    synonyms: Mapping[str, Mapping[str, float]]

    @property
    def terms(self) -> tuple[str, ...]:
        """The distinct index terms, in the order of the query."""
        return tuple(dict.fromkeys(token.term for token in self.tokens))


FieldIndex: TypeAlias = InvertedIndex | BestUnitIndex


@dataclass(frozen=True, slots=True)
class RankedField:
    """A field with its inverted index and its weight in the sum."""

    spec: FieldSpec
    index: FieldIndex
    weight: float


class LanguageSearcher:
    """All fields of a corpus in one language: the texts in it, and the index written in it."""

    def __init__(self, corpus: Corpus, language: str, parameters: RankingParameters) -> None:
        self.language = language
        self.analyzer = analyzer_for(language)
        self.reader = QuestionReader(self.analyzer)
        self._sources = sources(corpus, language)
        self._synonym_weight = parameters.weights.synonyms
        self._thesaurus = load_thesaurus(self.analyzer) if self._synonym_weight else {}
        self._lines: dict[int, Lines] = {}
        self._idf: dict[str, float] = {}
        self.fields = tuple(self._fields(parameters))
        indexes = {field.spec.name: field.index for field in self.fields}
        self._evidence = [
            x for n, x in indexes.items() if isinstance(x, InvertedIndex) and n in _EVIDENCE
        ]
        self._texts = [field.index for field in self.fields if field.spec.name == "text"]

    def _fields(self, parameters: RankingParameters) -> Iterator[RankedField]:
        stems = cache(self.analyzer.terms)  # the same texts stand in several fields
        for spec in FIELDS:
            weight: float = getattr(parameters.weights, spec.name)
            index = self._index(spec, stems, parameters.bm25) if weight else None
            if index is not None:
                yield RankedField(spec, index, weight)

    def _index(
        self, spec: FieldSpec, stems: Callable[[str], list[str]], parameters: Bm25Parameters
    ) -> FieldIndex | None:
        lines = {source.row: indexed_lines(spec, source, stems) for source in self._sources}
        if spec.unit is Unit.LINE:
            by_line = [([row], line) for row, texts in lines.items() for line in texts]
            return build_best_unit_index(by_line, parameters)
        terms = {row: list(chain.from_iterable(texts)) for row, texts in lines.items()}
        if spec.unit is Unit.STRETCH:
            return build_best_unit_index(_joined(stretches(self._sources), terms), parameters)
        return build_index(list(terms), list(terms.values()), parameters)

    def analyse(self, text: str) -> AnalysedQuery:
        """Analyse a query; words that stand nowhere are mended where a near one is known."""
        tokens: list[Token] = []
        corrections: list[Correction] = []
        for token in self.analyzer.tokens(text):
            mended = None if self.knows(token.term) else self._mend(token, text)
            if mended is None:
                tokens.append(token)
                continue
            corrections.append(Correction(token.word, mended))
            tokens += [_placed_at(new, token) for new in self.analyzer.tokens(mended)]
        mended_text = _with_corrections(text, corrections)
        stems = [token.term for token in tokens]
        synonyms = self._synonyms_of(stems)
        forms = {**query_forms(mended_text, stems)}
        forms[Form.STEMS] = _expanded(forms[Form.STEMS], synonyms, self._synonym_weight)
        if not self._meets(forms[Form.STEMS]):  # its stop words alone would still be found
            forms = {key: {} for key in Form}
        return AnalysedQuery(
            self.language, text, tuple(tokens), tuple(corrections), forms, synonyms
        )

    def _meets(self, stems: Iterable[str]) -> bool:
        """Tell whether any stem stands in any field."""
        indexes = [field.index for field in self.fields if field.spec.form is Form.STEMS]
        return any(stem in index for index in indexes for stem in stems)

    def _synonyms_of(self, stems: Iterable[str]) -> dict[str, Mapping[str, float]]:
        return {stem: self._thesaurus[stem] for stem in stems if stem in self._thesaurus}

    def _mend(self, token: Token, text: str) -> str | None:
        """Return the word that was meant: one near as a whole, or one of a near stem.

        A word in capitals is a name or an abbreviation, and stays.
        """
        words, stems = self._spellers
        if is_named(token, text):
            return self._mended_name(token, text)
        word = words.mend(token.word)
        if word is None and len(token.term) >= FAR:
            stem = stems.mend(token.term, most=1)
            word = self._word_of_stem[stem] if stem else None
        return word if word and self._is_known(word) else None

    def _mended_name(self, token: Token, text: str) -> str | None:
        """Return the name that was meant by one mistake; an abbreviation stays."""
        written = text[token.span.start : token.span.end]
        if written.isupper() or len(written) < NAME:
            return None
        return self._names.mend(token.word, most=1)

    def _is_known(self, word: str) -> bool:
        """Tell whether a word stands in a text or an index, or is a stop word."""
        return all(map(self.knows, self.analyzer.terms(word)))

    def add_scores(self, query: AnalysedQuery, *, admitting: bool, scores: Scores) -> None:
        """Add the weighted scores of the fields that make a hit, or of the others, to `scores`."""
        for field in self.fields:
            if field.spec.admits is admitting:
                field.index.add_scores(query.forms[field.spec.form], field.weight, scores)

    def knows(self, term: str) -> bool:
        """Tell whether a term stands in any text or index of this language."""
        return any(term in index for index in self._evidence)

    def stands_in_text(self, term: str) -> bool:
        """Tell whether a term stands in any document of this language."""
        return any(term in index for index in self._texts)

    def idf(self, term: str) -> float:
        """Return log((N + 1) / n), n being the paragraphs with the term in any field of words."""
        if term not in self._idf:
            rows = [index.rows_with(term) for index in self._evidence if term in index]
            n = len(np.unique(np.concatenate(rows))) if rows else 1
            self._idf[term] = math.log((len(self._sources) + 1) / n)
        return self._idf[term]

    def has(self, term: str, row: int) -> bool:
        """Tell whether a paragraph has a term in its text or its index."""
        return any(index.has(term, row) for index in self._evidence)

    def lines(self, row: int) -> Lines:
        """Return what stands in a paragraph and its index; it is analysed once."""
        if row not in self._lines:
            self._lines[row] = lines_of(self._sources[row], self.analyzer, self.reader, self.idf)
        return self._lines[row]

    @cached_property
    def open_questions(self) -> TermSets:
        """The questions that the documents leave open, as their index says."""
        entries = (source.entry for source in self._sources if source.entry)
        questions = [question for entry in entries for question in entry.open_questions]
        return question_sets(questions, self.reader, self.idf)

    def warm(self) -> None:
        """Make now what questions would otherwise wait for when it is first needed."""
        self._spellers, self._names, self.open_questions  # noqa: B018 - computed once
        for source in self._sources[:WARMED]:
            self.lines(source.row)

    @cached_property
    def _word_of_stem(self) -> dict[str, str]:
        """Map each stem that stands somewhere to the first word, in order, that it was made of."""
        words = sorted({word for source in self._sources for word in _words_of(source)})
        return {term: word for word in reversed(words) for term in self.analyzer.terms(word)}

    @cached_property
    def _names(self) -> Speller:
        texts = (text for source in self._sources for text in _texts_of(source))
        names = (match[0] for text in texts for match in _CAPITALISED.finditer(text))
        return Speller(word for name in names for word in surface_words(name))

    @cached_property
    def _spellers(self) -> tuple[Speller, Speller]:
        words = {word for source in self._sources for word in _words_of(source)}
        general = self.analyzer.stop_words | general_words(self.language)
        return Speller(words | general), Speller(self._word_of_stem)


def is_named(token: Token, text: str) -> bool:
    """Tell whether a word is written as a name: "GDPR", or "Bletchley" within a sentence."""
    written = text[token.span.start : token.span.end]
    if not written[:1].isupper() or text[:SHOUTED].isupper():
        return False
    return (len(written) > 1 and written.isupper()) or token.span.start > 0


def _joined(
    groups: Iterable[Sequence[Source]], terms: Mapping[int, Sequence[str]]
) -> list[tuple[list[int], list[str]]]:
    """Return, for each group of paragraphs, their rows and their terms."""
    rows = [[source.row for source in group] for group in groups]
    return [(members, [term for row in members for term in terms[row]]) for members in rows]


def _placed_at(token: Token, place: Token) -> Token:
    """Return a token of a mended word, placed where the mistyped word stands."""
    return Token(token.term, place.span, token.word)


def _expanded(
    terms: Mapping[str, float], synonyms: Mapping[str, Mapping[str, float]], share: float
) -> dict[str, float]:
    """Add the near-synonyms of a query's terms, each with its weight times a share."""
    weights = dict(terms)
    for term, near in synonyms.items():
        for other, weight in near.items():
            if other not in terms:
                gain = terms[term] * weight * share
                weights[other] = max(weights.get(other, 0.0), gain)
    return weights if share else dict(terms)


def _words_of(source: Source) -> Iterator[str]:
    for text in _texts_of(source):
        yield from surface_words(text)


def _texts_of(source: Source) -> Iterator[str]:
    if source.is_home:
        yield source.paragraph.text
    if entry := source.entry:
        yield from (*entry.terms, *entry.questions, *entry.open_questions)


def _with_corrections(text: str, corrections: list[Correction]) -> str:
    if not corrections:
        return text
    searched = {correction.typed: correction.searched for correction in corrections}
    return " ".join(searched.get(word, word) for word in surface_words(text))
