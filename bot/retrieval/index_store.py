"""Keeps the field indexes of large corpora in files, so that a start need not make them again."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import Stemmer

from bot import __version__
from bot.retrieval.analyzer import Analyzer
from bot.retrieval.field_index import (
    FieldIndex,
    Progress,
    build_field_index,
    ranked_fields,
)
from bot.retrieval.fields import Source
from bot.retrieval.index.arrays import IndexArrays
from bot.retrieval.index.file import IndexFileError, Stored, read_index, write_index
from bot.retrieval.index.inverted import InvertedIndex
from bot.retrieval.index.turns import clear
from bot.retrieval.index.vocabulary import MappedVocabulary, mapped
from bot.retrieval.merged_index import MergedIndex
from bot.retrieval.parameters import RankingParameters
from bot.retrieval.ranked_fields import RankedField, UnitMembers

log = logging.getLogger(__name__)

FILED_FROM = 5_000
"""Paragraphs from which an index is kept in a file: making a smaller one takes a second or two."""
MERGED_UP_TO = 1_000
"""Paragraphs up to which the postings of all fields are merged: they take 11 bytes each."""
COMPILED_FROM = 5_000
"""Paragraphs from which the compiled kernel gains more than its import costs."""
_VALUES = ("rows", "segment", "code_bits", "is_plain")


class IndexStore:
    """Makes field indexes, or takes them from files in a folder; None for the user's cache.

    Files are used from `filed_from` paragraphs on, the compiled kernel from `compiled_from` on,
    where numba is installed; up to `merged_up_to` paragraphs all postings are merged.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        filed_from: int = FILED_FROM,
        compiled_from: int = COMPILED_FROM,
        merged_up_to: int = MERGED_UP_TO,
    ) -> None:
        self._folder = folder
        self._filed_from = filed_from
        self._compiled_from = compiled_from
        self._merged_up_to = merged_up_to

    @property
    def folder(self) -> Path:
        """The folder of the files."""
        if self._folder is None:
            from platformdirs import user_cache_path  # noqa: PLC0415 - only large corpora need it

            self._folder = user_cache_path("verbatim", appauthor=False)
        return self._folder

    def field_index(
        self,
        sources: Sequence[Source],
        analyzer: Analyzer,
        parameters: RankingParameters,
        progress: Progress,
    ) -> FieldIndex | MergedIndex:
        """Return the index of all fields in one language, and the quickest search for its size."""
        make = partial(build_field_index, sources, analyzer, parameters, progress)
        is_filed = len(sources) >= self._filed_from
        index = self._filed(sources, analyzer, parameters, make) if is_filed else make()
        if len(sources) <= self._merged_up_to:
            return index.merged()
        if len(sources) >= self._compiled_from and find_spec("numba"):
            self._compile(index)
        return index

    def _compile(self, index: FieldIndex) -> None:
        """Search with the compiled kernel from now on, where this machine lets it be compiled.

        Under a systemd unit with MemoryDenyWriteExecute, no memory may hold new code.
        """
        from bot.retrieval.index.compiled_search import CompiledSearch  # noqa: PLC0415 - a second

        try:
            index.paragraphs.search = CompiledSearch.prepared(index.paragraphs.arrays, self.folder)
        except OSError as error:
            log.warning("no compiled search", extra={"error": type(error).__name__})

    def _filed(
        self,
        sources: Sequence[Source],
        analyzer: Analyzer,
        parameters: RankingParameters,
        make: Callable[[], FieldIndex],
    ) -> FieldIndex:
        ranked = ranked_fields(parameters)
        digest = _digest(sources, analyzer, parameters)
        path = self.folder / f"{_name(sources, analyzer)}.index"
        try:
            return _restored(read_index(path, digest), ranked)
        except FileNotFoundError:
            pass
        except (IndexFileError, OSError) as error:
            log.warning("index file made anew", extra={"file": path.name, "reason": str(error)})
        index = make()
        try:
            write_index(path, digest, _stored(index))
            restored = _restored(read_index(path, digest), ranked)
        except (IndexFileError, OSError) as error:
            log.warning("index file not kept", extra={"file": path.name, "reason": str(error)})
            return index
        for made in (one for one in index.paragraphs.vocabularies if isinstance(one, dict)):
            clear(made)
        return restored


def _stored(index: FieldIndex) -> Stored:
    parts: dict[str, Mapping[str, Any]] = {
        "paragraphs": index.paragraphs.arrays.named(),
        "units": index.units.arrays.named(),
        "variety": {"of_paragraphs": index.variety},
        "members": {
            field.name: getattr(index.members, field.name) for field in fields(UnitMembers)
        },
    }
    for number, vocabulary in enumerate(index.paragraphs.vocabularies):
        parts[f"terms {number}"] = mapped(vocabulary).arrays
    values = {
        f"{kind} {name}": getattr(one.arrays, name)
        for kind, one in (("paragraphs", index.paragraphs), ("units", index.units))
        for name in _VALUES
    }
    arrays = {f"{part} {name}": a for part, named in parts.items() for name, a in named.items()}
    return Stored(arrays, {**values, "vocabularies": len(index.paragraphs.vocabularies)})


def _restored(stored: Stored, ranked: Sequence[RankedField]) -> FieldIndex:
    def part(name: str) -> dict[str, Any]:
        values = {**stored.arrays, **stored.values}
        start = f"{name} "
        return {key.removeprefix(start): v for key, v in values.items() if key.startswith(start)}

    vocabularies = [
        MappedVocabulary(**part(f"terms {number}"))
        for number in range(stored.values["vocabularies"])
    ]
    paragraphs = InvertedIndex(IndexArrays(**part("paragraphs")), vocabularies)
    units = InvertedIndex(IndexArrays(**part("units")), vocabularies)
    members = UnitMembers(**part("members"))
    return FieldIndex(ranked, paragraphs, units, members, stored.arrays["variety of_paragraphs"])


def _name(sources: Iterable[Source], analyzer: Analyzer) -> str:
    """Return the name of a file: the same for new versions of the same documents."""
    documents = dict.fromkeys(source.document.id for source in sources)
    return f"{hashlib.sha256(repr(list(documents)).encode()).hexdigest()[:16]}-{analyzer.language}"


def _digest(sources: Iterable[Source], analyzer: Analyzer, parameters: RankingParameters) -> str:
    """Return a hash of all that an index depends on."""
    digest = hashlib.blake2b(digest_size=32)
    weights = asdict(parameters.weights)
    digest.update(repr((asdict(parameters.bm25), weights, Stemmer.version())).encode())
    digest.update(__version__.encode())  # how terms are made may differ between two releases
    digest.update(repr((analyzer.language, sorted(analyzer.stop_words))).encode())
    for source in sources:
        paragraph, entry = source.paragraph, source.entry
        parts = (paragraph.id, paragraph.text, paragraph.parent, paragraph.headings, paragraph.part)
        written = (entry.terms, entry.questions) if entry else ()
        digest.update(repr((parts, source.is_home, written)).encode())
    return digest.hexdigest()
