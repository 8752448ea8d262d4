"""The database's engine, set up for many short statements."""

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.address import StoreAddress

CONNECTING_SECONDS = 3.0
LOCK_SECONDS = 1.0
"""Seconds that SQLite waits for another process's lock."""
CONNECTIONS = 4
"""Connections of a process to PostgreSQL, beside the one that claims events."""
_MOST = "SERIALIZABLE"
_ATOMIC = {"sqlite": _MOST, "postgresql": "READ COMMITTED"}


def make_engine(address: StoreAddress) -> AsyncEngine:
    """Return an engine, not yet connected; each statement is a transaction of its own.

    Without BEGIN and COMMIT a statement takes one way to PostgreSQL instead of three.
    """
    if address.path is None:
        return create_async_engine(
            address.url,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"timeout": CONNECTING_SECONDS},
        )
    engine = create_async_engine(
        address.url,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        connect_args={"timeout": LOCK_SECONDS},
    )
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    return engine


def atomic(engine: AsyncEngine) -> AsyncEngine:
    """Return the same engine with transactions, for several statements that belong together.

    SQLite's begin by taking the lock: one that begins by reading may be refused it later.
    """
    name = engine.dialect.name
    view = engine.execution_options(isolation_level=_ATOMIC[name])
    if name == "sqlite":
        event.listen(view.sync_engine, "begin", _begin_immediately)
    return view


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=NORMAL")  # in WAL mode, only a power cut can lose anything
    cursor.close()


def _begin_immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
