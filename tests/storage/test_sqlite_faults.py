"""SQLite's file locked, read-only, on a full disk, damaged, or where no file can be."""

import asyncio
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.domain.errors import StoreError
from bot.domain.storage import SpaceSettings
from bot.storage.address import store_address
from bot.storage.database import Database
from bot.storage.failures import StoreUnreachableError
from bot.storage.sql import SqlStore
from tests.storage.conftest import BACK, GONE, QUICK
from tests.storage.databases import execute, rows, verdicts, worker
from tests.storage.verdicts import ALL_CHOSEN, VERDICT
from tests.waiting import until


@pytest.fixture
def url(sqlite_url: str) -> str:
    """The store is a file here."""
    return sqlite_url


def path_of(url: str) -> Path:
    return Path(url.partition("///")[2])


async def test_a_file_that_another_process_locks_delays_nothing_and_loses_nothing(
    open_store, url, said
):
    loop = asyncio.get_running_loop()
    store = await open_store()
    async with worker("lock", url) as process:
        assert await process.stdout.readline() == b"locked\n"
        started = loop.time()
        assert await store.claim_event("e1")
        assert loop.time() - started < 1.5
        started = loop.time()
        for number in range(2, 30):
            assert await store.claim_event(f"e{number}")
        assert not await store.record_feedback(VERDICT)
        assert not await store.save_space_settings("T1", ALL_CHOSEN)
        assert loop.time() - started < 0.5
        assert await store.space_settings("T1") == ALL_CHOSEN
        assert not await store.ping()
        with pytest.raises(StoreUnreachableError, match="is locked by another process"):
            await store.forget_user("u")
        process.stdin.write(b"\n")
        await process.wait()
    await until(store.ping)
    assert said() == [GONE, BACK]
    assert await verdicts(url) == [VERDICT]
    assert len(await rows(url, "SELECT id FROM events")) == 29


async def test_a_file_that_is_locked_at_the_start_is_used_as_soon_as_it_is_not(
    open_store, url, said
):
    await (await open_store()).close()
    async with worker("lock", url) as process:
        await process.stdout.readline()
        store = await open_store()
        assert said() == [GONE]
        assert await store.claim_event("e1")
        process.stdin.write(b"\n")
        await process.wait()
    await until(store.ping)
    assert said() == [GONE, BACK]
    assert await rows(url, "SELECT id FROM events") == [("e1",)]


async def test_a_full_disk_is_named_and_all_is_written_once_there_is_room(url, said, caplog):
    database = Database(store_address(url))
    room = [100_000]

    @event.listens_for(database.engine.sync_engine, "connect")
    def limit(connection, _entry):
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count={room[0]}")
        cursor.close()

    store = SqlStore(database, pace=QUICK)
    await store.open()
    await database.close()
    room[0] = 1  # no more than there is
    number = 0
    long = "wanted " * 500
    while await store.record_feedback(replace(VERDICT, paragraph=f"d#{number}", wanted=long)):
        number += 1
    assert not await store.ping()
    assert await store.claim_event("e1")
    assert said() == [GONE]
    assert "lies on a full disk; make room there" in caplog.records[-1].reason
    room[0] = 100_000
    await until(store.ping)
    assert said() == [GONE, BACK]
    await store.close()
    assert len(await verdicts(url)) == number + 1
    assert await rows(url, "SELECT id FROM events") == [("e1",)]


async def test_a_file_that_cannot_be_written_is_told_at_the_start(open_store, url):
    await (await open_store()).close()
    store = SqlStore(Database(store_address(url).read_only()), pace=QUICK)
    with pytest.raises(StoreError, match="cannot be written; let this user write") as raised:
        await store.open()
    assert not isinstance(raised.value, StoreUnreachableError)


async def test_a_file_that_can_no_longer_be_written_is_told_once(open_store, url, said, caplog):
    store = await open_store()

    @event.listens_for(store._database.engine.sync_engine, "connect")
    def forbid(connection, _entry):
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only=1")
        cursor.close()

    await store._database.close()
    assert await store.claim_event("e1")
    for number in range(5):
        assert not await store.record_feedback(replace(VERDICT, paragraph=f"d#{number}"))
        assert not await store.ping()
    assert said() == [GONE]
    assert "cannot be written" in caplog.records[-1].reason
    event.remove(store._database.engine.sync_engine, "connect", forbid)
    await until(store.ping)
    assert said() == [GONE, BACK]
    assert len(await verdicts(url)) == 5


async def test_no_connection_outlives_a_closing_that_meets_other_calls(open_store):
    database = (await open_store())._database  # the fixture looks for threads that are left
    for calls in range(12):
        await asyncio.gather(
            database.settings(), database.close(), *(database.settings() for _ in range(calls % 4))
        )


async def test_a_file_that_is_no_database_is_told_and_left_alone(open_store, url):
    path_of(url).write_text("a letter to my aunt " * 100)
    with pytest.raises(StoreError, match="is no database of SQLite's; name another file"):
        await open_store()
    assert path_of(url).read_text().startswith("a letter")


async def test_a_place_where_no_file_can_be_is_told(open_store, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"^VERBATIM_STORE__URL: .*/file/x.*: Not a directory"):
        await open_store(f"sqlite:///{tmp_path}/file/x/verbatim.sqlite3")
    with pytest.raises(StoreError, match="cannot be opened"):
        await open_store(f"sqlite:///{tmp_path}")


async def test_the_file_and_its_folder_are_their_owners_alone(open_store, tmp_path):
    path = tmp_path / "deep" / "folder" / "verbatim.sqlite3"
    await open_store(f"sqlite:///{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert await rows(f"sqlite:///{path}", "PRAGMA journal_mode") == [("wal",)]


async def test_an_old_sqlite_is_told(open_store, monkeypatch):
    monkeypatch.setattr("bot.storage.engine.OLDEST_SQLITE", (99, 1))
    with pytest.raises(StoreError, match=r"the store needs 99.1 or later, or PostgreSQL"):
        await open_store()


async def test_what_is_not_written_at_the_end_is_told(open_store, url, said, caplog):
    store = await open_store(pace=replace(QUICK, closing=0.2))
    async with worker("lock", url) as process:
        await process.stdout.readline()
        assert not await store.record_feedback(VERDICT)
        await store.close()
        assert said() == [GONE, "store closed before all was written"]
        assert caplog.records[-1].lost == 1


async def test_what_waits_is_written_at_the_end(open_store, url):
    store = await open_store(pace=replace(QUICK, first_retry=60, longest_retry=60))
    async with worker("lock", url) as process:
        await process.stdout.readline()
        assert not await store.record_feedback(VERDICT)
        assert not await store.save_space_settings("T1", SpaceSettings(also_limit=1))
    await store.close()
    assert await verdicts(url) == [VERDICT]
    assert await rows(url, "SELECT also_limit FROM space_settings") == [(1,)]


async def test_a_verdict_that_waits_gives_way_to_a_later_one_and_keeps_what_was_wanted(
    open_store, url
):
    store = await open_store()
    now = datetime.now(UTC)
    told = replace(VERDICT, helpful=False, wanted="fines", at=now)
    again = replace(VERDICT, helpful=False, at=now.replace(year=now.year + 1))
    async with worker("lock", url) as process:
        await process.stdout.readline()
        assert not await store.record_feedback(told)
        assert not await store.record_feedback(again)
    await until(store.ping)
    assert await verdicts(url) == [replace(again, wanted="fines")]


async def test_a_user_is_forgotten_in_what_waits_too(open_store, url):
    store = await open_store(pace=replace(QUICK, first_retry=60, longest_retry=60))
    async with worker("lock", url) as process:
        await process.stdout.readline()
        assert not await store.record_feedback(VERDICT)
    assert await store.forget_user("u") == 1
    await store.close()
    assert await verdicts(url) == []


async def test_a_new_file_that_several_open_at_once_is_ready_for_each(tmp_path):
    for number in range(40):
        address = store_address(f"sqlite+aiosqlite:///{tmp_path / str(number)}.sqlite3")
        databases = [Database(address) for _ in range(4)]
        await asyncio.gather(*(database.open() for database in databases))
        won = await asyncio.gather(*(database.claim(["e1"]) for database in databases))
        assert sorted(map(len, won)) == [0, 0, 0, 1]
        await asyncio.gather(*(database.close() for database in databases))


@pytest.mark.parametrize("broken", ["C1", "[" * 100_000])
async def test_a_list_that_is_no_json_any_more_does_not_stop_the_store(
    open_store, url, said, broken
):
    store = await open_store()
    await store.save_space_settings("T1", ALL_CHOSEN)
    await store.close()
    await execute(url, "UPDATE space_settings SET channels = :broken", broken=broken)
    store = await open_store()
    assert await store.space_settings("T1") == SpaceSettings()
    assert await store.ping()
    assert said() == ["settings of a space cannot be read"]
