"""From text to index terms: Unicode normalisation, words, stop words, Snowball stems."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from sys import intern
from typing import NamedTuple, Protocol

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

_UNSPACED = (  # Hangul, kana and Han
    "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
)
_WORD = re.compile(rf"(?P<unspaced>[{_UNSPACED}]+)|(?:(?![{_UNSPACED}])[^\W_]|[\u0300-\u036f])+")
_UNUSUAL = re.compile(rf"[\u0300-\u036f{_UNSPACED}]")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile("[a-z0-9]+")
_HYPHENS = frozenset("-‐‑")
_LATIN_MARKS = re.compile("[\u0300-\u036f]")


class Token(NamedTuple):
    """An index term and the range of the text that it was made from."""

    term: str
    span: Span
    word: str


class WordStemmer(Protocol):
    """Maps word forms to a common stem."""

    def stemWords(self, words: list[str]) -> list[str]:  # noqa: N802 - PyStemmer's name
        """Return the stems of words, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Analyzer:
    """Makes the index terms of texts in one language; documents and queries alike.

    A word is lower-cased, freed of its accents (many people type none) and stemmed; stop words are
    left out. The halves of
    a hyphenated word count singly and together ("life-cycle": life, cycl, lifecycl). Text in
    scripts without spaces is cut into overlapping pairs of characters.
    """

    language: str
    stop_words: frozenset[str]
    stemmer: WordStemmer | None

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of a text in its order, without stop words."""
        stems, words = self._placed_terms(text)
        return [
            Token(stem, Span(start, end), word)
            for stem, (word, start, end) in zip(stems, words, strict=True)
        ]

    def _placed_terms(self, text: str) -> tuple[list[str], list[tuple[str, int, int]]]:
        """Return the index terms of a text, and the word, start and end that each comes from."""
        words = _words(text)
        folded = [word for word, _, _ in words]
        if not text.isascii():
            folded = [fold(word) for word in folded]
        kept = [place for place, word in enumerate(folded) if word not in self.stop_words]
        return self._stems([folded[place] for place in kept]), [words[place] for place in kept]

    def places(self, text: str) -> dict[str, list[tuple[int, int]]]:
        """Return where each index term of a text stands: pairs of a start and an end."""
        found: dict[str, list[tuple[int, int]]] = {}
        stems, words = self._placed_terms(text)
        for stem, (_, start, end) in zip(stems, words, strict=True):
            found.setdefault(stem, []).append((start, end))
        return found

    def terms(self, text: str) -> list[str]:
        """Return the index terms of a text in its order, without stop words."""
        if text.isascii() and "-" not in text:
            words = _ASCII_WORD.findall(text.lower())  # the same words, several times as fast
        else:
            words = [fold(word) for word, _, _ in _words(text)]
        return self._stems([word for word in words if word not in self.stop_words])

    def _stems(self, words: list[str]) -> list[str]:
        """Return the stems of words; the same stem is the same object, wherever it is kept."""
        return list(map(intern, self.stemmer.stemWords(words) if self.stemmer else words))


def analyzer_for(language: str) -> Analyzer:
    """Return the analyzer of a language by its code; unknown languages are not stemmed."""
    code = language.split("-", maxsplit=1)[0].lower()
    algorithm = SNOWBALL.get(code)
    stemmer = Stemmer.Stemmer(algorithm) if algorithm else None
    return Analyzer(code, frozenset(map(fold, STOP_WORDS.get(code, ()))), stemmer)


def surface_words(text: str) -> list[str]:
    """Return the words of a text as they are written, lower-cased, stop words too."""
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


def _words(text: str) -> list[tuple[str, int, int]]:
    """Return each word with its start and end; a hyphenated word also as a whole."""
    lowered = text.lower()
    if _UNUSUAL.search(text) or len(lowered) != len(text):
        return list(_unusual_words(text))
    words = []
    before, before_start, before_end = "", 0, -2
    for match in _PLAIN_WORD.finditer(text):
        start, end = match.span()
        word = lowered[start:end]
        if not word.isascii():
            word = normalise(text[start:end])
        words.append((word, start, end))
        if start - before_end == 1 and text[before_end] in _HYPHENS:
            words.append((before + word, before_start, end))
        before, before_start, before_end = word, start, end
    return words


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
