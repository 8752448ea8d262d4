"""Corpora for tests, with and without an index."""

from collections.abc import Sequence
from functools import cache

from bot.documents.loader import load_corpus, packaged_corpus
from bot.domain.documents import Corpus, Document, IndexEntry, paragraph_id
from bot.retrieval.index_store import IndexStore
from bot.retrieval.parameters import FieldWeights, RankingParameters
from bot.retrieval.retriever import Bm25Retriever
from bot.retrieval.searcher import LanguageSearcher
from tests.sources import document_of

LANGUAGES = ("en", "fr", "de", "it", "es", "ja", "ko")
TEXT_ONLY = RankingParameters(
    weights=FieldWeights(
        pairs=0, words=0, phrases=0, headings=0, parent=0, stretch=0, stretch_pairs=0, numbers=0
    )
)
"""Only the paragraph's own stems count, and its index."""


def entry(
    number: str,
    *,
    terms: Sequence[str] = (),
    questions: Sequence[str] = (),
    open_questions: Sequence[str] = (),
    document: str = "sample",
    language: str = "en",
) -> IndexEntry:
    """Return what an indexer wrote of a paragraph."""
    return IndexEntry(
        paragraph_id(document, number),
        language,
        tuple(terms),
        tuple(questions),
        open_questions=tuple(open_questions),
    )


def numbered(*texts: str, **keys: str) -> Document:
    """Return a document with these paragraphs, numbered from 1."""
    body = "\n\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))
    return document_of(body, **{name: f'"{value}"' for name, value in keys.items()})


def retriever_of(*documents: Document, index: Sequence[IndexEntry] = ()) -> Bm25Retriever:
    """Return a retriever of some documents and their index."""
    return Bm25Retriever(Corpus(documents, tuple(index)))


def searcher_of(
    *texts: str,
    index: Sequence[IndexEntry] = (),
    language: str = "en",
    parameters: RankingParameters | None = None,
    store: IndexStore | None = None,
) -> LanguageSearcher:
    """Return a searcher of one document's paragraphs."""
    corpus = Corpus((numbered(*texts),), tuple(index))
    return LanguageSearcher(corpus, language, parameters or RankingParameters(), store=store)


@cache
def packaged() -> Corpus:
    """Return the corpus that comes along; for tests of hypothesis, which have no fixtures."""
    return load_corpus(packaged_corpus())


@cache
def packaged_retriever() -> Bm25Retriever:
    """Return the retriever of the corpus that comes along."""
    return Bm25Retriever(packaged())


@cache
def packaged_searcher(language: str = "en") -> LanguageSearcher:
    """Return the searcher of one language of the corpus that comes along."""
    return LanguageSearcher(packaged(), language, RankingParameters())


def numbers(ranking: object) -> list[str]:
    """Return the numbers of a ranking's paragraphs, best first."""
    return [hit.paragraph.number for hit in ranking.hits]
