"""Looks at everything that the bot stands on, and says what to do where something is wrong."""

from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app.doctor.clock import clock_row
from bot.app.doctor.configuration import settings_rows, unreadable_rows
from bot.app.doctor.documents import corpus_rows
from bot.app.doctor.keeping import PART as STORE
from bot.app.doctor.keeping import named_store, store_rows
from bot.app.doctor.places import place_rows
from bot.app.doctor.reaching import DISCORD, SLACK, addresses, discord_rows, slack_rows
from bot.app.doctor.rows import Row, State

if TYPE_CHECKING:
    from bot.settings import Settings

__all__ = ["Row", "State", "examine", "unreadable_rows"]


async def examine(settings: "Settings") -> AsyncIterator[Row]:
    """Yield a row for each thing, as soon as it was looked at; nothing is changed anywhere."""
    for row in (*settings_rows(settings), *corpus_rows(settings)):
        yield row
    path, kept = await _store(settings)
    for row in (*kept, *place_rows(path)):
        yield row
    yield await clock_row(list(addresses(settings)))
    for part, rows in ((DISCORD, discord_rows), (SLACK, slack_rows)):
        for row in await _examined(part, rows(settings)):
            yield row


async def _store(settings: "Settings") -> tuple[Path | None, list[Row]]:
    """Return SQLite's file, None where there is none, and how the store is."""
    address = named_store(settings)
    if isinstance(address, Row):
        return None, [address]
    return address.path, await _examined(STORE, store_rows(settings, address))


async def _examined(part: str, rows: Awaitable[list[Row]]) -> list[Row]:
    """Return the rows; an error that nobody foresaw is one too, so that the others are shown."""
    try:
        return await rows
    except Exception as error:  # noqa: BLE001 - it becomes a row
        found = f"could not be examined ({type(error).__name__})"
        return [Row(part, State.WRONG, found, "see its settings; if they are right, report this")]
