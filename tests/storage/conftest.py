"""Real databases: a file of SQLite's, and a database of one's own on the server that is named."""

import logging
import os
import secrets
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from bot.storage.address import store_address
from bot.storage.database import Database
from bot.storage.memory import MemoryStore
from bot.storage.sql import Pace, SqlStore
from tests.waiting import until

POSTGRES_VARIABLE = "VERBATIM_TEST_POSTGRES_URL"
QUICK = Pace(refresh=0.05, first_retry=0.02, longest_retry=0.1, opening=10, patience=1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it where a whole database was left out."""
    if not os.environ.get(POSTGRES_VARIABLE):
        terminalreporter.section("PostgreSQL was NOT tested", yellow=True)
        terminalreporter.line(
            f"Set {POSTGRES_VARIABLE}=postgresql+asyncpg://user@host/name to test it."
        )


def server_url() -> str:
    """Return the address of the server to test on; skips where there is none."""
    url = os.environ.get(POSTGRES_VARIABLE)
    if not url:
        pytest.skip(f"{POSTGRES_VARIABLE} is not set")
    return url


async def on_server(statement: str) -> None:
    """Run a statement in the database that the variable names."""
    dsn = make_url(server_url()).set(drivername="postgresql")
    connection = await asyncpg.connect(dsn.render_as_string(hide_password=False))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
async def postgres_url() -> AsyncIterator[str]:
    """The address of an empty database, which is dropped afterwards."""
    name = f"verbatim_{secrets.token_hex(6)}"
    await on_server(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield make_url(server_url()).set(database=name).render_as_string(hide_password=False)
    finally:
        await on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a file that does not exist yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'verbatim.sqlite3'}"


def _address(request: pytest.FixtureRequest) -> str:
    names = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}
    return request.getfixturevalue(names[request.param]) if request.param in names else ""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind."""
    return _address(request)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind; "" stands for memory."""
    return _address(request)


GONE, BACK = "store does not work", "store works again"


@pytest.fixture
def said(caplog) -> Callable[[], list[str]]:
    """What the log has of the project, and what others log as warnings."""
    caplog.set_level(logging.INFO)
    return lambda: [
        record.message
        for record in caplog.records
        if record.name.startswith("bot") or record.levelno >= logging.WARNING
    ]


def _serves_sqlite(thread: threading.Thread) -> bool:
    return "_connection_worker" in thread.name


@pytest.fixture
async def open_store(url: str) -> AsyncIterator[Callable[..., Awaitable[SqlStore]]]:
    """Opens a store on the database of the test, as often as it is called; each is closed."""
    opened: list[SqlStore] = []
    before = set(threading.enumerate())

    async def open_one(address: str = "", pace: Pace = QUICK, **more: object) -> SqlStore:
        store = SqlStore(Database(store_address(address or url)), pace=pace, **more)
        await store.open()
        opened.append(store)
        return store

    yield open_one
    for store in opened:
        await store.close()
    await until(lambda: not any(_serves_sqlite(t) for t in {*threading.enumerate()} - before))


@pytest.fixture
async def store(any_url: str) -> AsyncIterator[SqlStore | MemoryStore]:
    """A store of each kind."""
    if not any_url:
        yield MemoryStore()
        return
    sql = SqlStore(Database(store_address(any_url)), pace=QUICK)
    await sql.open()
    yield sql
    await sql.close()
