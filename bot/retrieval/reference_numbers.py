"""Reads one number of a reference: in digits, in words, in Roman numerals, with a sub-number."""

import re
from collections.abc import Iterable

from bot.retrieval.reference_lexemes import Lexeme
from bot.retrieval.reference_values import Ordinal
from bot.retrieval.reference_words import CARDINALS, ORDINALS, POINT, ROMAN

ROMAN_NUMERAL = re.compile(r"(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})")
_TWENTY = 20


class NumberReader:
    """Lexemes with a place in them: what is read from there on moves it forward."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self._lexemes = lexemes
        self._at = 0

    def _peek(self, ahead: int = 0) -> Lexeme:
        place = self._at + ahead
        return self._lexemes[place] if place < len(self._lexemes) else Lexeme("end", "")

    def _skip_words(self, *words: Iterable[str]) -> None:
        while self._peek().kind == "word" and any(self._peek().value in group for group in words):
            self._at += 1

    def _number(self, *, after_word: bool) -> str | Ordinal | None:
        lexeme = self._peek()
        value: str | Ordinal | None = None
        if lexeme.kind in {"number", "initial"}:
            value = lexeme.value.replace(" ", "") if lexeme.kind == "number" else lexeme.value
        elif after_word and lexeme.kind == "word":
            value = _spelled(lexeme.value)
        elif after_word and lexeme.kind in {"bracket", "ordinal"}:
            value = lexeme.value.strip("()")
        if value is not None:
            self._at += 1
        if after_word and isinstance(value, str):
            value = self._with_sub_number(self._with_ones(value))
        return value

    def _with_ones(self, tens: str) -> str:
        """Read on from "twenty" to "twenty-one"."""
        if tens != str(_TWENTY) or self._peek(-1).kind != "word":
            return tens
        dashes = int(self._peek() == Lexeme("word", "-"))
        ones = CARDINALS.get(self._peek(dashes).value, 0)
        if not 0 < ones < 10:  # noqa: PLR2004
            return tens
        self._at += dashes + 1
        return str(_TWENTY + ones)

    def _with_sub_number(self, number: str) -> str:
        """Read on from "two" to "two point four", from "2" to "2, point 4", from "II" to "II.4"."""
        is_roman = self._peek(-1).kind == "word" and number in ROMAN
        comma = int(self._peek() == Lexeme("word", ",") and self._peek(1).value in POINT)
        joint, behind = self._peek(comma), self._peek(comma + 1)
        below = str(CARDINALS.get(behind.value, behind.value))
        is_joined = joint.value in POINT or (is_roman and joint.value in {".", "("})
        if not is_joined or not below.isdecimal():
            return number
        self._at += comma + 2
        return f"{ROMAN.index(number) if is_roman else number}.{below}"


def _spelled(word: str) -> str | Ordinal | None:
    if word in CARDINALS:
        return str(CARDINALS[word])
    if word in ORDINALS:
        return Ordinal(ORDINALS[word])
    return word if ROMAN_NUMERAL.fullmatch(word) else None
