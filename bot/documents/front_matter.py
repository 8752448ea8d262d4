"""The front matter of a document's file: TOML between two lines of `+++`."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.documents import Part

FENCE = "+++"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TOML_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_TEXTS = ("id", "title", "short_title", "language", "source")
_OPTIONAL_TEXTS = ("kind", "place", "publisher", "licence")
_KNOWN = {*_TEXTS, *_OPTIONAL_TEXTS, "date", "aliases", "parts"}
_HEADER = re.compile(r"\s*\[+\s*[\w.\"'-]+\s*\]+\s*(?:#.*)?$")
_PARTS_HEADER = re.compile(r"\s*\[\[\s*parts\s*\]\]")
_PART_KEYS = {"label", "title", "aliases"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says of itself before its first paragraph."""

    texts: Mapping[str, str]
    adopted: date
    aliases: tuple[str, ...]
    parts: tuple[Part, ...]


class FrontMatterError(ValueError):
    """The front matter is wrong: each complaint with its line in the file, counted from 1."""

    def __init__(self, complaints: list[tuple[int, str]]) -> None:
        super().__init__("; ".join(message for _, message in complaints))
        self.complaints = complaints


def split_front_matter(lines: list[str]) -> tuple[list[str], int]:
    """Return the front matter's lines and the index of the first line after it.

    Raises FrontMatterError where a file does not begin with it or it has no end.
    """
    if not lines or lines[0].rstrip() != FENCE:
        raise FrontMatterError([(1, f"a document begins with a line {FENCE} and its front matter")])
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return lines[1:index], index + 1
    raise FrontMatterError([(1, f"the front matter has no closing line {FENCE}")])


def read_toml(lines: list[str]) -> dict[str, Any]:
    """Parse front matter; raises FrontMatterError with the line in the file."""
    try:
        return tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError) as error:  # of which tomllib's own error is a ValueError
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) + 1 if found and found[1] else len(lines) + 1
        message = _TOML_LINE.sub("", str(error))
        raise FrontMatterError(
            [(line, f"front matter: {message[:1].lower()}{message[1:]}")]
        ) from error


def parse_front_matter(lines: list[str]) -> FrontMatter:
    """Read a document's front matter; raises FrontMatterError with all that is wrong."""
    table = read_toml(lines)
    complaints = [(_line_of(lines, key), message) for key, message in _complaints(table)]
    if complaints:
        raise FrontMatterError(sorted(complaints))
    texts = {key: str(table[key]) for key in (*_TEXTS, *_OPTIONAL_TEXTS) if key in table}
    parts = tuple(_part(part) for part in table.get("parts", [])) or (Part("", texts["title"]),)
    return FrontMatter(texts, table["date"], tuple(table.get("aliases", ())), parts)


def _part(table: Mapping[str, Any]) -> Part:
    return Part(table.get("label", ""), table["title"], tuple(table.get("aliases", ())))


def _complaints(table: Mapping[str, Any]) -> Iterator[tuple[str | int, str]]:
    yield from ((key, f"front matter: unknown key {key!r}") for key in table.keys() - _KNOWN)
    yield from _text_complaints(table)
    if type(table.get("date")) is not date:
        yield "date", "front matter: date is missing or not written like 2024-05-21"
    if not _is_texts(table.get("aliases", [])):
        yield "aliases", 'front matter: aliases is a list of texts, ["so", "and so"]'
    yield from _part_complaints(table.get("parts", []))
    for key, value in table.items():
        if found := _CONTROL.search("".join(_texts_in(value))):
            sign = f"the control character U+{ord(found[0]):04X}"
            yield key, f"front matter: {key} holds {sign}, which cannot be shown"


def _text_complaints(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in _TEXTS:
        if not _is_text(table.get(key)):
            yield key, f"front matter: {key} is missing, empty or not a text in quotation marks"
    for key in _OPTIONAL_TEXTS:
        if key in table and not _is_text(table[key]):
            yield key, f"front matter: {key} is empty or not a text in quotation marks"
    for key, pattern, rule in (
        ("id", _ID, "at most 48 small letters, digits and hyphens"),
        ("language", _LANGUAGE, 'a language code such as "en"'),
        ("source", re.compile(r"https?://\S+"), "an address that begins with https://"),
    ):
        value = table.get(key)
        if _is_text(value) and not pattern.fullmatch(str(value)):
            yield key, f"front matter: {key} is not {rule}"


def _part_complaints(parts: object) -> Iterator[tuple[str | int, str]]:
    """Yield what is wrong with the parts, each complaint with the place of its part, from 0."""
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        yield "parts", "front matter: a part is written as [[parts]] with its label and title below"
        return
    labels: set[str] = set()
    for place, part in enumerate(parts):
        if part.keys() - _PART_KEYS or not _is_text(part.get("title")):
            yield place, "front matter: a part has a title, and may have a label and aliases"
        elif not isinstance(part.get("label", ""), str) or not _is_texts(part.get("aliases", [])):
            yield place, "front matter: a part's label is a text, its aliases are a list"
        label = str(part.get("label", "")).casefold()
        if label in labels:
            yield place, "front matter: two parts have the same label"
        labels.add(label)


def _texts_in(value: object) -> Iterator[str]:
    """Yield every text of a value, however deep it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts_in(item)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(item) for item in value)


def _line_of(lines: list[str], key: str | int) -> int:
    """Return the line of the file in which a key or the n-th part begins, the first if none does.

    Below a table's header the keys are the table's own.
    """
    if isinstance(key, int):
        headers = [n for n, line in enumerate(lines, start=2) if _PARTS_HEADER.match(line)]
        return headers[key] if key < len(headers) else _line_of(lines, "parts")
    name = rf"[\"']?{re.escape(key)}[\"']?\s*"
    header, top_key = re.compile(rf"\s*\[+\s*{name}[\].]"), re.compile(rf"\s*{name}[.=]")
    is_top = True
    for number, line in enumerate(lines, start=2):
        is_top = is_top and not _HEADER.match(line)
        if header.match(line) or (is_top and top_key.match(line)):
            return number
    return 1
