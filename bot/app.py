"""The composition root: the one place where the parts are put together."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.commands import COMMANDS
from bot.dispatcher import Dispatcher
from bot.documents.loader import load_corpus, packaged_corpus
from bot.domain.chat import Desk, Platform
from bot.domain.documents import Corpus
from bot.domain.errors import SettingsError
from bot.domain.storage import SpaceSettings
from bot.retrieval.references import CorpusReferences
from bot.retrieval.retriever import Bm25Retriever
from bot.settings import Settings
from bot.storage.memory import MemoryStore

if TYPE_CHECKING:
    from bot.platforms.discord.platform import DiscordPlatform

log = logging.getLogger(__name__)


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
    defaults = SpaceSettings(default_document=settings.document, also_limit=settings.answer.also)
    desk = Desk(corpus, Bm25Retriever(corpus), CorpusReferences(corpus), MemoryStore(defaults))
    return Dispatcher(COMMANDS, desk, time_limit=settings.answer.time_limit)


def build_platforms(settings: Settings, dispatcher: Dispatcher) -> list[Platform]:
    """Return the platforms that are configured, not yet started."""
    return [*build_discord(settings, dispatcher)]


def build_discord(settings: Settings, dispatcher: Dispatcher) -> list["DiscordPlatform"]:
    """Return the Discord platform, where it has a token."""
    chosen = settings.discord
    if chosen.token is None:
        return []
    # Imported here: a chat library is loaded only where its platform starts.
    from bot.platforms.discord.client import Connection  # noqa: PLC0415
    from bot.platforms.discord.platform import DiscordPlatform  # noqa: PLC0415

    connection = Connection(
        token=chosen.token.get_secret_value(),
        api_url=chosen.api_url,
        dev_guild=chosen.dev_guild,
        shard_count=chosen.shard_count,
        shard_ids=chosen.shard_ids,
        presence=chosen.presence,
    )
    return [DiscordPlatform(dispatcher, connection)]


async def serve(platforms: Sequence[Platform]) -> None:
    """Run platforms until SIGTERM or SIGINT; raises PlatformError where one is refused.

    Being cancelled, a platform takes no new work, finishes what is under way, and closes.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers in a loop
            loop.add_signal_handler(number, stopped.set)
    running = [asyncio.create_task(p.run(), name=p.name) for p in platforms]
    waiting = asyncio.create_task(stopped.wait(), name="stop")
    try:
        await asyncio.wait([*running, waiting], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (*running, waiting):
            task.cancel()
        results = await asyncio.gather(*running, waiting, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
