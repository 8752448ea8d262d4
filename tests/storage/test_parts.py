"""The store's parts by themselves: claims, backlog, shared spending, rounds, bounds."""

import asyncio
import logging

import pytest

from bot.domain.errors import StoreError
from bot.storage import claims
from bot.storage.backlog import Backlog
from bot.storage.claims import Claims
from bot.storage.failures import StoreUnreachableError, UnfitDataError
from bot.storage.outage import Outage
from bot.storage.rounds import Rounds
from bot.storage.sharing import OVERLAP, SharedSpending
from bot.storage.waiting import Bounded
from tests.waiting import until


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Events:
    """A table of events in memory, which notes each batch."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.batches: list[list[str]] = []
        self.fails: StoreError | None = None

    async def write(self, ids: list[str]) -> set[str]:
        await asyncio.sleep(0)
        if self.fails:
            raise self.fails
        self.batches.append(ids)
        new = set(ids) - self.ids
        self.ids |= new
        return new


async def test_claims_of_one_moment_are_one_batch_and_those_of_meanwhile_the_next():
    events = Events()
    claimed = Claims(events.write, Outage())
    first = asyncio.gather(*(claimed.claim(f"a{i}") for i in range(3)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    second = asyncio.gather(*(claimed.claim(f"b{i}") for i in range(2)))
    assert all(await first + await second)
    assert events.batches == [["a0", "a1", "a2"], ["b0", "b1"]]


async def test_a_batch_is_bounded(monkeypatch):
    monkeypatch.setattr(claims, "MOST_AT_ONCE", 10)
    events = Events()
    claimed = Claims(events.write, Outage())
    assert all(await asyncio.gather(*(claimed.claim(f"e{i}") for i in range(25))))
    assert [len(batch) for batch in events.batches] == [10, 10, 5]


async def test_a_claim_that_is_given_up_holds_no_other_up():
    events = Events()
    claimed = Claims(events.write, Outage())
    given_up = asyncio.create_task(claimed.claim("e1"))
    other = asyncio.create_task(claimed.claim("e2"))
    await asyncio.sleep(0)
    given_up.cancel()
    assert await other
    assert not await claimed.claim("e1")


async def test_memory_forgets_the_oldest_ids_and_the_database_does_not(monkeypatch):
    monkeypatch.setattr(claims, "MOST_REMEMBERED", 3)
    events = Events()
    clock = Clock()
    claimed = Claims(events.write, Outage(), clock=clock)
    for number in range(5):
        assert await claimed.claim(f"e{number}")
    assert not await claimed.claim("e0")
    events.ids.clear()
    clock.now = claims.REMEMBERED
    assert await claimed.claim("e4")


async def test_what_was_claimed_in_an_outage_and_on_its_eve_is_written_after_it():
    events = Events()
    clock = Clock()
    outage = Outage(clock=clock)
    claimed = Claims(events.write, outage, clock=clock)
    for clock.now in (0.0, 98.0):
        await claimed.claim(f"e{clock.now}")
    events.ids.discard("e98.0")  # the server crashed before it wrote to the disk
    clock.now = 100.0
    events.fails = StoreUnreachableError("gone")
    assert await claimed.claim("e100")
    assert outage.is_on
    assert await claimed.claim("e101")
    assert not await claimed.claim("e101")
    with pytest.raises(StoreError):
        await claimed.catch_up(outage.since, outage.end)
    assert outage.is_on
    events.fails = None
    written = []
    await claimed.catch_up(outage.since, written.append)
    assert written == [3]
    assert events.ids == {"e0.0", "e98.0", "e100", "e101"}


async def test_of_claims_that_wait_only_those_of_the_first_batch_wait_for_the_failure(monkeypatch):
    monkeypatch.setattr(claims, "MOST_AT_ONCE", 10)
    events = Events()
    outage = Outage()
    tried = []

    async def write(ids: list[str]) -> set[str]:
        tried.append(ids)
        return await events.write(ids)

    claimed = Claims(write, outage)
    events.fails = StoreUnreachableError("gone")
    assert all(await asyncio.gather(*(claimed.claim(f"e{i}") for i in range(30))))
    assert len(tried) == 1
    events.fails = None
    written = []
    await claimed.catch_up(outage.since, written.append)
    assert written == [30]
    assert tried[1:] == [[f"e{i}" for i in reversed(range(n, n + 10))] for n in (20, 10, 0)]


async def test_claims_that_never_cease_do_not_put_off_the_end_of_an_outage():
    events = Events()
    outage = Outage()
    made = []

    async def write(ids: list[str]) -> set[str]:
        made.append(f"while {ids[0]} is written")
        if outage.is_on:
            assert await claimed.claim(made[-1])
        return await events.write(ids)

    claimed = Claims(write, outage)
    events.fails = StoreUnreachableError("gone")
    assert await claimed.claim("e")
    events.fails = None
    await claimed.catch_up(outage.since, outage.end)
    assert not outage.is_on
    assert not await claimed.claim(made[1])
    assert {"e", *made[:3]} == events.ids


async def test_an_outage_is_told_once_and_once_more_for_what_somebody_has_to_change(caplog):
    caplog.set_level(logging.INFO)
    failed = []
    outage = Outage(failed.append)
    outage.end()
    for error in (
        StoreUnreachableError("gone"),
        StoreUnreachableError("still gone"),
        StoreError("the disk is full"),
        StoreError("the disk is full"),
    ):
        outage.begin("write", error)
    outage.begin("", StoreUnreachableError("gone"))
    outage.end(3)
    outage.end(3)
    told = [(r.message, getattr(r, "reason", None)) for r in caplog.records]
    assert told == [
        ("store does not work", "gone"),
        ("store does not work", "the disk is full"),
        ("store works again", None),
    ]
    assert caplog.records[-1].written == 3
    assert failed == ["write"] * 4


async def test_a_full_backlog_loses_its_oldest_value_and_says_so(caplog):
    written = {}

    async def write(key: str, value: int) -> None:
        written[key] = value

    backlog = Backlog(write, most=2)
    for key, value in (("a", 1), ("b", 2), ("a", 3), ("c", 4)):
        backlog.add(key, value)
    assert list(backlog) == ["a", "c"]
    assert await backlog.write_all() == 2
    assert (written, len(backlog)) == ({"a": 3, "c": 4}, 0)
    assert [r.message for r in caplog.records] == ["backlog is full, the oldest value is lost"]


async def test_a_value_that_is_replaced_while_it_is_written_is_written_again():
    written = []

    async def write(key: str, value: int) -> None:
        written.append(value)
        if value == 1:
            backlog.add(key, 2)

    backlog = Backlog(write)
    backlog.add("a", 1)
    assert await backlog.write_all() == 1
    assert backlog.get("a") == 2
    await backlog.write_all()
    assert written == [1, 2]


async def test_a_value_that_does_not_fit_is_dropped_and_the_others_are_written(caplog):
    async def write(_key: str, value: int) -> None:
        if value == 1:
            raise UnfitDataError("no")

    backlog = Backlog(write)
    backlog.add("a", 1)
    backlog.add("b", 2)
    assert await backlog.write_all() == 1
    assert len(backlog) == 0
    assert [r.message for r in caplog.records] == ["value not kept"]


class SlowTable:
    """Remembers what was written; a write ends when it is let go."""

    def __init__(self):
        self.written = []
        self.begun = []
        self.may_end = asyncio.Event()

    async def write(self, key, value):
        self.begun.append((key, value))
        await self.may_end.wait()
        self.written.append((key, value))


async def test_an_older_value_that_is_being_written_never_comes_after_a_newer_one():
    table = SlowTable()
    backlog = Backlog(table.write)
    backlog.add("a", "old")
    mending = asyncio.create_task(backlog.write_all())
    await until(lambda: table.begun)
    saving = asyncio.create_task(backlog.write("a", "new"))
    other = asyncio.create_task(backlog.write("b", "other"))
    await until(lambda: len(table.begun) == 2)
    assert table.begun == [("a", "old"), ("b", "other")]
    table.may_end.set()
    await asyncio.gather(mending, saving, other)
    assert table.written == [("a", "old"), ("b", "other"), ("a", "new")]
    assert len(backlog) == 0


async def test_a_write_that_was_cut_off_keeps_its_turn():
    table = SlowTable()
    backlog = Backlog(table.write)
    saving = asyncio.create_task(backlog.write("a", "old"))
    await until(lambda: table.begun)
    saving.cancel()
    later = asyncio.create_task(backlog.write("a", "new"))
    await asyncio.sleep(0.01)
    assert table.begun == [("a", "old")]
    table.may_end.set()
    await later
    assert table.written == [("a", "old"), ("a", "new")]


async def test_a_value_that_came_while_another_was_written_still_waits():
    table = SlowTable()
    backlog = Backlog(table.write)
    saving = asyncio.create_task(backlog.write("a", 1))
    await until(lambda: table.begun)
    backlog.add("a", 2)
    table.may_end.set()
    await saving
    assert backlog.get("a") == 2


async def test_what_was_written_meanwhile_is_not_written_again():
    table = SlowTable()
    backlog = Backlog(table.write)
    backlog.add("a", "old")
    saving = asyncio.create_task(backlog.write("a", "new"))
    await until(lambda: table.begun)
    mending = asyncio.create_task(backlog.write_all())
    table.may_end.set()
    await saving
    assert await mending == 0
    assert table.written == [("a", "new")]


async def test_sums_of_others_are_forgotten_once_their_buckets_have_rested():
    rows: list[tuple[str, str, float]] = [("p", "u", 5.0)]
    asked = []
    clock = Clock()
    clock.now = 1_000.0

    async def share(_process, _spent, since):
        asked.append(since)
        return rows

    spending = SharedSpending(share, Outage(), clock=clock)
    assert await spending.share({}) == {}
    rows = [("p", "u", 7.0)]
    assert await spending.share({}) == {"u": 2.0}
    rows = []
    clock.now = 2_000.0
    assert await spending.share({}) == {}
    assert spending._sums == {}
    assert asked == [0, 1_000 - OVERLAP, 2_000 - OVERLAP]


async def test_spending_that_cannot_be_shared_begins_an_outage():
    async def share(*_):
        raise StoreUnreachableError("gone")

    outage = Outage()
    spending = SharedSpending(share, outage)
    with pytest.raises(StoreUnreachableError, match="gone"):
        await spending.share({"u": 1.0})
    assert outage.is_on


async def test_jobs_are_done_at_their_own_pace_and_again_where_they_failed():
    clock = Clock()
    done = []
    failing = True

    async def often():
        done.append("often")

    async def seldom():
        if failing:
            raise StoreError("no")
        done.append("seldom")

    rounds = Rounds({often: 10, seldom: 100}, clock)
    with pytest.raises(StoreError):
        await rounds.run_due()
    assert (done, rounds.seconds_left()) == (["often"], 0)
    failing = False
    await rounds.run_due()
    assert (done, rounds.seconds_left()) == (["often", "seldom"], 10)
    clock.now = 10.0
    await rounds.run_due()
    assert done == ["often", "seldom", "often"]


async def test_a_call_that_hangs_is_given_up_in_time_although_its_end_takes_longer():
    ended = asyncio.Event()

    async def hang():
        try:
            await asyncio.Event().wait()
        finally:
            await ended.wait()

    bounded = Bounded()
    loop = asyncio.get_running_loop()
    started = loop.time()
    with pytest.raises(TimeoutError):
        await bounded.run(hang(), 0.02)
    assert loop.time() - started < 1
    assert not await bounded.drained(0.01)
    ended.set()
    assert await bounded.drained(5)


async def test_no_call_begins_beside_one_that_is_alone():
    done = []

    async def call(name: str, seconds: float = 0.0):
        await asyncio.sleep(seconds)
        done.append(name)

    bounded = Bounded()
    early = asyncio.create_task(bounded.run(call("early", 0.02), 5))
    await asyncio.sleep(0)
    async with bounded.alone(5):
        late = asyncio.create_task(bounded.run(call("late"), 5))
        await asyncio.sleep(0)
        with pytest.raises(TimeoutError):
            await bounded.run(call("given up"), 0.01)
        await bounded.run(call("alone"), 5, in_turn=False)
        done.append("end")
    await asyncio.gather(early, late)
    assert done == ["early", "alone", "end", "late"]
    assert await bounded.drained(5)


async def test_an_error_of_a_call_that_was_given_up_is_nobodys():
    async def fail():
        try:
            await asyncio.Event().wait()
        finally:
            raise ValueError("too late")

    bounded = Bounded()
    with pytest.raises(TimeoutError):
        await bounded.run(fail(), 0.01)
    assert await bounded.drained(5)


async def test_a_call_that_a_thread_does_goes_on_when_it_is_given_up():
    ended = asyncio.Event()

    async def work():
        await asyncio.sleep(0.05)
        ended.set()

    bounded = Bounded(cancels=False)
    with pytest.raises(TimeoutError):
        await bounded.run(work(), 0.01)
    assert await bounded.drained(5)
    assert ended.is_set()


async def test_what_was_cut_off_gives_way_to_what_came_meanwhile():
    async def write(_key, _value):
        raise AssertionError

    backlog = Backlog(write)

    def cut_off_one_after_the_other():
        with backlog.keeping("k", "old"), backlog.keeping("k", "newest"):
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        cut_off_one_after_the_other()
    assert backlog.get("k") == "newest"
    with pytest.raises(asyncio.CancelledError), backlog.keeping("k", "last"):
        raise asyncio.CancelledError
    assert backlog.get("k") == "last"
