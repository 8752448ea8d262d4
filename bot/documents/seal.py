"""Seals: the SHA-256 of each paragraph, kept beside a document so that no change goes unnoticed.

A seal is a text file `<document's file name>.sha256` with a line a paragraph, in document order:
the digest of the paragraph's plain text in UTF-8, two spaces, and the paragraph's number.
"""

import re
from collections.abc import Iterator

from bot.documents.parser import ParsedDocument
from bot.domain.documents import Document
from bot.domain.errors import Problem

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def write_seal(document: Document) -> str:
    """Return the text of a document's seal."""
    return "".join(f"{paragraph.sha256}  {paragraph.number}\n" for paragraph in document.paragraphs)


def check_seal(parsed: ParsedDocument, seal_path: str, seal: str) -> Iterator[Problem]:
    """Compare a document with its seal; yields each difference, with its file and line."""
    sealed: dict[str, tuple[int, str]] = {}
    for number, text in enumerate(seal.splitlines(), start=1):
        match = _LINE.fullmatch(text)
        if match:
            sealed[match[2]] = (number, match[1])
        elif text.strip():
            yield Problem(seal_path, number, "not a line of a seal: SHA-256, two spaces, number")
    for paragraph in parsed.document.paragraphs if parsed.document else ():
        line = parsed.lines[paragraph.number]
        _, digest = sealed.pop(paragraph.number, (0, None))
        if digest is None:
            yield Problem(parsed.path, line, f"paragraph {paragraph.number} is not sealed")
        elif digest != paragraph.sha256:
            yield Problem(
                parsed.path,
                line,
                f"the text of paragraph {paragraph.number} is not the one that was sealed"
                f" (SHA-256 {paragraph.sha256[:12]}…, sealed {digest[:12]}…)",
            )
    for name, (number, _) in sealed.items():
        yield Problem(seal_path, number, f"sealed paragraph {name} is not in the document")
