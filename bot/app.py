"""The composition root: the one place where the parts are put together."""

from bot.commands import COMMANDS
from bot.dispatcher import Dispatcher
from bot.documents.loader import load_corpus, packaged_corpus
from bot.domain.chat import Desk
from bot.domain.documents import Corpus
from bot.domain.errors import SettingsError
from bot.domain.storage import SpaceSettings
from bot.retrieval.references import CorpusReferences
from bot.retrieval.retriever import Bm25Retriever
from bot.settings import Settings
from bot.storage.memory import MemoryStore


def build_corpus(settings: Settings) -> Corpus:
    """Load the documents that the settings name; raises CorpusError or SettingsError."""
    corpus = load_corpus(settings.corpus_dir or packaged_corpus())
    if settings.document and corpus.document(settings.document) is None:
        known = ", ".join(document.id for document in corpus.documents)
        raise SettingsError(
            f"VERBATIM_DOCUMENT: there is no document {settings.document!r}; loaded: {known}"
        )
    return corpus


def build_dispatcher(settings: Settings) -> Dispatcher:
    """Put together all that answers a request; raises CorpusError or SettingsError."""
    corpus = build_corpus(settings)
    desk = Desk(corpus, Bm25Retriever(corpus), CorpusReferences(corpus))
    defaults = SpaceSettings(default_document=settings.document, also_limit=settings.answer.also)
    return Dispatcher(COMMANDS, desk, MemoryStore(defaults), time_limit=settings.answer.time_limit)
