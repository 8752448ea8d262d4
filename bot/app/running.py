"""Puts together what `verbatim run` runs."""

import gc
from typing import TYPE_CHECKING

from bot.app.answering import build_dispatcher
from bot.app.platforms import build_platforms, is_any_configured
from bot.app.serving import serve
from bot.app.store import opened_store

if TYPE_CHECKING:
    from bot.settings import Settings


async def run(settings: "Settings") -> bool:
    """Run what is configured until a signal asks to stop; False where nothing is configured.

    Raises CorpusError, SettingsError, StoreError or PlatformError where something has to be
    changed first.
    """
    if not is_any_configured(settings):
        return False
    dispatcher = build_dispatcher(settings, warm=True)
    async with opened_store(settings) as kept:
        kept.serve(dispatcher)
        platforms = build_platforms(settings, dispatcher, kept)
        gc.collect()
        gc.freeze()  # the indexes never become garbage: no pause to look through them again
        await serve(platforms)
    return True
