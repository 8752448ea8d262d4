"""The composition root: the one place where the parts are put together."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.commands import COMMANDS
from bot.dispatcher import Dispatcher
from bot.documents.loader import load_corpus, packaged_corpus
from bot.domain.chat import Desk, Platform
from bot.domain.documents import Corpus
from bot.domain.errors import SettingsError
from bot.domain.storage import SpaceSettings
from bot.retrieval.bm25 import Bm25Parameters
from bot.retrieval.parameters import FieldWeights, RankingParameters
from bot.retrieval.references import CorpusReferences
from bot.retrieval.retriever import Bm25Retriever
from bot.settings import Settings, SlackSettings, slack_needs
from bot.storage.memory import MemoryStore

if TYPE_CHECKING:
    from bot.platforms.slack.access import Access

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


def build_platforms(settings: Settings, dispatcher: Dispatcher) -> list[Platform]:
    """Return the platforms that are configured, not yet started."""
    return [*_slack(settings, dispatcher)]


def _slack(settings: Settings, dispatcher: Dispatcher) -> list[Platform]:
    slack = settings.slack
    if not (slack.bot_token or slack.client_id):
        return []
    from bot.platforms.slack.platform import SlackPlatform  # noqa: PLC0415 - loads Bolt

    return [SlackPlatform(slack_access(slack), dispatcher, prefix=slack.command_prefix)]


def slack_access(slack: SlackSettings) -> "Access":
    """Return what Slack is entered with; raises SettingsError where something is missing."""
    from bot.platforms.slack.access import Access  # noqa: PLC0415 - loads the SDK

    _check_slack(slack)
    return Access(
        bot_token=_secret(slack.bot_token),
        app_token=_secret(slack.app_token),
        signing_secret=_secret(slack.signing_secret),
        client_id=slack.client_id or "",
        client_secret=_secret(slack.client_secret),
        installations=slack.installations,
        public_url=slack.public_url or "",
        host=slack.host,
        port=slack.port,
        api_url=slack.api_url,
    )


def _check_slack(slack: SlackSettings) -> None:
    if slack.client_id and slack.app_token:
        raise SettingsError(
            "VERBATIM_SLACK__APP_TOKEN: leave it empty where VERBATIM_SLACK__CLIENT_ID is set;"
            " an app for many workspaces is reached over HTTP"
        )
    if not (slack.app_token or slack.signing_secret):
        raise SettingsError(
            "VERBATIM_SLACK__APP_TOKEN: missing; Socket Mode needs it, or set"
            " VERBATIM_SLACK__SIGNING_SECRET for HTTP"
        )
    missing = [name for name in slack_needs(slack) if not getattr(slack, name)]
    if missing:
        names = ", ".join(f"VERBATIM_SLACK__{name.upper()}" for name in missing)
        raise SettingsError(f"{names}: missing for Slack")


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""


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
