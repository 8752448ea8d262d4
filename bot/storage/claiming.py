"""The statement that claims events, where it takes waiting: on PostgreSQL for every event."""

import json
import time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.statements import CLAIM_IN_POSTGRESQL, CLAIM_IN_SQLITE


class ClaimingConnection:
    """A connection of its own, which is asked past SQLAlchemy.

    The way through the pool and its adapters takes two to six times as long, as
    docs/decisions/storage.md has it.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None

    async def claim(self, events: list[str]) -> set[str]:
        """Write those of the ids that are not there yet, and return them; raises what drivers do.

        The ids are sorted, or two processes with the same ids could wait for each other.
        """
        if self._connection is None:
            self._connection = await self._engine.connect()
        try:
            driver = (await self._connection.get_raw_connection()).driver_connection
            return await self._ask(driver, sorted(events), int(time.time()))
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close the connection; the next claim opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                await connection.invalidate()
            finally:
                await connection.close()

    async def _ask(self, driver: Any, events: list[str], now: int) -> set[str]:
        if self._engine.dialect.name == "postgresql":
            rows = await driver.fetch(CLAIM_IN_POSTGRESQL, events, now)
        else:
            rows = await driver.execute_fetchall(CLAIM_IN_SQLITE, (json.dumps(events), now))
        return {row[0] for row in rows}
