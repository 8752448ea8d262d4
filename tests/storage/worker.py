"""A process of its own that uses a store: `python -m tests.storage.worker WHAT URL`."""

# ruff: noqa: T201 - it speaks with the test that started it

import asyncio
import sqlite3
import sys
from dataclasses import replace
from datetime import UTC, datetime

from bot.storage.address import store_address
from bot.storage.database import Database
from bot.storage.sql import SqlStore
from tests.storage.verdicts import VERDICT


async def open_once(store: SqlStore) -> None:
    """Say whether the store works as soon as it is open."""
    print(await store.ping(), flush=True)


async def claim(store: SqlStore) -> None:
    """Claim 500 events when told to; print the numbers of those that were won."""
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    won = await asyncio.gather(*(store.claim_event(f"e{i}") for i in range(500)))
    print(*[i for i in range(500) if won[i]], flush=True)


async def record(store: SqlStore) -> None:
    """Record verdicts without end; print the number of each that is kept."""
    number = 0
    while True:
        number += 1
        verdict = replace(VERDICT, paragraph=f"d#{number}", at=datetime.now(UTC))
        if await store.record_feedback(verdict):
            print(number, flush=True)


async def main(what: str, url: str) -> None:
    """Do what is asked for with a store."""
    store = SqlStore(Database(store_address(url)))
    await store.open()
    await {"open": open_once, "claim": claim, "record": record}[what](store)
    await store.close()


def lock(url: str) -> None:
    """Hold SQLite's lock until told to let it go."""
    connection = sqlite3.connect(str(store_address(url).path), isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    print("locked", flush=True)
    sys.stdin.readline()
    connection.execute("ROLLBACK")
    connection.close()


if __name__ == "__main__":
    if sys.argv[1] == "lock":
        lock(sys.argv[2])
    else:
        asyncio.run(main(*sys.argv[1:]))
