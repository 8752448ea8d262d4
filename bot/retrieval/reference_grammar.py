"""Reads references by number out of a question: which numbers, of which part, of which document.

reference  = [part [","]] paragraph-word numbers [of part]  |  part numbers
           | ordinal [count] paragraph-word [of part]  |  numbers, as the whole question
numbers    = number {("," | "and") number} | number ("-" | "to") number
"""

from dataclasses import replace

from bot.retrieval.reference_lexemes import Lexeme
from bot.retrieval.reference_numbers import ROMAN_NUMERAL, NumberReader
from bot.retrieval.reference_values import Ordinal, Range, Reading, Reference
from bot.retrieval.reference_words import (
    AND,
    ANNEX,
    ARTICLES,
    BEFORE_DIGITS,
    CARDINALS,
    FILLERS,
    FROM,
    ITEM,
    OF,
    ORDINALS,
    PARAGRAPH,
    TO,
)

_PARAGRAPH_WORDS = 4
"""Words at most before a number, as in "paragraph no. 3": else time grows with their square."""


def read_references(lexemes: list[Lexeme]) -> Reading:
    """Find every reference among the lexemes of a question."""
    return _Scan(lexemes).read()


class _Scan(NumberReader):
    """One pass over the lexemes of a question, from left to right."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        super().__init__(lexemes)
        self._rest: list[str] = []
        self._references: list[Reference] = []
        self._documents: list[str] = []

    def read(self) -> Reading:
        whole = self._whole_question()
        if whole:
            return Reading((whole,), (), ())
        while self._at < len(self._lexemes):
            reference = self._ordinal() or self._numbered()
            if reference is None:
                self._pass_by()
            elif not self._is_of_another_text():
                self._references.append(reference)
        return Reading(tuple(self._references), tuple(self._documents), tuple(self._rest))

    def _pass_by(self) -> None:
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme.kind == "document":
            self._documents.append(lexeme.value)
        elif lexeme.kind == "word" and not self._is_joint(lexeme.value):
            self._rest.append(lexeme.value)

    @staticmethod
    def _is_joint(word: str) -> bool:
        return word in AND or word in TO or word in OF or word in ARTICLES or word in FILLERS

    def _whole_question(self) -> Reference | None:
        self._skip_stops()
        self._skip_words(ARTICLES)
        begins = self._peek().kind
        items = self._numbers() or self._ordinal_number()
        self._skip_stops()
        if self._peek().kind == "end" and items and begins in {"number", "initial", "ordinal"}:
            return Reference(items)
        self._at = 0
        return None

    def _ordinal_number(self) -> tuple[Ordinal, ...]:
        """Read "5th": in words, "the second" may be anything."""
        lexeme = self._peek()
        if lexeme.kind != "ordinal":
            return ()
        self._at += 1
        return (Ordinal(int(lexeme.value)),)

    def _skip_stops(self) -> None:
        while self._peek().kind == "stop" and self._peek().value in ".!?:()":
            self._at += 1

    def _ordinal(self) -> Reference | None:
        """Read "the first two paragraphs", "3rd point of the annex", "5. Absatz"."""
        start = self._at
        many = self._count()
        place = self._place()
        if place is None:
            self._at = start
            return None
        many = max(many, self._count())
        word = self._peek()
        if word.kind != "word" or not (word.value in PARAGRAPH or word.value in ITEM):
            self._at = start
            return None
        self._at += 1
        part = self._part_behind() or self._part_before(start)
        return Reference((Ordinal(place, many),), part, word.value in PARAGRAPH)

    def _place(self) -> int | None:
        """Read an ordinal: "first", "3rd", "last", "second to last"."""
        first = self._peek()
        if first.kind == "ordinal":
            place = int(first.value)
        elif first.kind == "word" and first.value in ORDINALS:
            place = ORDINALS[first.value]
        else:
            return None
        self._at += 1
        behind = self._at
        self._skip_words("-", TO)
        if place > 0 and ORDINALS.get(self._peek().value) == -1:
            self._at += 1
            return -place
        self._at = behind
        return place

    def _count(self) -> int:
        lexeme = self._peek()
        if lexeme.kind == "word" and lexeme.value in CARDINALS:
            self._at += 1
            return max(1, CARDINALS[lexeme.value])
        return 1

    def _numbered(self) -> Reference | None:
        """Read "paras 3-5", "annex, paragraph 2(4)", "point 3 of the statement of intent"."""
        start = self._at
        part = self._part_ahead()
        if part is not None and (ordinal := self._ordinal()):
            return replace(ordinal, part=ordinal.part or part)
        if part is None and self._peek().kind == "number":
            return self._number_of_part()
        word = self._peek()
        introduced = self._skip_paragraph_words()
        certain = word.value in PARAGRAPH if introduced else True
        if not introduced and part is None and self._peek().kind != "initial":
            return None
        uncertain = self._peek().kind in {"initial", "word"}
        only_digits = introduced and self._lexemes[self._at - 1].value in BEFORE_DIGITS | FROM
        after_word = (introduced or part is not None) and not only_digits
        items = self._numbers(after_word=after_word, part=part)
        if not items:
            self._at = start
            return None
        return Reference(items, self._part_behind() or part, certain and not uncertain)

    def _number_of_part(self) -> Reference | None:
        """Read "2.4 of the annex"; a plain number may count anything."""
        start = self._at
        number = self._number(after_word=False)
        part = self._part_behind() if isinstance(number, str) and not number.isdecimal() else None
        if part is None or not isinstance(number, str):
            self._at = start
            return None
        return Reference((number,), part)

    def _skip_paragraph_words(self) -> bool:
        start = self._at
        for _ in range(_PARAGRAPH_WORDS):
            word = self._peek()
            if word.kind != "word" or not (word.value in PARAGRAPH or word.value in ITEM):
                break
            self._at += 1
            if self._peek() in {Lexeme("stop", "."), Lexeme("stop", "°")}:
                self._at += 1
        introduced = self._at > start
        if introduced and self._peek().value in FROM and self._peek(1).kind == "number":
            self._at += 1
        return introduced

    def _part_ahead(self) -> str | None:
        if self._peek().kind != "part":
            return None
        part = self._peek().value
        self._at += 1
        self._skip_words(",;-", OF, ARTICLES)
        if self._peek() == Lexeme("stop", ":"):
            self._at += 1
        return part

    def _part_before(self, start: int) -> str | None:
        """Return the part named just before an ordinal: "the annex's last paragraph"."""
        place = start - 1
        while place >= 0 and self._lexemes[place].value in {*ARTICLES, ",", "s"}:
            place -= 1
        if place >= 0 and self._lexemes[place].kind == "part":
            return self._lexemes[place].value
        return None

    def _part_behind(self) -> str | None:
        start = self._at
        self._skip_words(OF, ARTICLES, ",")
        if self._peek().kind == "part" and not self._begins_reference(1):
            part = self._peek().value
            self._at += 1
            return part
        self._at = start
        return None

    def _begins_reference(self, ahead: int) -> bool:
        """Tell whether a number of its own follows: "para 5, annex 2" are two references."""
        lexeme = self._peek(ahead)
        return lexeme.kind == "number"

    def _is_of_another_text(self) -> bool:
        """Tell whether "of ..." behind a reference names a text that is not in the corpus."""
        start = self._at
        self._skip_words(OF)
        if self._at == start:
            return False
        self._skip_words(ARTICLES)
        lexeme = self._peek()
        self._at = start
        return lexeme.kind == "word" and lexeme.value not in FILLERS and lexeme.value not in ANNEX

    def _numbers(
        self, *, after_word: bool = False, part: str | None = None
    ) -> tuple[str | Range | Ordinal, ...]:
        items: list[str | Range | Ordinal] = []
        while (item := self._number(after_word=after_word)) is not None:
            items.append(self._range_from(item, part, after_word=after_word))
            before_joint = self._at
            self._skip_words(AND)
            if after_word and self._peek() == Lexeme("stop", "/"):
                self._at += 1
            if self._at == before_joint:
                break
            roman = isinstance(item, str) and ROMAN_NUMERAL.fullmatch(item) is not None
            if not self._continues_list(after_word=after_word, roman=roman):
                self._at = before_joint
                break
        return tuple(items)

    def _continues_list(self, *, after_word: bool, roman: bool) -> bool:
        lexeme = self._peek()
        if lexeme.kind == "word" and roman and ROMAN_NUMERAL.fullmatch(lexeme.value):
            return True
        return lexeme.kind == "number" or (after_word and lexeme.value in CARDINALS)

    def _range_from(
        self, first: str | Ordinal, part: str | None, *, after_word: bool
    ) -> str | Range | Ordinal:
        """Read on from "3" to "3 to paragraph 5"; both ends stand in the same part."""
        joint = self._peek()
        if joint.kind != "word" or joint.value not in TO or isinstance(first, Ordinal):
            return first
        start = self._at
        self._at += 1
        if part is not None and self._peek() == Lexeme("part", part):
            self._at += 1
        self._skip_paragraph_words()
        last = self._number(after_word=after_word)
        if isinstance(last, str):
            return Range(first, last)
        self._at = start
        return first
