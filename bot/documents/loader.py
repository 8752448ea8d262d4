"""From a folder to a corpus: which files are documents, and whether all of them can be used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.documents.index_parser import ParsedIndex, parse_index
from bot.documents.parser import CONTROL, ParsedDocument, parse_document
from bot.documents.seal import check_seal
from bot.domain.documents import Corpus, Document, IndexEntry
from bot.domain.errors import CorpusError, Problem

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes. A document of a thousand printed pages has about three million."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that was found in a folder: documents, their index, what is wrong, what has no seal."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    unsealed: tuple[str, ...] = ()
    index: tuple[IndexEntry, ...] = ()


def packaged_corpus() -> Traversable:
    """Return the folder of the corpus that comes with the package."""
    return files("corpus")


def load_corpus(folder: Traversable) -> Corpus:
    """Load all documents of a corpus folder; raises CorpusError with every problem found."""
    inspection = inspect_corpus(folder)
    if inspection.problems:
        raise CorpusError(inspection.problems)
    return Corpus(inspection.documents, inspection.index)


def inspect_corpus(place: Traversable, *, sealed: bool = True) -> Inspection:
    """Read a corpus folder, a folder of documents or one document, and say all that is wrong.

    Seals are compared unless `sealed` is false.
    """
    paths = list(document_files(place))
    if not paths:
        what = (
            "no document (*.md) is there" if place.is_dir() else "there is no such file or folder"
        )
        return Inspection((), (Problem(str(place), 0, what),))
    parsed = [_read(path) for path in paths]
    problems = [problem for one in parsed for problem in one.problems]
    unsealed = []
    for path, one in zip(paths, parsed, strict=True) if sealed else ():
        seal = seal_file(path)
        if seal.is_file():
            problems += check_seal(one, str(seal), seal.read_bytes().decode(errors="replace"))
        elif one.document:
            unsealed.append(one.path)
    problems += _repeated_ids(parsed)
    documents = tuple(one.document for one in parsed if one.document)
    indexes = [_read_index(path, documents) for path in index_files(place)]
    problems += [problem for one in indexes for problem in one.problems]
    entries = tuple(entry for one in indexes for entry in one.entries)
    return Inspection(documents, tuple(problems), tuple(unsealed), entries)


def document_files(place: Traversable) -> Iterator[Traversable]:
    """Yield the files of a place that are documents, by name; a file is one whatever its name."""
    if place.is_file():
        yield place
        return
    folder = place / "documents"
    if not folder.is_dir():
        folder = place
    if folder.is_dir():
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        yield from (e for e in entries if e.name.endswith(".md") and e.name != "README.md")


def index_files(place: Traversable) -> Iterator[Traversable]:
    """Yield the files of a corpus folder's indexes, by name; a document has any number of them."""
    folder = place / "index"
    if place.is_dir() and folder.is_dir():
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        yield from (entry for entry in entries if entry.name.endswith(".md"))


def seal_file(path: Traversable) -> Traversable:
    """Return where the seal of a document's file lies, whether or not it is there."""
    return _beside(path, path.name.removesuffix(".md") + ".sha256")


def _beside(path: Traversable, name: str) -> Traversable:
    parent = getattr(path, "parent", None)
    assert parent is not None, "documents lie in a folder of the file system"  # noqa: S101
    beside: Traversable = parent / name
    return beside


def _read(path: Traversable) -> ParsedDocument:
    source = _read_text(path)
    if isinstance(source, Problem):
        return ParsedDocument(str(path), None, {}, (source,))
    return parse_document(str(path), source)


def _read_index(path: Traversable, documents: Iterable[Document]) -> ParsedIndex:
    source = _read_text(path)
    if isinstance(source, Problem):
        return ParsedIndex((), (source,))
    index = parse_index(str(path), source, {document.id: document for document in documents})
    return ParsedIndex(index.entries, (*index.problems, *_unshowable(str(path), source)))


def _unshowable(path: str, source: str) -> Iterator[Problem]:
    """Yield each line of an index with a control character: what it links is shown."""
    for number, line in enumerate(source.split("\n"), start=1):
        if found := CONTROL.search(line.removesuffix("\r")):
            sign = f"the control character U+{ord(found[0]):04X}"
            yield Problem(path, number, f"{sign} cannot be shown")


def _read_text(path: Traversable) -> str | Problem:
    """Return a file's text, or why it cannot be read."""
    shown = str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        return Problem(shown, 0, f"cannot be read: {error.strerror or error}")
    if len(content) > LARGEST_FILE:
        mib = LARGEST_FILE // 1024**2
        return Problem(shown, 0, f"larger than {mib} MiB; divide it into several documents")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(shown, line, "not UTF-8; save the file with this encoding")


def _repeated_ids(parsed: Iterable[ParsedDocument]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for one in parsed:
        if one.document:
            other = first.setdefault(one.document.id, one.path)
            if other != one.path:
                yield Problem(one.path, 0, f"id {one.document.id!r} is taken by {other}")
