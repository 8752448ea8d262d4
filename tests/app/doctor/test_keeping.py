"""The store as the doctor finds it, on real databases."""

import sqlite3

import pytest

from bot.app.doctor.keeping import named_store, store_rows
from bot.app.doctor.rows import Row, State
from bot.settings import FeedbackSettings, Settings, StoreSettings
from bot.storage.address import store_address
from bot.storage.database import Database
from tests.storage.conftest import postgres_url, sqlite_url, url

__all__ = ["postgres_url", "sqlite_url", "url"]
KEY = "0123456789abcdef" * 4
CANARY = "canary0123456789"


async def rows_of(url, key=KEY):
    settings = Settings(store=StoreSettings(url=url), feedback=FeedbackSettings(key=key))
    address = named_store(settings)
    return [address] if isinstance(address, Row) else await store_rows(settings, address)


async def opened(url):
    """Bring a store up to date, as `verbatim run` does."""
    database = Database(store_address(url))
    await database.open()
    await database.close()


async def test_a_store_that_is_up_to_date_is_in_order(url):
    await opened(url)
    (row,) = await rows_of(url)
    assert row.state is State.OK
    assert row.found.endswith("answers; its tables are up to date")


async def test_a_file_that_is_not_there_yet_will_be_made(sqlite_url, tmp_path):
    (row,) = await rows_of(sqlite_url)
    assert row.state is State.OK
    assert row.found == f"{tmp_path / 'verbatim.sqlite3'} will be made at the first start"
    assert list(tmp_path.iterdir()) == []


async def test_an_empty_database_is_left_as_it_is(postgres_url):
    for _ in range(2):
        (row,) = await rows_of(postgres_url)
        assert row.state is State.LOOK
        assert "`verbatim run` brings them up to date" in row.advice


async def test_a_store_of_a_newer_version_is_told(url):
    await opened(url)
    database = Database(store_address(url))
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    await database.close()
    (row,) = await rows_of(url)
    assert row.state is State.WRONG
    assert "newer version" in row.found
    assert "install that version" in row.advice


async def test_a_file_that_is_no_database_is_told(sqlite_url, tmp_path):
    path = tmp_path / "verbatim.sqlite3"
    path.write_text("this is no database" * 100)
    (row,) = await rows_of(sqlite_url)
    assert row.state is State.WRONG
    assert str(path) in row.found
    assert row.advice


async def test_a_locked_file_can_still_be_examined(sqlite_url, tmp_path):
    await opened(sqlite_url)
    with sqlite3.connect(tmp_path / "verbatim.sqlite3") as other:
        other.execute("BEGIN IMMEDIATE")
        (row,) = await rows_of(sqlite_url)
        other.rollback()
    assert row.state is State.OK


async def test_a_server_out_of_reach_is_told_without_the_password(unused_tcp_port):
    address = f"postgresql+asyncpg://somebody:{CANARY}@127.0.0.1:{unused_tcp_port}/name"
    (row,) = await rows_of(address)
    assert row.state is State.WRONG
    assert "127.0.0.1" in row.found
    assert row.advice
    assert CANARY not in str(row)


async def test_postgresql_needs_a_key_of_the_settings(postgres_url):
    await opened(postgres_url)
    _, row = await rows_of(postgres_url, key=None)
    assert row.state is State.WRONG
    assert "VERBATIM_FEEDBACK__KEY" in row.found


@pytest.mark.parametrize("url", ["nonsense", f"mysql://somebody:{CANARY}@host/name"])
async def test_an_address_that_is_none_is_told_without_the_password(url):
    (row,) = await rows_of(url)
    assert (row.state, row.found) == (State.WRONG, "VERBATIM_STORE__URL")
    assert CANARY not in str(row)
