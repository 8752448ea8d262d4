"""Cuts a question into the pieces that references by number are read from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bot.retrieval.analyzer import fold, normalise
from bot.retrieval.reference_words import AND, ANNEX, ITEM, KANJI_DIGITS, PARAGRAPH, TO, UNSPACED

_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—―−~〜～", "-") | dict.fromkeys("'’ʼ`\x00", " "))
_RAISED = str.maketrans("ºª", "°°")
"""The raised letters of "3º" and "nº 4", which normalisation would lower."""
_LEXEME = re.compile(
    r"""\x00(?P<name>\w+)\x00
    | (?P<ordinal>\d{1,6})(?:\s?(?:st|nd|rd|th)|er|ere|e|eme|°|\.(?=\s*[^\W\d]))(?![\w.])
    | (?P<number>\d{1,40}(?:\.\d{1,9})*[a-z]?(?:\s?\([0-9a-z]{1,6}\))*)(?!\w)
    | (?P<initial>[a-z])\s?\.?(?P<after>\d{1,4}(?:\.\d{1,4})*)(?!\w)
    | (?P<bracket>\([a-z]{1,4}\))
    | (?P<word>avant-derniere?(?!\w)|[^\W\d_]+|[¶§\#№&+,;-])
    | (?P<stop>[.!?:()]|\S)
    """,
    re.VERBOSE,
)
_BEGINNING = re.compile(r"\d|pa?r[aghpr]{3}")
"""What references have that no plain word shows: a number, "paragraph" as it may be mistyped."""
_WORD = re.compile(r"[^\W\d_]+|[¶§\#№]")
_MISTYPED = re.compile(r"pa?r[aghpr]{3,8}s?")
"""The word "paragraph" with letters missing, doubled or exchanged."""


_INTRODUCING = PARAGRAPH | ITEM | ANNEX


class Lexeme(NamedTuple):
    """A piece of a question: its kind ("word", "number", "part", ...) and its plain form."""

    kind: str
    value: str


class Names:
    """The names under which the parts and documents of a corpus are spoken of.

    `parts` and `documents` map a name, lower-cased, to a part's label or a document's id.
    """

    def __init__(self, parts: Mapping[str, str], documents: Mapping[str, str]) -> None:
        self._targets = [("part", label) for label in parts.values()]
        self._targets += [("document", document) for document in documents.values()]
        names = [*map(_plain, parts), *map(_plain, documents)]
        self._index = {name: place for place, name in reversed(list(enumerate(names)))}
        longest_first = sorted(self._index, key=len, reverse=True)
        alternatives = "|".join(re.escape(name) for name in longest_first) or r"(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
        has_annex = [label for label in parts.values() if _plain(label) in ANNEX]
        self.annex = has_annex[0] if has_annex else None
        self._initials = {_plain(label)[:1] for label in parts.values()}
        self._words_of_parts = [set(_WORD.findall(_plain(name))) for name in parts]

    def lexemes(self, text: str) -> list[Lexeme]:
        """Cut a question into lexemes; names of parts and documents are one lexeme each.

        One that cannot refer to anything by number, as most, has none.
        """
        plain = _spaced(_plain(text))
        if not self._may_refer(plain):
            return []
        named = self._pattern.sub(lambda m: f"\x00{self._index[m.group()]}\x00", plain)
        return list(_joints(x for match in _LEXEME.finditer(named) for x in self._lexemes(match)))

    def _may_refer(self, plain: str) -> bool:
        """Tell whether a text has a number, a word for a paragraph, or the name of a part."""
        if _BEGINNING.search(plain):
            return True
        words = set(_WORD.findall(plain))
        if not words.isdisjoint(_INTRODUCING):
            return True
        return any(map(words.issuperset, self._words_of_parts))

    def _lexemes(self, match: re.Match[str]) -> Iterator[Lexeme]:
        if match["initial"] == "p" and "p" not in self._initials:  # "p5"
            yield Lexeme("word", "p")
            yield Lexeme("number", match["after"])
        elif match["initial"]:
            yield Lexeme("initial", f"{match['initial']} {match['after']}")
        else:
            yield self._lexeme(match)

    def _lexeme(self, match: re.Match[str]) -> Lexeme:
        if match["name"]:
            return Lexeme(*self._targets[int(match["name"])])
        kind = str(match.lastgroup)
        value = match[kind]
        if kind == "word" and value in ANNEX and self.annex is not None:
            return Lexeme("part", self.annex)
        if kind == "word" and _MISTYPED.fullmatch(value):
            return Lexeme("word", "paragraph")
        return Lexeme(kind, value)


def _joints(lexemes: Iterable[Lexeme]) -> Iterator[Lexeme]:
    """Take "3 a 5" and "3 e 4" for numbers with a joint; elsewhere "a 2.4" is an annex's number."""
    before = ""
    for lexeme in lexemes:
        letter, _, number = lexeme.value.partition(" ")
        if lexeme.kind == "initial" and before == "number" and letter in AND | TO:
            yield Lexeme("word", letter)
            yield Lexeme("number", number)
            before = "number"
        else:
            yield lexeme
            before = lexeme.kind


def _plain(text: str) -> str:
    return fold(normalise(text.translate(_RAISED))).translate(_SIGNS)


def _spaced(text: str) -> str:
    """Rewrite the forms of scripts without spaces as the plain ones."""
    if text.isascii():
        return text
    for pattern, form in UNSPACED:
        text = re.sub(pattern, _kanji_number if form == "kanji" else form, text)
    return text


def _kanji_number(match: re.Match[str]) -> str:
    tens, ten, ones = match.group().rpartition("十")
    value = KANJI_DIGITS.get(tens[-1:], 1) * 10 if ten else 0
    return str(value + KANJI_DIGITS.get(ones[-1:], 0))
