"""What answers a request: corpus, retriever, references, store, commands."""

from bot.commands import COMMANDS
from bot.dispatcher import Dispatcher
from bot.documents.loader import load_corpus, packaged_corpus
from bot.domain.chat import Desk
from bot.domain.documents import Corpus
from bot.domain.errors import SettingsError
from bot.domain.storage import SpaceSettings
from bot.retrieval.bm25 import Bm25Parameters
from bot.retrieval.parameters import FieldWeights, RankingParameters
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


def build_dispatcher(settings: Settings, *, warm: bool = False) -> Dispatcher:
    """Put together all that answers a request; raises CorpusError or SettingsError.

    With `warm`, every language is indexed now, so that no first question waits for it.
    """
    corpus = build_corpus(settings)
    defaults = SpaceSettings(default_document=settings.document, also_limit=settings.answer.also)
    retriever = build_retriever(settings, corpus)
    if warm:
        retriever.warm()
    desk = Desk(corpus, retriever, CorpusReferences(corpus), MemoryStore(defaults))
    return Dispatcher(COMMANDS, desk, time_limit=settings.answer.time_limit)


def build_retriever(settings: Settings, corpus: Corpus) -> Bm25Retriever:
    """Return the retriever for a corpus, with the parameters that the settings name."""
    ranking = settings.ranking
    weights = FieldWeights(**ranking.weights.model_dump())
    parameters = RankingParameters(
        Bm25Parameters(ranking.k1, ranking.b), weights, ranking.answers_from
    )
    return Bm25Retriever(corpus, parameters)
