"""The fields in which a paragraph is ranked, and the forms of a query that search them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, groupby, pairwise
from sys import intern

from bot.domain.documents import Corpus, Document, IndexEntry, Paragraph
from bot.retrieval.analyzer import surface_words


class Form(StrEnum):
    """The forms in which texts and queries are indexed."""

    STEMS = "stems"
    STEM_PAIRS = "stem pairs"
    STARTS = "starts"
    WORDS = "words"
    WORD_PAIRS = "word pairs"
    NUMBERS = "numbers"


class Unit(StrEnum):
    """What BM25 ranks in a field; a paragraph counts as the best unit that it belongs to."""

    PARAGRAPH = "paragraph"
    LINE = "line"
    STRETCH = "stretch"


STRETCH_LENGTH, STRETCH_STEP = 8, 4
"""Paragraphs that a stretch has, and after how many the next one begins."""
START = 5
"""Letters of a stem that make its start: "disclos" and "disclosur" have the same."""


_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(
    r"(?P<word>\b(?:section|rule|paragraph|regulation|part|chapter|article)s? )?"
    r"(?P<number>\b[A-Z]?\d+(?:\.\d+)*[A-Z]?\b(?:\.?\([0-9a-z]+\))*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph in its surroundings, and what is written of it in one language's index.

    `is_home` tells whether the paragraph's own text is in this language.
    """

    row: int
    paragraph: Paragraph
    document: Document
    entry: IndexEntry | None
    is_home: bool


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field: the texts that it holds of a paragraph, and the form in which it holds them.

    `unit` is what is ranked: paragraphs, each text by itself, or stretches of several paragraphs.
    `admits` tells whether sharing a word with this field makes a paragraph a hit. Words without
    content, and words of the surroundings, only move those that are hits already.
    """

    name: str
    form: Form
    texts: Callable[[Source], Iterable[str]]
    admits: bool = False
    unit: Unit = Unit.PARAGRAPH


def _text(source: Source) -> Iterable[str]:
    return [source.paragraph.text] if source.is_home else []


def _headings(source: Source) -> Iterable[str]:
    if not source.is_home:
        return []
    parts = source.document.parts
    titles = [part.title for part in parts if part.label and part.label == source.paragraph.part]
    return [*titles, *source.paragraph.headings]


def _parent(source: Source) -> Iterable[str]:
    parent = source.document.parent(source.paragraph) if source.is_home else None
    return [parent.text] if parent else []


def _text_and_number(source: Source) -> Iterable[str]:
    return [source.paragraph.number, source.paragraph.text] if source.is_home else []


def _terms(source: Source) -> Iterable[str]:
    return source.entry.terms if source.entry else []


def _questions(source: Source) -> Iterable[str]:
    return source.entry.questions if source.entry else []


def _index(source: Source) -> Iterable[str]:
    terms = (term for line in _terms(source) for term in line.split(";"))
    return chain(terms, _questions(source))


def _text_and_index(source: Source) -> Iterable[str]:
    return chain(_text(source), _index(source))


FIELDS = (
    FieldSpec("text", Form.STEMS, _text, admits=True),
    FieldSpec("pairs", Form.STEM_PAIRS, _text),
    FieldSpec("starts", Form.STARTS, _text_and_index),
    FieldSpec("words", Form.WORDS, _text),
    FieldSpec("phrases", Form.WORD_PAIRS, _text),
    FieldSpec("headings", Form.STEMS, _headings, admits=True),
    FieldSpec("parent", Form.STEMS, _parent),
    FieldSpec("stretch", Form.STEMS, _text, unit=Unit.STRETCH),
    FieldSpec("stretch_pairs", Form.STEM_PAIRS, _text, unit=Unit.STRETCH),
    FieldSpec("numbers", Form.NUMBERS, _text_and_number),
    FieldSpec("terms", Form.STEMS, _terms, admits=True),
    FieldSpec("questions", Form.STEMS, _questions, admits=True),
    FieldSpec("lines", Form.STEMS, _terms, unit=Unit.LINE),
    FieldSpec("index_words", Form.WORDS, _index),
    FieldSpec("index_phrases", Form.WORD_PAIRS, _index),
)
"""Every field, in the order in which an explanation shows them."""


def sources(corpus: Corpus, language: str) -> list[Source]:
    """Return every paragraph of a corpus, in order, with what belongs to it in a language."""
    entries = {entry.paragraph: entry for entry in corpus.index if entry.language == language}
    found = []
    for row, paragraph in enumerate(corpus.paragraphs):
        document = corpus.document_of(paragraph)
        is_home = document.language.split("-")[0].lower() == language
        found.append(Source(row, paragraph, document, entries.get(paragraph.id), is_home))
    return found


def indexed_terms(spec: FieldSpec, source: Source, stems: Callable[[str], list[str]]) -> list[str]:
    """Return the terms of one paragraph in one field; `stems` analyses a text."""
    return [term for line in indexed_lines(spec, source, stems) for term in line]


def indexed_lines(
    spec: FieldSpec, source: Source, stems: Callable[[str], list[str]]
) -> list[list[str]]:
    """Return the terms of each text of one paragraph in one field; `stems` analyses a text."""
    return [_in_form(text, stems, spec.form) for text in spec.texts(source)]


def query_forms(text: str, stems: Sequence[str]) -> Mapping[Form, Mapping[str, float]]:
    """Return a query's terms in every form, with how often each stands there."""
    words = surface_words(text)
    terms = {
        Form.STEMS: stems,
        Form.STEM_PAIRS: _pairs(stems),
        Form.STARTS: _starts(stems),
        Form.WORDS: words,
        Form.WORD_PAIRS: _pairs(words),
        Form.NUMBERS: cited_numbers(text),
    }
    return {form: _counted(found) for form, found in terms.items()}


def _counted(terms: Iterable[str]) -> dict[str, float]:
    """Count terms: what a Counter does, which takes twice as long for few."""
    counts: dict[str, float] = {}
    for term in terms:
        counts[term] = counts.get(term, 0.0) + 1.0
    return counts


def stretches(sources: Sequence[Source]) -> list[list[Source]]:
    """Return the stretches of neighbouring paragraphs: of each part of a document, in order."""
    parts = groupby(sources, key=lambda source: (source.document.id, source.paragraph.part))
    return [stretch for _, part in parts for stretch in _overlapping(list(part))]


def _overlapping(part: list[Source]) -> Iterable[list[Source]]:
    last = max(1, len(part) - (STRETCH_LENGTH - STRETCH_STEP))
    return (part[start : start + STRETCH_LENGTH] for start in range(0, last, STRETCH_STEP))


def cited_numbers(text: str) -> list[str]:
    """Return the numbers by which a text cites rules: "7.2.1(2)" is found as "7.2.1", too.

    A plain number counts behind a word such as "section".
    """
    found: list[str] = []
    if not _DIGIT.search(text):
        return found
    for match in _NUMBER.finditer(text.replace("\u200e", "")):
        number = match["number"].replace(".(", "(")
        if match["word"] or "." in number or "(" in number:
            places = [place for place, sign in enumerate(number) if sign == "("]
            found += [number[:place] for place in (*places, len(number))]
    return found


def _in_form(text: str, stems: Callable[[str], list[str]], form: Form) -> list[str]:
    if form is Form.STEMS:
        return stems(text)
    if form is Form.STEM_PAIRS:
        return _pairs(stems(text))
    if form is Form.STARTS:
        return _starts(stems(text))
    if form is Form.NUMBERS:
        return cited_numbers(text)
    words = surface_words(text)
    return [intern(word) for word in words] if form is Form.WORDS else _pairs(words)


def _starts(stems: Iterable[str]) -> list[str]:
    return [intern(stem[:START]) for stem in stems]


def _pairs(terms: Iterable[str]) -> list[str]:
    return [f"{first} {second}" for first, second in pairwise(terms)]
