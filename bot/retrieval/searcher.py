"""Searches a corpus in one language: every field of every paragraph, and the words it knows."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from sys import intern

from bot.domain.documents import Corpus, Span
from bot.domain.search import Correction
from bot.retrieval.analyzer import Token, analyzer_for, surface_words
from bot.retrieval.asking import QuestionReader
from bot.retrieval.field_index import Progress, without_progress
from bot.retrieval.fields import Form, Source, query_forms, sources
from bot.retrieval.index_store import IndexStore
from bot.retrieval.lines import Lines, TermSets, lines_of, name_terms, question_sets
from bot.retrieval.parameters import RankingParameters
from bot.retrieval.ranked_fields import RankedField
from bot.retrieval.remembered import Remembered
from bot.retrieval.spelling import FAR, Speller
from bot.retrieval.thesaurus import general_words, load_filler_words, load_thesaurus

WARMED = 1_000
"""Paragraphs that are analysed before the first question, and that are kept analysed."""
MENDED = 500
"""Words for which it is kept what they were meant to be: another language's "the" comes often."""
PLACED = 200
"""Paragraphs of a corpus up to which the places of all their terms are kept."""
_REMEMBERED = 10_000
"""Terms whose idf is kept."""
SHOUTED = 200
"""Characters from which it is told whether all is in capitals: each word asks it."""
FILLER_SHARE = 0.3
"""What a filler word ("actually") says of a question's subject, beside another of its idf."""
NAME = 5
"""Letters from which a name is mended: other names are near a shorter one."""
_CAPITALISED = re.compile(r"\b[^\W\d_a-z]\w+")
_EVIDENCE = ("text", "terms", "questions")


@dataclass(frozen=True, slots=True)
class AnalysedQuery:
    """A query as one language reads it: its tokens, mended, and its terms in every form.

    `terms` are its distinct index terms, in order; `known` counts the tokens whose term stands in
    any text or index of the language; `information` is the sum of the idfs of these.
    """

    language: str
    text: str
    tokens: tuple[Token, ...]
    terms: tuple[str, ...]
    known: int
    information: float
    corrections: tuple[Correction, ...]
    forms: Mapping[Form, Mapping[str, float]]
    synonyms: Mapping[str, Mapping[str, float]]

    @property
    def known_as_typed(self) -> int:
        """The number of tokens that are known without mending."""
        return self.known - len(self.corrections)


class LanguageSearcher:
    """All fields of a corpus in one language: the texts in it, and the index written in it."""

    def __init__(
        self,
        corpus: Corpus,
        language: str,
        parameters: RankingParameters,
        progress: Progress = without_progress,
        store: IndexStore | None = None,
    ) -> None:
        self.language = language
        self.analyzer = analyzer_for(language)
        self.reader = QuestionReader(self.analyzer)
        self._sources = sources(corpus, language)
        self._synonym_weight = parameters.weights.synonyms
        self._thesaurus = load_thesaurus(self.analyzer) if self._synonym_weight else {}
        store = store or IndexStore()
        self.index = store.field_index(self._sources, self.analyzer, parameters, progress)
        self._in_evidence = self.index.mask(*_EVIDENCE)
        self._in_text = self.index.mask("text")
        self._fillers = load_filler_words(self.analyzer)
        self.most_information = math.log(len(self._sources) + 1)
        self._idf = Remembered[str, float](_REMEMBERED)
        self._lines = Remembered[int, Lines](WARMED)
        self._mended = Remembered[tuple[str, str], str | None](MENDED)
        self._placed = Remembered[int, dict[str, list[Span]]](PLACED)

    @property
    def fields(self) -> tuple[RankedField, ...]:
        """The fields that have a weight and a term."""
        return self.index.fields

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
        known = [stem for stem in stems if self.knows(stem)]
        forms = {**query_forms(mended_text, stems)}
        forms[Form.STEMS] = _expanded(forms[Form.STEMS], synonyms, self._synonym_weight)
        if not self._meets(forms[Form.STEMS]):  # its stop words alone would still be found
            forms = {key: {} for key in Form}
        return AnalysedQuery(
            self.language,
            text,
            tokens=tuple(tokens),
            terms=tuple(dict.fromkeys(stems)),
            known=len(known),
            information=sum([self._idf.of(stem, self._idf_of_known) for stem in known]),
            corrections=tuple(corrections),
            forms=forms,
            synonyms=synonyms,
        )

    def _meets(self, stems: Iterable[str]) -> bool:
        """Tell whether any stem stands in any field."""
        return any(map(self.index.has_stem, stems))

    def _synonyms_of(self, stems: Iterable[str]) -> dict[str, Mapping[str, float]]:
        return {stem: self._thesaurus[stem] for stem in stems if stem in self._thesaurus}

    def _mend(self, token: Token, text: str) -> str | None:
        """Return the word that was meant: one near as a whole, or one of a near stem.

        A word in capitals is a name or an abbreviation, and stays.
        """
        if is_named(token, text):
            return self._mended_name(token, text)
        return self._mended.of((token.word, token.term), self._mended_word)

    def _mended_word(self, typed: tuple[str, str]) -> str | None:
        word, term = typed
        words, stems = self._spellers
        meant = words.mend(word)
        if meant is None and len(term) >= FAR:
            stem = stems.mend(term, most=1)
            meant = self._word_of_stem[stem] if stem else None
        return meant if meant and self._is_known(meant) else None

    def _mended_name(self, token: Token, text: str) -> str | None:
        """Return the name that was meant by one mistake; an abbreviation stays."""
        written = text[token.span.start : token.span.end]
        if written.isupper() or len(written) < NAME:
            return None
        return self._names.mend(token.word, most=1)

    def _is_known(self, word: str) -> bool:
        """Tell whether a word stands in a text or an index, or is a stop word."""
        return all(map(self.knows, self.analyzer.terms(word)))

    def knows(self, term: str) -> bool:
        """Tell whether a term stands in any text or index of this language."""
        return bool(self.index.fields_with(term) & self._in_evidence)

    def stands_in_text(self, term: str) -> bool:
        """Tell whether a term stands in any document of this language."""
        return bool(self.index.fields_with(term) & self._in_text)

    def idf(self, term: str) -> float:
        """Return log((N + 1) / n), n being the paragraphs with the term in any field of words."""
        if not self.knows(term):
            return self.most_information
        return self._idf.of(term, self._idf_of_known)

    def information(self, term: str) -> float:
        """Return what a term of a question says: its idf, less where it is a filler word's."""
        return self.idf(term) * (FILLER_SHARE if self.is_filler(term) else 1.0)

    def is_filler(self, term: str) -> bool:
        """Tell whether a term is one of any conversation, and no content word."""
        return term in self._fillers

    def _idf_of_known(self, term: str) -> float:
        n = len(self.index.rows_with(term, self._in_evidence))
        return math.log((len(self._sources) + 1) / n)

    def spans(self, row: int, terms: Collection[str]) -> list[Span]:
        """Return where some terms stand in a paragraph's text, in order."""
        if len(self._sources) > PLACED:
            return self.analyzer.spans(self._sources[row].paragraph.text, terms)
        spans_of = self._placed.of(row, self._placed_terms)
        return sorted([span for term in terms for span in spans_of.get(term, ())])

    def _placed_terms(self, row: int) -> dict[str, list[Span]]:
        spans_of: dict[str, list[Span]] = {}
        for token in self.analyzer.tokens(self._sources[row].paragraph.text):
            spans_of.setdefault(token.term, []).append(token.span)
        return spans_of

    def lines(self, row: int) -> Lines:
        """Return what stands in a paragraph and its index."""
        return self._lines.of(row, self._analysed_lines)

    def _analysed_lines(self, row: int) -> Lines:
        return lines_of(self._sources[row], self.analyzer, self.reader, self.information)

    @cached_property
    def open_questions(self) -> TermSets:
        """The questions that the documents leave open, as their index says."""
        entries = (source.entry for source in self._sources if source.entry)
        questions = [question for entry in entries for question in entry.open_questions]
        return question_sets(questions, self.reader, self.information)

    @cached_property
    def own_names(self) -> frozenset[str]:
        """The terms of what the documents and their parts are called."""
        documents = {source.document.id: source.document for source in self._sources}.values()
        return frozenset(t for one in documents for t in name_terms(one, self.analyzer))

    def warm(self) -> None:
        """Make now what questions would otherwise wait for when it is first needed."""
        self._spellers, self._names, self.open_questions  # noqa: B018 - computed once
        for source in self._sources[:WARMED]:
            self.lines(source.row)
        self.analyzer.forget()

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
        yield from map(intern, surface_words(text))  # the same words stand in several places


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
