"""What answers a request: corpus, retriever, references, store, commands."""

from typing import TYPE_CHECKING, NamedTuple

from bot.app.options import AnsweringOptions, options_of
from bot.app.progress import with_progress
from bot.commands import COMMANDS
from bot.dispatcher import Dispatcher
from bot.documents.loader import load_corpus, packaged_corpus
from bot.domain.chat import Desk
from bot.domain.documents import Corpus
from bot.domain.errors import SettingsError
from bot.domain.limits import Limits
from bot.domain.storage import SpaceSettings
from bot.domain.telemetry import UNCOUNTED, Telemetry
from bot.retrieval.index_store import IndexStore
from bot.retrieval.references import CorpusReferences
from bot.retrieval.retriever import Bm25Retriever
from bot.storage.memory import MemoryStore
from bot.translations import words_in

if TYPE_CHECKING:
    from bot.settings import Settings


class Library(NamedTuple):
    """The documents with all that searches them; they are replaced together."""

    corpus: Corpus
    retriever: Bm25Retriever
    references: CorpusReferences


def build_dispatcher(
    settings: "Settings", *, warm: bool = False, telemetry: Telemetry = UNCOUNTED
) -> Dispatcher:
    """Put together all that answers a request; raises CorpusError or SettingsError.

    With `warm`, every language is indexed now, so that no first question waits for it.
    """
    return assemble(options_of(settings), warm=warm, telemetry=telemetry)


def assemble(
    options: AnsweringOptions, *, warm: bool = False, telemetry: Telemetry = UNCOUNTED
) -> Dispatcher:
    """Put together all that answers a request, from plain values."""
    library = read_library(options, warm=warm)
    defaults = SpaceSettings(default_document=options.document, also_limit=options.also)
    desk = Desk(*library, MemoryStore(defaults), telemetry=telemetry)
    limits = Limits(options.limits)
    return Dispatcher(
        COMMANDS, desk, time_limit=options.time_limit, limits=limits, words_in=words_in
    )


def read_library(options: AnsweringOptions, *, warm: bool = False) -> Library:
    """Read, check and index the documents; raises CorpusError or SettingsError."""
    corpus = _load(options)
    retriever = _retriever(corpus, options)
    if warm:
        retriever.warm()
    return Library(corpus, retriever, CorpusReferences(corpus))


def build_corpus(settings: "Settings") -> Corpus:
    """Load the documents that the settings name; raises CorpusError or SettingsError."""
    return _load(options_of(settings))


def build_retriever(settings: "Settings", corpus: Corpus) -> Bm25Retriever:
    """Return the retriever for a corpus, with the parameters that the settings name."""
    return _retriever(corpus, options_of(settings))


def _retriever(corpus: Corpus, options: AnsweringOptions) -> Bm25Retriever:
    store = IndexStore(options.index_dir)
    return Bm25Retriever(corpus, options.ranking, store=store, progress=with_progress)


def _load(options: AnsweringOptions) -> Corpus:
    corpus = load_corpus(options.corpus_dir or packaged_corpus())
    if options.document and corpus.document(options.document) is None:
        known = ", ".join(document.id for document in corpus.documents)
        raise SettingsError(
            f"VERBATIM_DOCUMENT: there is no document {options.document!r}; loaded: {known}"
        )
    return corpus
