"""How long the store takes to claim an event, to know a repeat, to keep a verdict.

    python benchmarks/claims.py sqlite:///claims.sqlite3
    python benchmarks/claims.py postgresql://user@host/name

The database is written to and keeps what was written; name one that is made for this.
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median, quantiles

from bot.domain.storage import Feedback
from bot.storage.address import store_address
from bot.storage.database import Database
from bot.storage.sql import SqlStore

TIMES = 2_000
AT_ONCE = 200
VERDICT = Feedback("d#1", helpful=True, platform="-", space="-", user="-", at=datetime.now(UTC))


async def measure(name: str, times: int, call: Callable[[int], Awaitable[object]]) -> None:
    """Print median and 99th percentile of a call, in milliseconds."""
    taken = []
    for number in range(times):
        started = time.perf_counter()
        await call(number)
        taken.append(1_000 * (time.perf_counter() - started))
    print(f"{name:<22}{median(taken):>9.4f}{quantiles(taken, n=100)[-1]:>9.4f}   ({times} times)")


async def main(url: str) -> None:
    """Print the table."""
    store = SqlStore(Database(store_address(url)))
    started = time.perf_counter()
    await store.open()
    print(f"opened in {1_000 * (time.perf_counter() - started):.0f} ms")
    run = time.time_ns()

    async def claim_many(number: int) -> None:
        ids = (f"{run}:{number}:{one}" for one in range(AT_ONCE))
        await asyncio.gather(*map(store.claim_event, ids))

    async def record(number: int) -> None:
        await store.record_feedback(replace(VERDICT, paragraph=f"d#{number}"))

    print(f"{'milliseconds':<22}{'median':>9}{'p99':>9}")
    await measure("warming up", 100, lambda n: store.claim_event(f"{run}-{n}"))
    await measure("claim", TIMES, lambda n: store.claim_event(f"{run}:{n}"))
    await measure("claim of a repeat", TIMES, lambda n: store.claim_event(f"{run}:{n}"))
    await measure(f"{AT_ONCE} claims at once", 50, claim_many)
    await measure("settings of a space", TIMES, lambda n: store.space_settings(f"slack:T{n}"))
    await measure("verdict", 300, record)
    await store.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("database", help="its address; it is written to")
    asyncio.run(main(parser.parse_args().database))
