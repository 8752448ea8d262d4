"""What went wrong in the database, as one sentence that says what to do.

The database's own text is never shown: it may hold what was to be written, or a password.
"""

import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import DataError, IntegrityError

from bot.domain.errors import StoreError
from bot.storage.address import VARIABLE, StoreAddress


class StoreUnreachableError(StoreError):
    """The store does not answer now; it may later, without anybody's doing."""


class UnfitDataError(StoreError):
    """The store works and refuses what was to be written; trying again would not help."""


_SQLITE_PASSING = {
    sqlite3.SQLITE_BUSY: "is locked by another process; end it, or wait until it is done",
    sqlite3.SQLITE_LOCKED: "is locked by another process; end it, or wait until it is done",
}
_SQLITE_LASTING = {
    sqlite3.SQLITE_READONLY: "cannot be written; let this user write the file and its folder",
    sqlite3.SQLITE_PERM: "cannot be opened; let this user read and write the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; let this user read and write the file's folder",
    sqlite3.SQLITE_FULL: "lies on a full disk; make room there",
    sqlite3.SQLITE_IOERR: "cannot be read or written; check the disk, and that it is a local one",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a backup, or move it away to begin anew",
    sqlite3.SQLITE_NOTADB: "is no database of SQLite's; name another file, or move it away",
}
_POSTGRESQL_LASTING = {
    "28": "does not let the user in; check the user and the password",
    "3D000": "has no database of this name; make it with CREATE DATABASE",
    "3F000": "has no schema to make tables in; make one with CREATE SCHEMA",
    "42501": "does not let the user make or write tables; GRANT it the rights, or own the database",
    "42P01": "lacks a table of the store; restore it from a backup",
    "53100": "lies on a full disk; make room there",
}
_UNFIT = ("22", "23")


def failure(error: BaseException, address: StoreAddress) -> StoreError:
    """Return a driver's or SQLAlchemy's error as one of ours."""
    if isinstance(error, StoreError):
        return error
    for cause in _causes(error):
        code = getattr(cause, "sqlite_errorcode", None)
        if isinstance(code, int):
            return _of_sqlite(code & 0xFF, address)
        state = getattr(cause, "sqlstate", None)
        if isinstance(state, str):
            return _of_postgresql(state, address)
    if isinstance(error, DataError | IntegrityError):
        return _unfit(type(error).__name__)
    return StoreUnreachableError(_sentence(address, f"cannot be reached ({_kind(error)})"))


def _of_sqlite(code: int, address: StoreAddress) -> StoreError:
    if code in _SQLITE_PASSING:
        return StoreUnreachableError(_sentence(address, _SQLITE_PASSING[code]))
    if code in {sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG}:
        return _unfit(f"SQLite {code}")
    unknown = f"does not do what it is asked (SQLite's code {code})"
    return StoreError(_sentence(address, _SQLITE_LASTING.get(code, unknown)))


def _of_postgresql(state: str, address: StoreAddress) -> StoreError:
    for known, text in _POSTGRESQL_LASTING.items():
        if state.startswith(known):
            return StoreError(_sentence(address, text))
    if state.startswith(_UNFIT):
        return _unfit(f"SQLSTATE {state}")
    return StoreUnreachableError(_sentence(address, f"cannot be used now (SQLSTATE {state})"))


def _sentence(address: StoreAddress, text: str) -> str:
    kind = "file" if address.path else "PostgreSQL at"
    return f"{VARIABLE}: the {kind} {address.place} {text}"


def _unfit(what: str) -> UnfitDataError:
    return UnfitDataError(f"The store does not take a value ({what})")


def _kind(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return getattr(error, "strerror", None) or type(error).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it wraps: SQLAlchemy's has the adapter's, that has the driver's."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        cause = waiting.pop(0)
        if cause is not None and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            waiting += [getattr(cause, "orig", None), cause.__cause__]
