"""The database's engine, set up for many short statements."""

import json
import logging
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.domain.errors import StoreError
from bot.storage.address import VARIABLE, StoreAddress

CONNECTING_SECONDS = 3.0
LOCK_SECONDS = 0.6
"""Seconds that SQLite waits for another process's lock: less than a claim may take."""
OLDEST_SQLITE = (3, 35)
"""The first with RETURNING."""
CONNECTIONS = 5
"""Connections of a process to PostgreSQL; one of them claims events."""
_MOST = "SERIALIZABLE"
_ATOMIC = {"sqlite": _MOST, "postgresql": "READ COMMITTED"}


def make_engine(address: StoreAddress, patience: float = LOCK_SECONDS) -> AsyncEngine:
    """Return an engine, not yet connected; each statement is a transaction of its own.

    Without BEGIN and COMMIT a statement takes one way to PostgreSQL instead of three. SQLite waits
    `patience` seconds for another process's lock.
    """
    _quiet_libraries()
    if address.path is None:
        return create_async_engine(
            address.url,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            json_deserializer=_json,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"timeout": CONNECTING_SECONDS},
        )
    engine = create_async_engine(
        address.url,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        json_deserializer=_json,
        connect_args={"timeout": patience},
    )
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    return engine


def make_file(path: Path) -> None:
    """Make SQLite's file where there is none, for its owner alone: it may hold Slack's tokens.

    Raises StoreError where that cannot be done, or where SQLite is too old.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        raise StoreError(
            f"This Python has SQLite {sqlite3.sqlite_version}; the store needs {needed} or later,"
            " or PostgreSQL"
        )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreError(f"{VARIABLE}: {path}: {error.strerror}") from error


async def use_wal(engine: AsyncEngine) -> None:
    """Switch SQLite's file to WAL mode: reading and writing then do not wait for each other."""
    async with engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA journal_mode=WAL")


def atomic(engine: AsyncEngine) -> AsyncEngine:
    """Return the same engine with transactions, for several statements that belong together.

    SQLite's begin by taking the lock: one that begins by reading may be refused it later.
    """
    name = engine.dialect.name
    view = engine.execution_options(isolation_level=_ATOMIC[name])
    if name == "sqlite":
        event.listen(view.sync_engine, "begin", _begin_immediately)
    return view


def _quiet_libraries() -> None:
    """Leave it to the store to say, once, what its libraries say of each connection."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)


def _json(text: str) -> object:
    """Return what a JSON text holds, None where somebody broke it: one such row stops no other."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    try:
        # In WAL mode this keeps all but what a power cut may take.
        cursor.execute("PRAGMA synchronous=NORMAL")
    except BaseException:
        connection.close()  # the pool does not: it has not seen it yet
        raise
    cursor.close()


def _begin_immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
