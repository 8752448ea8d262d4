"""Searches a corpus in one language: every field of every paragraph, and the words it knows."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from bot.domain.documents import Corpus
from bot.domain.search import Correction
from bot.retrieval.analyzer import Token, analyzer_for, surface_words
from bot.retrieval.bm25 import InvertedIndex, Scores, build_index
from bot.retrieval.fields import (
    FIELDS,
    FieldSpec,
    Form,
    Source,
    indexed_terms,
    query_forms,
    sources,
)
from bot.retrieval.parameters import RankingParameters
from bot.retrieval.spelling import FAR, Speller
from bot.retrieval.thesaurus import load_thesaurus

WARMED = 10_000
"""Paragraphs whose lines are analysed before the first question."""
_SENTENCE = re.compile(r"(?<=[.;!?])\s")
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


@dataclass(frozen=True, slots=True)
class RankedField:
    """A field with its inverted index and its weight in the sum."""

    spec: FieldSpec
    index: InvertedIndex
    weight: float


class Lines:
    """The sentences, index lines and sample questions of one paragraph, found by their terms.

    The first `questions` of the lines are the sample questions; `idf` weighs a term.
    """

    def __init__(
        self, lines: list[frozenset[str]], questions: int, idf: Callable[[str], float]
    ) -> None:
        self._questions = questions
        self._masses = [sum(map(idf, line)) for line in lines]
        self._lines_with: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            for term in line:
                self._lines_with.setdefault(term, []).append(number)

    def focus(self, weights: Mapping[str, float]) -> float:
        """Return the largest part of a query's weight that stands in one line."""
        return max(self._shared(weights).values(), default=0.0)

    def likeness(self, weights: Mapping[str, float]) -> float:
        """Return Dice's coefficient, weighted by idf, of a query and the nearest question."""
        total = sum(weights.values())
        shared = self._shared(weights).items()
        return max(
            (2 * w / (total + self._masses[n]) for n, w in shared if n < self._questions),
            default=0.0,
        )

    def _shared(self, weights: Mapping[str, float]) -> dict[int, float]:
        shared: dict[int, float] = {}
        for term, weight in weights.items():
            for number in self._lines_with.get(term, ()):
                shared[number] = shared.get(number, 0.0) + weight
        return shared


class LanguageSearcher:
    """All fields of a corpus in one language: the texts in it, and the index written in it."""

    def __init__(self, corpus: Corpus, language: str, parameters: RankingParameters) -> None:
        self.language = language
        self.analyzer = analyzer_for(language)
        self._sources = sources(corpus, language)
        self._synonym_weight = parameters.weights.synonyms
        self._thesaurus = load_thesaurus(self.analyzer) if self._synonym_weight else {}
        self._lines: dict[int, Lines] = {}
        self._idf: dict[str, float] = {}
        self.fields = tuple(self._fields(parameters))
        self._evidence = [field.index for field in self.fields if field.spec.name in _EVIDENCE]
        self._attesting = [f.index for f in self.fields if f.spec.name in _EVIDENCE[:2]]
        self._texts = [field.index for field in self.fields if field.spec.name == "text"]

    def _fields(self, parameters: RankingParameters) -> Iterator[RankedField]:
        rows = [source.row for source in self._sources]
        stems = cache(self.analyzer.terms)  # the same texts stand in several fields
        for spec in FIELDS:
            weight: float = getattr(parameters.weights, spec.name)
            terms = [indexed_terms(spec, source, stems) for source in self._sources]
            index = build_index(rows, terms, parameters.bm25) if weight else None
            if index is not None:
                yield RankedField(spec, index, weight)

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
        if is_named(token, text):
            return None
        words, stems = self._spellers
        if word := words.mend(token.word):
            return word
        stem = stems.mend(token.term, most=1) if len(token.term) >= FAR else None
        return self._word_of_stem[stem] if stem else None

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

    def attests(self, term: str, row: int) -> bool:
        """Tell whether a paragraph has a term in its text or among its index terms."""
        return any(index.has(term, row) for index in self._attesting)

    def lines(self, row: int) -> Lines:
        """Return the lines of a paragraph and its index; they are analysed once."""
        if row not in self._lines:
            source = self._sources[row]
            sentences = _SENTENCE.split(source.paragraph.text) if source.is_home else []
            terms = source.entry.terms if source.entry else ()
            questions = source.entry.questions if source.entry else ()
            texts = (*questions, *sentences, *terms)
            analysed = [frozenset(self.analyzer.terms(text)) for text in texts]
            self._lines[row] = Lines(analysed, len(questions), self.idf)
        return self._lines[row]

    def warm(self) -> None:
        """Make now what questions would otherwise wait for when it is first needed."""
        self._spellers  # noqa: B018 - a property that is computed once
        for source in self._sources[:WARMED]:
            self.lines(source.row)

    @cached_property
    def _word_of_stem(self) -> dict[str, str]:
        """Map each stem that stands somewhere to the first word, in order, that it was made of."""
        words = sorted({word for source in self._sources for word in _words_of(source)})
        return {term: word for word in reversed(words) for term in self.analyzer.terms(word)}

    @cached_property
    def _spellers(self) -> tuple[Speller, Speller]:
        words = {word for source in self._sources for word in _words_of(source)}
        return Speller(words | self.analyzer.stop_words), Speller(self._word_of_stem)


def is_named(token: Token, text: str) -> bool:
    """Tell whether a word is written as a name: "GDPR", or "Bletchley" within a sentence."""
    written = text[token.span.start : token.span.end]
    if not written[:1].isupper() or text.isupper():
        return False
    return (len(written) > 1 and written.isupper()) or token.span.start > 0


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
    if source.is_home:
        yield from surface_words(source.paragraph.text)
    if source.entry:
        for text in (*source.entry.terms, *source.entry.questions):
            yield from surface_words(text)


def _with_corrections(text: str, corrections: list[Correction]) -> str:
    if not corrections:
        return text
    searched = {correction.typed: correction.searched for correction in corrections}
    return " ".join(searched.get(word, word) for word in surface_words(text))
