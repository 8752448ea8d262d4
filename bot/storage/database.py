"""The database itself: each call is bounded in time, and raises StoreError where it fails."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Dialect, Row, Select, Table, UpdateBase, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.errors import StoreError
from bot.domain.storage import Feedback, SpaceSettings
from bot.storage import migration, statements
from bot.storage.address import StoreAddress
from bot.storage.claiming import ClaimingConnection
from bot.storage.engine import atomic, make_engine, make_file, use_wal
from bot.storage.failures import StoreUnreachableError, failure
from bot.storage.quick_claims import QuickClaims
from bot.storage.tables import events, feedback, slack_states, spending
from bot.storage.waiting import Bounded

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]

OPENING_SECONDS = 40.0
"""Seconds to open: another process may be bringing the tables up to date."""
PATIENCE_SECONDS = 5.0
_SWITCH_PAUSE_SECONDS = 0.02
CALL_SECONDS = 2.0
CLAIM_SECONDS = 0.8
CLOSING_SECONDS = 2.0
REMEMBERED = 3_600 + 300
"""Seconds for which an event's id is kept: an hour, and what clocks may differ."""
_DELETED_AT_ONCE = 2_000


class Database:
    """A SQLite file or a PostgreSQL server with the tables of the store."""

    def __init__(self, address: StoreAddress) -> None:
        self.address = address
        self.engine: AsyncEngine = make_engine(address)
        self.atomic: AsyncEngine = atomic(self.engine)
        self._claiming = ClaimingConnection(self.engine)
        self._quick = QuickClaims(address.path) if address.path else None
        self._bounded = Bounded(cancels=address.path is None)

    async def open(
        self, seconds: float = OPENING_SECONDS, patience: float = PATIENCE_SECONDS
    ) -> None:
        """Make the file where there is none, and bring the tables up to date.

        Another process may be doing that: SQLite waits `patience` seconds for it.
        """
        if self.address.path:
            make_file(self.address.path)
        engine = make_engine(self.address, patience)
        try:
            await self._prepare(engine, seconds, patience)
        finally:
            await self.bounded(engine.dispose(), CLOSING_SECONDS)

    async def is_current(self) -> bool:
        """Tell whether the tables are up to date; raises StoreError where they are newer."""
        return await self._do(self.engine, _is_current)

    async def check(self) -> None:
        """Raise StoreError where the tables are not those that this program reads."""
        if not await self.is_current():
            place = self.address.place
            raise StoreError(
                f"The store at {place} is none of this version; `verbatim run` sets it up"
            )

    async def close(self) -> None:
        """Close all connections; the next call opens another.

        Calls that were given up are waited for: a connection in use is never closed by its pool.
        Calls that come meanwhile wait: their connections would go back to a pool that is gone.
        """
        if self._quick:
            self._quick.close()
        async with self._bounded.alone(CLOSING_SECONDS):
            await self.bounded(self._claiming.close(), CLOSING_SECONDS, in_turn=False)
            await self.bounded(self.engine.dispose(), CLOSING_SECONDS, in_turn=False)

    async def probe(self, seconds: float = CALL_SECONDS) -> None:
        """Ask something that costs nothing."""
        await self._rows(select(1), seconds)

    def claim_now(self, event: str) -> bool | None:
        """Return whether an event's id is new; None where that cannot be told without waiting."""
        return self._quick.claim(event) if self._quick else None

    async def claim(self, ids: list[str]) -> set[str]:
        """Return those of the events' ids that nobody has claimed before."""
        return await self.bounded(self._claiming.claim(ids), CLAIM_SECONDS)

    async def settings(self, since: datetime | None = None) -> list[Row[Any]]:
        """Return the rows of the spaces whose settings were changed since a time, or of all."""
        return await self._rows(statements.changed_settings(since))

    async def keep_settings(self, space: str, settings: SpaceSettings) -> None:
        """Write a space's settings."""
        now = datetime.now(UTC)
        await self._write(statements.keep_settings(self._dialect, space, settings, now))

    async def keep_feedback(self, verdict: Feedback) -> None:
        """Write a verdict; when this returns, it outlives the process."""
        await self._write(statements.keep_feedback(self._dialect, verdict))

    async def forget(self, user: str) -> int:
        """Delete a user's verdicts; return how many there were."""
        return await self._write(statements.forgotten(user))

    async def share(
        self, process: str, spent: Mapping[str, float], since: int
    ) -> list[tuple[str, str, float]]:
        """Add what a process took; return process, bucket and sum of others since a time."""
        now = int(time.time())
        rows = [
            {"process": process, "bucket": bucket, "amount": amount, "spent_at": now}
            for bucket, amount in sorted(spent.items())
        ]

        async def work(connection: AsyncConnection) -> list[tuple[str, str, float]]:
            if rows:
                await connection.execute(statements.add_spending(self._dialect), rows)
            others = await connection.execute(statements.others_spending(process, since))
            return [tuple(row) for row in others]

        return await self._do(self.atomic if rows else self.engine, work)

    async def purge_events(self) -> None:
        """Delete what is kept for minutes or hours only: events, spending, begun installations."""
        now = int(time.time())
        await self._purge(events, "seen_at", now - REMEMBERED)
        await self._purge(spending, "spent_at", now - 2 * statements.RESTS_AFTER)
        await self._purge(slack_states, "expire_at", datetime.now(UTC).replace(tzinfo=None))

    async def checkpoint(self) -> None:
        """Move what was claimed from SQLite's WAL to the file itself, as far as nobody reads it."""
        if self._quick and self._quick.wrote:
            self._quick.wrote = False
            await self._do(self.engine, _checkpoint)

    async def purge_feedback(self, days: int) -> None:
        """Delete verdicts that are older than some days."""
        await self._purge(feedback, "at", datetime.now(UTC) - timedelta(days=days))

    async def verdict_counts(self) -> list[Row[Any]]:
        """Return paragraph, helpful, not_helpful, wishes; most often not helpful first."""
        return await self._rows(statements.verdict_counts())

    async def verdicts(self, since: datetime | None = None) -> list[Row[Any]]:
        """Return the verdicts since a time, or all, in the order of time."""
        return await self._rows(statements.verdicts(since))

    @property
    def _dialect(self) -> Dialect:
        return self.engine.dialect

    async def _purge(self, table: Table, column: str, limit: object) -> None:
        statement = statements.older(self._dialect, table, column, limit, _DELETED_AT_ONCE)
        while await self._write(statement) == _DELETED_AT_ONCE:
            pass

    async def _rows(self, query: Select[Any], seconds: float = CALL_SECONDS) -> list[Row[Any]]:
        async def work(connection: AsyncConnection) -> list[Row[Any]]:
            return list(await connection.execute(query))

        return await self._do(self.engine, work, seconds)

    async def _write(self, statement: UpdateBase) -> int:
        async def work(connection: AsyncConnection) -> int:
            return int((await connection.execute(statement)).rowcount)

        return await self._do(self.engine, work)

    async def _prepare(self, engine: AsyncEngine, seconds: float, patience: float) -> None:
        """Set up file and tables, again and again for `patience` seconds where a file is locked.

        SQLite waits for a lock by itself, but not where several processes switch a new file to WAL
        at once: it refuses one of them on the spot.
        """
        last = time.monotonic() + (patience if self.address.path else 0)
        while True:
            try:
                return await self._prepare_once(engine, seconds)
            except StoreUnreachableError:
                if time.monotonic() >= last:
                    raise
            await asyncio.sleep(_SWITCH_PAUSE_SECONDS)

    async def _prepare_once(self, engine: AsyncEngine, seconds: float) -> None:
        if self.address.path:
            await self.bounded(use_wal(engine), seconds)
        if not await self._do(engine, _is_current, seconds):
            await self._do(atomic(engine), _migrate, seconds)

    async def _do(self, engine: AsyncEngine, work: Work[T], seconds: float = CALL_SECONDS) -> T:
        async def call() -> T:
            async with engine.begin() as connection:
                return await work(connection)

        return await self.bounded(call(), seconds)

    async def bounded(
        self, call: Coroutine[Any, Any, T], seconds: float = CALL_SECONDS, *, in_turn: bool = True
    ) -> T:
        """Await a call to the database for so long; raises StoreError where it fails.

        It waits while connections are being closed, unless it is not `in_turn`.
        """
        try:
            return await self._bounded.run(call, seconds, in_turn=in_turn)
        except Exception as error:  # noqa: BLE001 - each driver has its own, and SQLAlchemy too
            raise failure(error, self.address) from None


async def _checkpoint(connection: AsyncConnection) -> None:
    """Move the WAL to the file, and begin it anew by writing a number that nobody reads."""
    for pragma in ("PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA user_version=0"):
        await connection.execute(text(pragma))


def _is_current(connection: AsyncConnection) -> Awaitable[bool]:
    return connection.run_sync(migration.is_current)


def _migrate(connection: AsyncConnection) -> Awaitable[None]:
    return connection.run_sync(migration.migrate)
