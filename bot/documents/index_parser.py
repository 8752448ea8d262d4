"""Reads an index file: what an indexer wrote of a document's paragraphs, in one language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.documents.front_matter import FrontMatterError, read_toml, split_front_matter
from bot.domain.documents import Document, IndexEntry, Instrument, paragraph_id
from bot.domain.errors import Problem

_HEADING = re.compile(r"(##|###) +(\S.*?) *$")
_ITEM = re.compile(r"- +(\S.*?) *$")
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^\s)]+)\)")
_SOURCED = re.compile(r".+<https?://[^\s>]+>$")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
TERMS, QUESTIONS, OPEN = "Terms", "Questions", "Left open"
NAMED, SOURCES = "Named here", "Sources"
SECTIONS = (TERMS, QUESTIONS, OPEN, NAMED, SOURCES)


@dataclass(frozen=True, slots=True)
class ParsedIndex:
    """An index file's entries and all that is wrong with it."""

    entries: tuple[IndexEntry, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Reading:
    """The state of a reading, line after line; `items` are by paragraph number and section."""

    document: Document
    items: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    complaints: list[tuple[int, str]] = field(default_factory=list)
    number: str = ""
    section: str = ""

    def read(self, line_number: int, line: str) -> None:
        if not line.strip():
            return
        complaint: str | None
        if match := _ITEM.match(line):
            complaint = self._item(match[1])
        elif match := _HEADING.match(line):
            complaint = self._heading(match[1], match[2])
        else:
            complaint = "a line is a heading (## or ###) or an item that begins with a hyphen"
        if complaint:
            self.complaints.append((line_number, complaint))

    def _heading(self, level: str, title: str) -> str | None:
        if level == "###":
            self.section = title
            known = ", ".join(SECTIONS)
            return None if title in SECTIONS else f"no section is called {title!r}; known: {known}"
        self.number, self.section = title, ""
        if title in self.items:
            return f"paragraph {title} is indexed already"
        self.items[title] = {section: [] for section in SECTIONS}
        if not any(paragraph.number == title for paragraph in self.document.paragraphs):
            return f"document {self.document.id} has no paragraph {title}"
        return None

    def _item(self, text: str) -> str | None:
        if self.section not in SECTIONS or self.number not in self.items:
            return "this item belongs to no section of a paragraph"
        items = self.items[self.number][self.section]
        if text in items:
            return "this item is there already"
        items.append(text)
        if self.section == NAMED and not _LINK.fullmatch(text):
            return "a text named here is written [name](https://address)"
        if self.section == SOURCES and not _SOURCED.match(text):
            return "a source ends with its address, <https://address>"
        return None


def parse_index(path: str, source: str, documents: Mapping[str, Document]) -> ParsedIndex:
    """Parse an index file's text; whatever is wrong is told by `problems`, nothing is raised."""
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    try:
        front_lines, start = split_front_matter(lines)
        document, language = _front_matter(read_toml(front_lines), documents)
    except FrontMatterError as error:
        problems = (Problem(path, line, message) for line, message in error.complaints)
        return ParsedIndex((), tuple(problems))
    reading = _Reading(document)
    for number, line in enumerate(lines[start:], start=start + 1):
        reading.read(number, line)
    problems = (Problem(path, line, message) for line, message in reading.complaints)
    return ParsedIndex(tuple(_entries(reading, language)), tuple(problems))


def _front_matter(table: dict[str, Any], documents: Mapping[str, Document]) -> tuple[Document, str]:
    document = documents.get(str(table.get("document")))
    language = str(table.get("language"))
    if document is None:
        known = ", ".join(documents)
        raise FrontMatterError([(2, f"document is none of those that are loaded: {known}")])
    if not _LANGUAGE.fullmatch(language) or table.keys() != {"document", "language"}:
        message = 'an index has a document and a language, such as "en", and nothing else'
        raise FrontMatterError([(2, message)])
    return document, language


def _entries(reading: _Reading, language: str) -> Iterator[IndexEntry]:
    for number, sections in reading.items.items():
        links = (_LINK.fullmatch(item) for item in sections[NAMED])
        yield IndexEntry(
            paragraph=paragraph_id(reading.document.id, number),
            language=language,
            terms=tuple(sections[TERMS]),
            questions=tuple(sections[QUESTIONS]),
            instruments=tuple(Instrument(link[1], link[2]) for link in links if link),
            open_questions=tuple(sections[OPEN]),
        )
