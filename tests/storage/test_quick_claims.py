"""Claims on SQLite that wait for nothing, and leave the rest to those who can wait."""

import sqlite3

import pytest

from bot.storage.address import store_address
from bot.storage.database import Database
from bot.storage.quick_claims import LONGEST_SECONDS, REST_SECONDS, QuickClaims
from tests.storage.databases import execute, rows


class Clock:
    """Goes on by `step` each time it is looked at."""

    now = step = 0.0

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@pytest.fixture
async def path(sqlite_url):
    database = Database(store_address(sqlite_url))
    await database.open()
    await database.close()
    return store_address(sqlite_url).path


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def quick(path, clock):
    claims = QuickClaims(path, clock)
    yield claims
    claims.close()


def test_the_first_claim_wins_and_another_connection_sees_it(quick, path):
    assert quick.claim("e1") is True
    assert quick.claim("e1") is False
    other = QuickClaims(path)
    assert other.claim("e1") is False
    assert other.claim("e2") is True
    other.close()
    assert quick.claim("e2") is False


def test_a_locked_file_is_left_to_those_who_wait(quick, path):
    assert quick.claim("e1") is True
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert quick.claim("e2") is None
    other.execute("ROLLBACK")
    other.close()
    assert quick.claim("e2") is True


def test_where_there_is_no_file_none_is_made(tmp_path):
    quick = QuickClaims(tmp_path / "none.sqlite3")
    assert quick.claim("e1") is None
    assert not [*tmp_path.iterdir()]


def test_a_slow_disk_is_left_alone_for_a_minute(quick, clock):
    clock.step = 2 * LONGEST_SECONDS
    assert quick.claim("e1") is True
    clock.step = 0.0
    assert quick.claim("e2") is None
    clock.now += REST_SECONDS
    assert quick.claim("e2") is True


async def test_what_is_in_the_wal_is_moved_to_the_file(sqlite_url):
    database = Database(store_address(sqlite_url))
    database._quick = QuickClaims(database.address.path, clock=lambda: 0.0)  # never too slow
    await database.open()
    for number in range(2_000):
        assert database.claim_now(f"e{number}")
    before = database.address.path.stat().st_size
    await database.checkpoint()
    assert database.address.path.stat().st_size > before
    wal = database.address.path.with_name(database.address.path.name + "-wal")
    size = wal.stat().st_size
    assert all(database.claim_now(f"f{number}") for number in range(100))
    assert wal.stat().st_size == size  # it begins anew, and has room
    await database.close()
    assert len(await rows(sqlite_url, "SELECT id FROM events")) == 2_100


async def test_a_store_on_a_server_is_asked_over_the_network(postgres_url):
    database = Database(store_address(postgres_url))
    assert database.claim_now("e1") is None
    await database.checkpoint()
    await database.close()


async def test_a_table_that_is_gone_is_left_to_those_who_can_say_so(sqlite_url, quick):
    assert quick.claim("e1") is True
    await execute(sqlite_url, "DROP TABLE events")
    assert quick.claim("e2") is None


async def test_where_nothing_was_claimed_nothing_is_moved(sqlite_url):
    database = Database(store_address(sqlite_url))
    await database.open()
    wal = database.address.path.with_name(database.address.path.name + "-wal")
    assert database.claim_now("e1")
    await database.checkpoint()
    written = wal.stat().st_mtime_ns
    await database.checkpoint()
    assert wal.stat().st_mtime_ns == written
    await database.close()


def test_what_is_no_database_is_left_to_others_and_closed(tmp_path):
    file = tmp_path / "broken.sqlite3"
    file.write_text("no database", encoding="utf-8")
    quick = QuickClaims(file)
    assert quick.claim("e1") is None
    assert quick._connection is None
