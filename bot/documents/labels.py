"""Paragraph labels: how they are written at the margin, and which one may follow which."""

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

_MARKER = re.compile(
    r"""(?:§\s?)?
    (?: (?P<dotted>\d{1,6}(?:\.\d{1,6})+[a-z]?)[.)]?
      | (?P<open>\()(?P<inner>\d{1,6}[a-z]?|[a-z]{1,8}|[A-Z]{1,8})\)
      | (?P<bare>\d{1,6}[a-z]?|[a-z]{1,8}|[A-Z]{1,8})[.)]
    )(?=\s|$)""",
    re.VERBOSE,
)
_DECIMAL = re.compile(r"(\d+)([a-z]?)")
_ROMAN = re.compile(r"(?=.)(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}


class Numeral(Enum):
    """The kinds of numerals that count paragraphs."""

    DECIMAL = "1, 2, 2a"
    LETTER = "a, b"
    CAPITAL = "A, B"
    ROMAN = "i, ii"
    CAPITAL_ROMAN = "I, II"
    DOTTED = "2.1, 2.2"


class Value(NamedTuple):
    """A numeral's place in its sequence: 12a is (12, 1), 13 is (13, 0)."""

    whole: int
    inserted: int = 0

    def may_follow(self, other: "Value | None") -> bool:
        """Tell whether this comes next after another; after none, whether it is the first."""
        if other is None:
            return self == (1, 0)
        return self in {(other.whole + 1, 0), (other.whole, other.inserted + 1)}


class Marker(NamedTuple):
    """A label as written at the margin, and where the paragraph's text begins in its line."""

    label: str
    dotted: bool
    enclosed: bool
    text_start: int


class Style(NamedTuple):
    """One level of numbering: a numeral, alone or in brackets."""

    numeral: Numeral
    enclosed: bool


class Number(NamedTuple):
    """A label placed in its part: its full form, its parent's, and whether it is out of order."""

    label: str
    parent: str | None
    complaint: str | None


@dataclass(slots=True)
class _Level:
    style: Style
    value: Value
    label: str

    def may_stand_above(self, dotted: str) -> bool:
        """Tell whether a dotted label may come next: 2.1 below 2, anything below 1.3 or (a)."""
        return self.style.numeral is not Numeral.DECIMAL or dotted.startswith(
            f"{self.value.whole}."
        )


@dataclass(slots=True)
class Numbering:
    """The numbering of one part, fed with its markers from first to last.

    `previous` is where the part before ended: a part starts at 1 or goes on from there.
    """

    previous: Value | None = None
    _levels: list[_Level] = field(default_factory=list)
    _dotted: dict[str, Value] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    last_top: Value | None = None

    def place(self, marker: Marker) -> Number:
        """Return the number that a marker means here."""
        number = self._place_dotted(marker.label) if marker.dotted else self._place_plain(marker)
        if number.label in self._seen:
            number = number._replace(complaint=f"number {number.label} is there already")
        self._seen.add(number.label)
        return number

    def _place_dotted(self, label: str) -> Number:
        prefix, _, last = label.rpartition(".")
        value = _decimal(last)
        assert value is not None  # noqa: S101 - the marker's pattern holds a decimal here
        before = self._dotted.get(prefix)
        top = self._levels[0] if self._levels else None
        self._dotted[prefix] = value
        self._levels[1:] = [_Level(Style(Numeral.DOTTED, enclosed=False), value, label)]
        complaint = None
        if top and not top.may_stand_above(label):
            complaint = f"number {label} does not belong below {top.label}: one is out of order"
        elif not value.may_follow(before):
            complaint = _gap(label, f"{prefix}.{before.whole}" if before else None, f"{prefix}.1")
        return Number(label, prefix if prefix in self._seen else None, complaint)

    def _place_plain(self, marker: Marker) -> Number:
        candidates = _readings(marker)
        depth, style = self._fitting_level(candidates) or self._same_level(candidates)
        value = candidates[style]
        above = self._levels[depth - 1].label if depth else ""
        before = self._levels[depth] if depth < len(self._levels) else None
        label = f"{above}({marker.label})" if depth else marker.label
        complaint = None
        if not self._in_order(value, before, depth):
            complaint = _gap(
                label, before.label if before else None, f"the first of {style.numeral.value}"
            )
        self._levels[depth:] = [_Level(style, value, label)]
        if depth == 0:
            self.last_top = value
        return Number(label, above or None, complaint)

    def _in_order(self, value: Value, before: _Level | None, depth: int) -> bool:
        if value.may_follow(before.value if before else None):
            return True
        return depth == 0 and before is None and value.may_follow(self.previous)

    def _fitting_level(self, candidates: dict[Style, Value]) -> tuple[int, Style] | None:
        """Find the deepest level that the marker continues, else a new level that it opens."""
        for depth in reversed(range(len(self._levels))):
            level = self._levels[depth]
            value = candidates.get(level.style)
            if value and value.may_follow(level.value):
                return depth, level.style
        used = {level.style for level in self._levels}
        for style, value in candidates.items():
            if style not in used and value.may_follow(None):
                return len(self._levels), style
        return None

    def _same_level(self, candidates: dict[Style, Value]) -> tuple[int, Style]:
        """Find the level of the marker's style, although its value is out of order there."""
        for depth in reversed(range(len(self._levels))):
            if self._levels[depth].style in candidates:
                return depth, self._levels[depth].style
        return len(self._levels), next(iter(candidates))


def read_marker(line: str) -> Marker | None:
    """Read the label at the beginning of a line, or return None where it has none.

    "4.", "12a.", "(a)", "iv)", "2.1" and "§ 4." are labels; a bare "4" or "2024" is not.
    """
    match = _MARKER.match(line)
    if not match:
        return None
    label = match["dotted"] or match["inner"] or match["bare"]
    marker = Marker(label, bool(match["dotted"]), bool(match["open"]), match.end())
    return marker if marker.dotted or _readings(marker) else None


def _readings(marker: Marker) -> dict[Style, Value]:
    """Return every way to read a plain label, the likelier first: "(i)" is roman before letter."""
    label = marker.label
    low, is_low = label.lower(), label.islower()
    numerals = {
        Numeral.DECIMAL: _decimal(label),
        Numeral.ROMAN if is_low else Numeral.CAPITAL_ROMAN: _roman(low),
        Numeral.LETTER if is_low else Numeral.CAPITAL: _letter(low),
    }
    return {Style(n, marker.enclosed): value for n, value in numerals.items() if value}


def _decimal(label: str) -> Value | None:
    match = _DECIMAL.fullmatch(label)
    if not match:
        return None
    return Value(int(match[1]), ord(match[2]) - ord("a") + 1 if match[2] else 0)


def _letter(label: str) -> Value | None:
    if len(label) == 1 and label.isascii() and label.isalpha():
        return Value(ord(label) - ord("a") + 1)
    return None


def _roman(label: str) -> Value | None:
    if not _ROMAN.fullmatch(label):
        return None
    digits = [_ROMAN_DIGITS[letter] for letter in label]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return Value(sum(-digit if digit < after else digit for digit, after in pairs))


def _gap(label: str, before: str | None, first: str) -> str:
    if before is None:
        return f"number {label} comes first here; {first} is missing"
    return f"number {label} does not follow {before}: a number is missing or out of order"
