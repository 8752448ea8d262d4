"""Whatever a driver raises becomes one sentence of ours, without what was to be written."""

import sqlite3

import asyncpg
import pytest
from sqlalchemy.exc import DataError, DBAPIError

from bot.domain.errors import StoreError
from bot.storage.address import store_address
from bot.storage.failures import StoreUnreachableError, UnfitDataError, failure

CANARY = "canary-0123456789"
FILE = store_address("sqlite:////var/lib/verbatim/x.sqlite3")
SERVER = store_address(f"postgresql://user:{CANARY}@host/name")


def of_sqlite(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError(CANARY)
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "kind", "sentence"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), StoreUnreachableError, "is locked by another process"),
        (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), StoreError, "cannot be written"),
        (of_sqlite(sqlite3.SQLITE_IOERR_FSYNC), StoreError, "check the disk"),
        (of_sqlite(sqlite3.SQLITE_FULL), StoreError, "lies on a full disk"),
        (of_sqlite(sqlite3.SQLITE_CONSTRAINT), UnfitDataError, "does not take a value"),
        (of_sqlite(sqlite3.SQLITE_MISUSE), StoreError, "SQLite's code 21"),
        (asyncpg.InvalidPasswordError(CANARY), StoreError, "check the user and the password"),
        (asyncpg.InvalidCatalogNameError(CANARY), StoreError, "no database of this name"),
        (asyncpg.DiskFullError(CANARY), StoreError, "lies on a full disk"),
        (asyncpg.UndefinedTableError(CANARY), StoreError, "lacks a table"),
        (asyncpg.TooManyConnectionsError(CANARY), StoreUnreachableError, "SQLSTATE 53300"),
        (asyncpg.StringDataRightTruncationError(CANARY), UnfitDataError, "SQLSTATE 22001"),
        (asyncpg.InterfaceError(CANARY), StoreUnreachableError, "InterfaceError"),
        (ConnectionRefusedError(111, "Connection refused"), StoreUnreachableError, "refused"),
        (TimeoutError(), StoreUnreachableError, "no answer in time"),
        (DataError(CANARY, {}, ValueError(CANARY)), UnfitDataError, "DataError"),
        (DBAPIError(CANARY, {}, of_sqlite(sqlite3.SQLITE_FULL)), StoreError, "full disk"),
    ],
)
def test_an_error_is_told_by_what_to_do(error, kind, sentence):
    address = (
        FILE if "sqlite" in repr(error).lower() or "OperationalError" in repr(error) else SERVER
    )
    found = failure(error, address)
    assert type(found) is kind
    assert sentence in str(found)
    assert CANARY not in str(found)


def test_an_error_of_ours_stays_what_it_is():
    error = StoreError("The sentence.")
    assert failure(error, FILE) is error


def test_a_chain_of_causes_that_turns_back_on_itself_is_followed_once():
    one, other = RuntimeError("one"), RuntimeError("other")
    one.__cause__, other.__cause__ = other, one
    assert "RuntimeError" in str(failure(one, SERVER))
