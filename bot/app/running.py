"""Puts together what `verbatim run` runs: platforms, health, limits, documents that may change."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from bot.app.answering import build_dispatcher, read_library
from bot.app.options import options_of
from bot.app.platforms import build_platforms, is_any_configured
from bot.app.reloading import LoadedCorpus, Reloading, freeze_indexes, watch
from bot.app.serving import Background, Surroundings, notify_when_connected, serve
from bot.app.sharing import share_spending
from bot.app.store import Kept, opened_store
from bot.app.supervision import Supervision
from bot.app.systemd import Systemd
from bot.dispatcher import Dispatcher
from bot.domain.chat import Platform
from bot.domain.health import Health

if TYPE_CHECKING:
    from bot.settings import HealthSettings, Settings
    from bot.web.metrics import Metrics

SPARED = ("store",)
"""Without the store, questions are answered all the same."""


async def run(settings: "Settings") -> bool:
    """Run what is configured until a signal asks to stop; False where nothing is configured.

    Raises CorpusError, SettingsError, StoreError or PlatformRefusedError where something has to be
    changed first, PlatformError where no platform is left that works.
    """
    # Imported here: no other command needs it.
    from bot.web.metrics import Metrics  # noqa: PLC0415

    metrics = Metrics()
    dispatcher = build_dispatcher(settings, warm=True, telemetry=metrics)
    if not is_any_configured(settings):
        return False
    async with opened_store(settings, metrics.store_failed) as kept:
        kept.serve(dispatcher)
        await _serve(settings, dispatcher, kept, metrics)
    return True


async def _serve(
    settings: "Settings", dispatcher: Dispatcher, kept: Kept, metrics: "Metrics"
) -> None:
    platforms = build_platforms(settings, dispatcher, kept)
    freeze_indexes()
    for platform in platforms:
        metrics.expect(platform.name)
    health = Health([*platforms, kept.store, LoadedCorpus()], spared=SPARED)
    sharing = partial(share_spending, dispatcher.limits, kept.store.spending, telemetry=metrics)
    async with _health_pages(settings.health, health, metrics):
        around = _surroundings(settings, dispatcher, platforms, health, sharing)
        await serve(Supervision(platforms, telemetry=metrics), around)


def _surroundings(
    settings: "Settings",
    dispatcher: Dispatcher,
    platforms: Sequence[Platform],
    health: Health,
    sharing: Background,
) -> Surroundings:
    systemd = Systemd()
    read = partial(read_library, options_of(settings), warm=True)
    reloading = Reloading(dispatcher, read, health=health, systemd=systemd)
    names = [platform.name for platform in platforms]
    background: list[Background] = [
        systemd.keep_watchdog_quiet,
        partial(notify_when_connected, health, names, systemd),
        reloading.serve,
        sharing,
    ]
    if settings.corpus_dir is not None:
        background.append(partial(watch, settings.corpus_dir, reloading.ask))
    return Surroundings(health, systemd, background, reload=reloading.ask)


@asynccontextmanager
async def _health_pages(
    chosen: "HealthSettings", health: Health, metrics: "Metrics"
) -> AsyncIterator[None]:
    if not chosen.port:
        yield
        return
    from bot.web.server import health_server  # noqa: PLC0415 - loads aiohttp

    async with health_server(chosen.host, chosen.port, health, metrics):
        yield
