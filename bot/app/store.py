"""Opens the store for as long as the bot runs."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.dispatcher import Dispatcher
from bot.domain.storage import SpaceSettings

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage.address import StoreAddress
    from bot.storage.archive import FeedbackArchive
    from bot.storage.database import Database
    from bot.storage.sql import SqlStore


@dataclass(frozen=True, slots=True)
class Kept:
    """The store, its database, and how verdicts are kept: the secret for hashes, and the days."""

    store: "SqlStore"
    database: "Database"
    feedback_key: bytes
    feedback_days: int

    def serve(self, dispatcher: Dispatcher) -> None:
        """Let a dispatcher keep here what it kept in memory."""
        dispatcher.desk = replace(
            dispatcher.desk,
            store=self.store,
            feedback_key=self.feedback_key,
            feedback_days=self.feedback_days,
        )


@asynccontextmanager
async def opened_store(
    settings: "Settings", on_failure: Callable[[str], None] | None = None
) -> AsyncIterator[Kept]:
    """Open the store that the settings name, and close it in the end.

    `on_failure` is called with the name of each operation that fails. Raises SettingsError or
    StoreError where something has to be changed first.
    """
    # Imported here: no command in the terminal loads SQLAlchemy.
    from bot.storage.database import Database  # noqa: PLC0415
    from bot.storage.feedback_key import feedback_key  # noqa: PLC0415
    from bot.storage.sql import SqlStore  # noqa: PLC0415

    address = address_of(settings)
    secret = settings.feedback.key
    key = feedback_key(secret.get_secret_value() if secret else "", address)
    database = Database(address)
    days = settings.store.feedback_days
    store = SqlStore(
        database,
        SpaceSettings(default_document=settings.document, also_limit=settings.answer.also),
        feedback_days=days,
        on_failure=on_failure,
    )
    await store.open()
    try:
        yield Kept(store, database, key, days)
    finally:
        await store.close()


@asynccontextmanager
async def opened_archive(settings: "Settings") -> AsyncIterator["FeedbackArchive"]:
    """Open, for reading, what people said of quotations; raises SettingsError or StoreError."""
    from bot.storage.archive import opened_archive as opened  # noqa: PLC0415

    async with opened(address_of(settings)) as archive:
        yield archive


def address_of(settings: "Settings") -> "StoreAddress":
    """Return where the store is; raises SettingsError where that cannot be read."""
    from bot.storage.address import store_address  # noqa: PLC0415

    url = settings.store.url
    return store_address(url.get_secret_value() if url else "")
