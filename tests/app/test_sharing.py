"""Several processes share the limits through the store, in the background."""

import asyncio

from bot.app.sharing import exchange, share_spending
from bot.domain.limits import Allowance, Limits, Rules
from tests.counted import Counted
from tests.spending import SharedSpending
from tests.waiting import until

RULES = Rules(Allowance(4, 60.0), Allowance(100, 60.0), 0)


def process():
    return Limits(RULES, shared=True)


def taken(limits, times):
    return [limits.take("ana", "T1") == "" for _ in range(times)]


async def test_what_one_process_gave_is_missing_in_the_other():
    shared, one, two = SharedSpending(), process(), process()
    first, second = shared.member(), shared.member()
    assert taken(one, 3) == [True] * 3
    await exchange(one, first)
    await exchange(two, second)
    assert taken(two, 2) == [True, False]
    await exchange(two, second)
    await exchange(one, first)
    assert taken(one, 1) == [False]


async def test_a_store_that_is_down_delays_the_exchange_and_stops_nobody(caplog):
    shared, one, two = SharedSpending(), process(), process()
    first, second = shared.member(), shared.member()
    telemetry = Counted()
    taken(one, 2)
    shared.down = True
    await exchange(one, first, telemetry)
    assert taken(one, 1) == [True]
    assert telemetry.failures == ["share"]
    shared.down = False
    await exchange(one, first)
    await exchange(two, second)
    assert taken(two, 2) == [True, False]


async def test_the_exchange_goes_on_in_the_background():
    shared, one, two = SharedSpending(), Limits(RULES), Limits(RULES)
    jobs = [
        asyncio.create_task(share_spending(limits, shared.member(), every=0.001))
        for limits in (one, two)
    ]
    await until(lambda: one.shared)
    assert taken(one, 4) == [True] * 4
    await until(lambda: two._users.missing("ana") > 4 - 0.1)
    for job in jobs:
        job.cancel()
    assert taken(two, 1) == [False]
