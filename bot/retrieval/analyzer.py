"""From text to index terms: Unicode normalisation, words, stop words, Snowball stems."""

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from sys import intern
from typing import NamedTuple

import Stemmer

from bot.domain.documents import Span
from bot.retrieval.stop_words import STOP_WORDS

SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""The Snowball algorithm of each language, by ISO 639-1 code."""

REMEMBERED = 2_000
"""Words of a language whose index terms are kept."""
_UNSPACED = (  # Hangul, kana and Han
    "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
)
_WORD = re.compile(rf"(?P<unspaced>[{_UNSPACED}]+)|(?:(?![{_UNSPACED}])[^\W_]|[\u0300-\u036f])+")
_UNUSUAL = re.compile(rf"[\u0300-\u036f{_UNSPACED}]")
_PLAIN_WORD = re.compile(r"([^\W_]+)")
_ASCII_WORD = re.compile("[a-z0-9]+")
_HYPHENS = frozenset("-‐‑")
_LATIN_MARKS = re.compile("[\u0300-\u036f]")


class Token(NamedTuple):
    """An index term and the range of the text that it was made from."""

    term: str
    span: Span
    word: str


@dataclass(frozen=True, slots=True)
class Analyzer:
    """Makes the index terms of texts in one language; documents and queries alike.

    A word is lower-cased, freed of its accents (many people type none) and stemmed; stop words are
    left out. The halves of a hyphenated word count singly and together ("life-cycle": life, cycl,
    lifecycl). Text in scripts without spaces is cut into overlapping pairs of characters. `term`
    makes the index term of a normalised word, None of a stop word; `forget` drops those that are
    kept: the words of documents are not the words of questions.
    """

    language: str
    stop_words: frozenset[str]
    term: Callable[[str], str | None]
    forget: Callable[[], None]

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of a text in its order, without stop words."""
        return [
            Token(term, Span(start, end), word)
            for word, start, end in _words(text)
            if (term := self.term(word)) is not None
        ]

    def spans(self, text: str, terms: Container[str]) -> list[Span]:
        """Return where some index terms stand in a text, in order."""
        term = self.term
        return sorted([Span(i, j) for word, i, j in _words(text) if term(word) in terms])

    def terms(self, text: str) -> list[str]:
        """Return the index terms of a text in its order, without stop words."""
        if text.isascii() and "-" not in text:
            words = _ASCII_WORD.findall(text.lower())  # the same words, several times as fast
        else:
            words = [word for word, _, _ in _words(text)]
        return [term for term in map(self.term, words) if term is not None]


def analyzer_for(language: str) -> Analyzer:
    """Return the analyzer of a language by its code; unknown languages are not stemmed."""
    code = language.split("-", maxsplit=1)[0].lower()
    stop_words = frozenset(map(fold, STOP_WORDS.get(code, ())))
    stem = _stemmer(code)

    @lru_cache(REMEMBERED)
    def term(word: str) -> str | None:
        folded = fold(word)
        return None if folded in stop_words else intern(stem(folded))

    return Analyzer(code, stop_words, term, term.cache_clear)


def _stemmer(code: str) -> Callable[[str], str]:
    if code not in SNOWBALL:
        return str
    stemmer = Stemmer.Stemmer(SNOWBALL[code])
    stemmer.maxCacheSize = 0  # what is made of its stems is kept instead
    stem: Callable[[str], str] = stemmer.stemWord
    return stem


def surface_words(text: str) -> list[str]:
    """Return the words of a text as they are written, lower-cased, stop words too."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return [normalise(match.group()) for match in _WORD.finditer(text) if not match["unspaced"]]


def fold(word: str) -> str:
    """Return a word without accents: "securite" for "sécurité"."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", unicodedata.normalize("NFD", word)))


def normalise(word: str) -> str:
    """Return a word in compatibility-composed, case-folded form: "ﬁne" and "FINE" are "fine"."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())


def _words(text: str) -> Iterable[tuple[str, int, int]]:
    """Return each word with its start and end; a hyphenated word also as a whole."""
    lowered = text.lower()
    is_plain = text.isascii()
    if not is_plain and (_UNUSUAL.search(text) or len(lowered) != len(text)):
        return _unusual_words(text)
    pieces = _PLAIN_WORD.split(lowered)  # words, and before, between and behind them the rest
    ends = list(accumulate(map(len, pieces)))
    words: Iterable[tuple[str, int, int]] = zip(pieces[1::2], ends[::2], ends[1::2], strict=False)
    if not is_plain:
        words = ((w if w.isascii() else normalise(text[i:j]), i, j) for w, i, j in words)
    between = pieces[2:-1:2]
    return words if _HYPHENS.isdisjoint(between) else _with_wholes(words, ["", *between])


def _with_wholes(
    words: Iterable[tuple[str, int, int]], before: Iterable[str]
) -> Iterator[tuple[str, int, int]]:
    """Yield words, and behind the halves of a hyphenated one the whole; `before` is what joins."""
    half, half_start = "", 0
    for (word, start, end), joint in zip(words, before, strict=True):
        yield word, start, end
        if joint in _HYPHENS:
            yield half + word, half_start, end
        half, half_start = word, start


def _unusual_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the same for any text: it may have combining marks, or scripts without spaces."""
    before, before_start, before_end = "", 0, -2
    for match in _WORD.finditer(text):
        start, end = match.span()
        if match.lastgroup:
            yield from _character_pairs(match.group(), start)
            before = ""
            continue
        word = normalise(match.group())
        yield word, start, end
        if before and start - before_end == 1 and text[before_end] in _HYPHENS:
            yield before + word, before_start, end
        before, before_start, before_end = word, start, end


def _character_pairs(run: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield overlapping pairs of characters; a character that stands alone is yielded itself."""
    for place in range(max(1, len(run) - 1)):
        pair = run[place : place + 2]
        yield normalise(pair), start + place, start + place + len(pair)
