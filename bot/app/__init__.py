"""The composition root: the one place where the parts are put together."""

from bot.app.answering import build_corpus, build_dispatcher, build_retriever
from bot.app.platforms import build_platforms

__all__ = [
    "build_corpus",
    "build_dispatcher",
    "build_platforms",
    "build_retriever",
]
