"""Reads a document's file: front matter, headings, numbered paragraphs."""

import re
from dataclasses import dataclass, field

from bot.documents.emphasis import EmphasisError, read_emphasis
from bot.documents.front_matter import (
    FrontMatter,
    FrontMatterError,
    parse_front_matter,
    split_front_matter,
)
from bot.documents.labels import Numbering, read_marker
from bot.domain.documents import LONGEST_ID, Document, Paragraph, Part, text_digest
from bot.domain.errors import Problem

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_LIST_ITEM = re.compile(r"(?:[-*+•]|\(?\w{1,4}[.)])\s")


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A file's content: the document where its front matter could be read, and all problems.

    `lines` tells on which line of the file each paragraph begins, by its number.
    """

    path: str
    document: Document | None
    lines: dict[str, int]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Draft:
    number: str
    parent: str | None
    line: int
    headings: tuple[str, ...]
    part: Part
    pieces: list[str]


@dataclass(slots=True)
class _Reading:
    """The state of a reading, line after line."""

    parts: tuple[Part, ...]
    complaints: list[tuple[int, str]] = field(default_factory=list)
    drafts: list[_Draft] = field(default_factory=list)
    part_index: int = 0
    numbering: Numbering = field(default_factory=Numbering)
    headings: list[str] = field(default_factory=list)
    blank: bool = False
    open: bool = False

    @property
    def part(self) -> Part:
        return self.parts[self.part_index]

    def read(self, line_number: int, line: str) -> None:
        if not line.strip():
            self.blank = True
            return
        if found := CONTROL.search(line):
            complaint = f"the control character U+{ord(found[0]):04X} cannot be shown"
            self.complaints.append((line_number, complaint))
        if match := _HEADING.match(line):
            self._heading(line_number, len(match[1]), match[2])
        elif marker := read_marker(line):
            number = self.numbering.place(marker)
            self._begin(line_number, number.label, number.parent, line[marker.text_start :])
            if number.complaint:
                self.complaints.append((line_number, _in_part(self.part, number.complaint)))
        elif self.open:
            self._continue(line)
        else:
            self.complaints.append((line_number, "this text belongs to no numbered paragraph"))
        self.blank = False

    def _heading(self, line_number: int, level: int, title: str) -> None:
        self.open = False
        if level == 1 and self._is_part(title):
            return
        if level == 1 and len(self.parts) > 1:
            self.complaints.append((line_number, f"heading {title!r} names none of the parts"))
        del self.headings[level - 1 :]
        self.headings += [""] * (level - 1 - len(self.headings)) + [title]

    def _is_part(self, title: str) -> bool:
        """Enter the part that a heading names, by its label or title; it may be the first one."""
        for index in range(self.part_index, len(self.parts)):
            part = self.parts[index]
            if title.casefold() in {part.label.casefold(), part.title.casefold()}:
                if index > self.part_index:
                    last = self.numbering.last_top
                    self.part_index, self.numbering = index, Numbering(previous=last)
                self.headings.clear()
                return True
        return False

    def _begin(self, line_number: int, label: str, parent: str | None, text: str) -> None:
        prefix = f"{self.part.label} " if self.part.label else ""
        headings = tuple(filter(None, self.headings))
        draft = _Draft(
            prefix + label,
            parent and prefix + parent,
            line_number,
            headings,
            self.part,
            [text.strip()],
        )
        self.drafts.append(draft)
        self.open = True

    def _continue(self, line: str) -> None:
        text = line.strip()
        joint = "\n\n" if self.blank else "\n" if _LIST_ITEM.match(text) else " "
        pieces = self.drafts[-1].pieces
        pieces.append(joint + text if any(pieces) else text)


def parse_document(path: str, source: str) -> ParsedDocument:
    """Parse a file's text; whatever is wrong is told by `problems`, nothing is raised."""
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    try:
        front_lines, start = split_front_matter(lines)
        front = parse_front_matter(front_lines)
    except FrontMatterError as error:
        problems = tuple(Problem(path, line, message) for line, message in error.complaints)
        return ParsedDocument(path, None, {}, problems)
    reading = _Reading(front.parts)
    for number, line in enumerate(lines[start:], start=start + 1):
        reading.read(number, line)
    return _finish(path, front, reading)


def _finish(path: str, front: FrontMatter, reading: _Reading) -> ParsedDocument:
    complaints = reading.complaints
    paragraphs = []
    for draft in reading.drafts:
        source = "".join(draft.pieces)
        if not source:
            complaints.append((draft.line, f"paragraph {draft.number} is empty"))
        try:
            text, emphasis = read_emphasis(source)
        except EmphasisError as error:
            complaints.append((draft.line, f"paragraph {draft.number}: {error}"))
            text, emphasis = source, ()
        paragraphs.append(
            Paragraph(
                document=front.texts["id"],
                number=draft.number,
                text=text,
                part=draft.part.label,
                parent=draft.parent,
                headings=draft.headings,
                emphasis=emphasis,
                sha256=text_digest(text),
            )
        )
    complaints += [
        (draft.line, f"the id {paragraph.id!r} is longer than {LONGEST_ID} characters")
        for draft, paragraph in zip(reading.drafts, paragraphs, strict=True)
        if len(paragraph.id) > LONGEST_ID
    ]
    if not paragraphs:
        complaints.append((0, "there is no numbered paragraph"))
    used = {paragraph.part for paragraph in paragraphs}
    missing = [part for part in front.parts if part.label not in used]
    if paragraphs:
        complaints += [(0, f"part {part.title!r} has no paragraph") for part in missing]
    return ParsedDocument(
        path,
        _document(front, paragraphs),
        {draft.number: draft.line for draft in reading.drafts},
        tuple(Problem(path, line, message) for line, message in sorted(complaints)),
    )


def _document(front: FrontMatter, paragraphs: list[Paragraph]) -> Document:
    texts = dict(front.texts)
    return Document(
        **texts,
        adopted=front.adopted,
        parts=front.parts,
        paragraphs=tuple(paragraphs),
        aliases=front.aliases,
    )


def _in_part(part: Part, message: str) -> str:
    return f"{part.label}: {message}" if part.label else message
