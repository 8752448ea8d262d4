"""Documents for tests, written as their editors write them."""

from pathlib import Path
from textwrap import dedent

from bot.documents.parser import ParsedDocument, parse_document
from bot.documents.seal import write_seal
from bot.domain.documents import Corpus, Document
from bot.domain.errors import Problem

FRONT_KEYS = {
    "id": '"sample"',
    "title": '"A Sample Charter"',
    "short_title": '"Charter"',
    "date": "2024-05-21",
    "language": '"en"',
    "source": '"https://example.org/charter"',
}


def source_of(body: str, *, parts: str = "", **keys: str) -> str:
    """Return a document's file: front matter with some keys replaced, then a dedented body."""
    front = [f"{key} = {value}" for key, value in (FRONT_KEYS | keys).items() if value]
    tables = [dedent(parts).strip()] if parts else []
    return "\n".join(["+++", *front, *tables, "+++", dedent(body).strip("\n"), ""])


def parsed(body: str, *, parts: str = "", **keys: str) -> ParsedDocument:
    """Return what the parser makes of a document's file."""
    return parse_document("sample.md", source_of(body, parts=parts, **keys))


def document_of(body: str, *, parts: str = "", **keys: str) -> Document:
    """Return a document without any problem."""
    result = parsed(body, parts=parts, **keys)
    assert result.problems == ()
    assert result.document is not None
    return result.document


def corpus_of(*documents: Document) -> Corpus:
    """Return a corpus of some documents."""
    return Corpus(documents)


def located(source: str, problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Return each problem with the text of the line that it names, "" for the whole file."""
    lines = ["", *source.split("\n")]
    return [(lines[problem.line].strip("\r"), problem.message) for problem in problems]


def write_corpus(folder: Path, *documents: str, sealed: bool = True) -> Path:
    """Write a corpus folder of some files, each with its seal."""
    place = folder / "documents"
    place.mkdir(parents=True, exist_ok=True)
    for number, source in enumerate(documents, start=1):
        path = place / f"document-{number}.md"
        path.write_text(source, encoding="utf-8")
        document = parse_document(str(path), source).document
        if sealed and document:
            path.with_suffix(".sha256").write_text(write_seal(document), encoding="utf-8")
    return folder
