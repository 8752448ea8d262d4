"""Reads the verdicts, for those who run the bot; a store that is not there is not made."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import StoreError
from bot.domain.storage import Feedback
from bot.storage.address import StoreAddress
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Count:
    """What was said of a paragraph: verdicts of each kind, and how many say what was wanted."""

    paragraph: str
    helpful: int
    not_helpful: int
    wishes: int


class FeedbackArchive:
    """What people said of quotations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counts(self) -> list[Count]:
        """Return a count for each paragraph, the most often unhelpful first."""
        rows = await self._database.verdict_counts()
        return [Count(r.paragraph, int(r.helpful), int(r.not_helpful), int(r.wishes)) for r in rows]

    async def verdicts(self, since: datetime | None = None) -> list[Feedback]:
        """Return the verdicts since a time, or all, in the order of time."""
        rows = await self._database.verdicts(since)
        return [
            Feedback(r.paragraph, r.helpful, r.platform, r.space, r.user, r.at, r.wanted)
            for r in rows
        ]


@asynccontextmanager
async def opened_archive(address: StoreAddress) -> AsyncIterator[FeedbackArchive]:
    """Open the verdicts of a store; raises StoreError where there is none, or it cannot be read."""
    if address.path and not address.path.exists():
        raise StoreError(f"There is no store at {address.path} yet; `verbatim run` makes one")
    database = Database(address.read_only())
    try:
        await database.check()
        yield FeedbackArchive(database)
    finally:
        await database.close()
