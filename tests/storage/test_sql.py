"""What stores on a database do beside the contract: they keep, share, and delete in time."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.storage import SpaceSettings
from tests.storage.databases import execute, rows, verdicts
from tests.storage.verdicts import ALL_CHOSEN, VERDICT
from tests.waiting import until


async def test_all_is_there_again_after_a_restart(open_store, url):
    store = await open_store()
    await store.save_space_settings("T1", ALL_CHOSEN)
    await store.record_feedback(VERDICT)
    await store.claim_event("e1")
    await store.close()
    store = await open_store()
    assert await store.space_settings("T1") == ALL_CHOSEN
    assert not await store.claim_event("e1")
    assert await verdicts(url) == [VERDICT]


async def test_a_change_is_seen_by_another_process_within_the_refresh(open_store):
    one, other = await open_store(), await open_store()
    await one.save_space_settings("T1", ALL_CHOSEN)

    async def seen():
        return await other.space_settings("T1") == ALL_CHOSEN

    await until(seen)
    await other.save_space_settings("T1", SpaceSettings(also_limit=2))
    assert await other.space_settings("T1") == SpaceSettings(also_limit=2)

    async def seen_back():
        return await one.space_settings("T1") == SpaceSettings(also_limit=2)

    await until(seen_back)


async def test_a_choice_is_never_undone_by_a_refresh_of_the_same_moment(open_store):
    store = await open_store()
    for number in range(20):
        first, second = (SpaceSettings(also_limit=n, language=f"{number}") for n in (0, 1))
        refreshing = asyncio.create_task(store._refresh())
        for chosen in (first, second):
            saving = asyncio.create_task(store.save_space_settings("T1", chosen))
            await asyncio.sleep(0)
            waiting = asyncio.create_task(store._refresh())
            assert await saving
            assert await store.space_settings("T1") == chosen
        await asyncio.gather(refreshing, waiting)
        assert await store.space_settings("T1") == second


async def test_the_defaults_of_the_settings_are_those_of_a_space(open_store):
    defaults = SpaceSettings(default_document="charter", also_limit=1)
    assert await (await open_store(defaults=defaults)).space_settings("any") == defaults


async def test_two_processes_that_claim_the_same_events_share_them(open_store):
    one, other = await open_store(), await open_store()
    names = [f"e{i}" for i in range(300)]
    first, second = await asyncio.gather(
        asyncio.gather(*map(one.claim_event, names)),
        asyncio.gather(*map(other.claim_event, reversed(names))),
    )
    assert [a + b for a, b in zip(first, reversed(second), strict=True)] == [1] * 300


async def test_the_last_verdict_counts_and_what_was_wanted_stays_with_its_kind(open_store, url):
    store = await open_store()
    plain = replace(VERDICT, helpful=False)
    told = replace(plain, wanted="fines, and a NUL: \0", at=plain.at + timedelta(seconds=1))
    again = replace(plain, at=plain.at + timedelta(seconds=2))
    for verdict in (plain, told, again):
        assert await store.record_feedback(verdict)
    assert await verdicts(url) == [replace(again, wanted="fines, and a NUL: �")]
    helpful = replace(plain, helpful=True, at=plain.at + timedelta(seconds=3))
    await store.record_feedback(helpful)
    assert await verdicts(url) == [helpful]


async def test_a_verdict_that_was_given_before_the_one_that_is_kept_changes_nothing(
    open_store, url
):
    store = await open_store()
    await store.record_feedback(VERDICT)
    earlier = replace(VERDICT, helpful=False, at=VERDICT.at - timedelta(seconds=1))
    await store.record_feedback(earlier)
    assert await verdicts(url) == [VERDICT]


async def test_old_verdicts_are_deleted_at_the_start_and_others_stay(open_store, url):
    store = await open_store()
    now = datetime.now(UTC)
    old = [
        replace(VERDICT, paragraph=f"d#{i}", at=now - timedelta(days=8, minutes=i))
        for i in range(30)
    ]
    young = replace(VERDICT, at=now - timedelta(days=6))
    for verdict in (*old, young):
        await store.record_feedback(verdict)
    await asyncio.gather(open_store(feedback_days=7), open_store(feedback_days=7))
    assert await verdicts(url) == [young]


async def test_events_are_kept_for_an_hour_and_then_deleted(open_store, url):
    await open_store()
    now = int(datetime.now(UTC).timestamp())
    for name, age in (("young", 3_590), ("old", 4_000)):
        await execute(url, "INSERT INTO events VALUES (:name, :at)", name=name, at=now - age)
    for process, age in (("p1", 100), ("p2", 700)):
        await execute(
            url, "INSERT INTO spending VALUES (:p, 'b', 1.0, :at)", p=process, at=now - age
        )
    later = await open_store()
    assert await rows(url, "SELECT id FROM events") == [("young",)]
    assert await rows(url, "SELECT process FROM spending") == [("p1",)]
    assert not await later.claim_event("young")


async def test_many_rows_are_deleted_a_part_at_a_time(open_store, url, monkeypatch):
    store = await open_store()
    for number in range(7):
        await store.record_feedback(
            replace(VERDICT, paragraph=f"d#{number}", at=VERDICT.at - timedelta(days=100))
        )
    monkeypatch.setattr("bot.storage.database._DELETED_AT_ONCE", 2)
    await open_store()
    assert await verdicts(url) == []


async def test_processes_tell_each_other_what_they_took(open_store):
    one, other = (await open_store()).spending, (await open_store()).spending
    assert await one.share({"u1": 1.0}) == {}
    assert await other.share({}) == {}
    assert await one.share({"u1": 2.0, "u2": 0.5}) == {}
    assert await other.share({"u1": 4.0}) == {"u1": 2.0, "u2": 0.5}
    assert await one.share({}) == {"u1": 4.0}
    assert await one.share({}) == {}
    assert await other.share({}) == {}


async def test_a_process_that_begins_counts_nothing_of_before(open_store):
    one = (await open_store()).spending
    await one.share({"u1": 9.0})
    late = (await open_store()).spending
    assert await late.share({}) == {}
    await one.share({"u1": 1.0})
    assert await late.share({}) == {"u1": 1.0}


async def test_a_bucket_that_rested_begins_anew(open_store, url):
    one, other = (await open_store()).spending, (await open_store()).spending
    await one.share({"u1": 9.0})
    await other.share({})
    await execute(url, "UPDATE spending SET spent_at = spent_at - 400")
    await one.share({"u1": 2.0})
    assert await other.share({}) == {"u1": 2.0}


async def test_thousands_of_buckets_are_shared_at_once(open_store):
    one, other = (await open_store()).spending, (await open_store()).spending
    await other.share({})
    spent = {f"u{i}": 1.0 for i in range(1_500)}
    await one.share(spent)
    assert await other.share({}) == spent


async def test_a_value_that_no_database_takes_is_dropped_and_does_not_stop_the_others(
    open_store, url, caplog
):
    store = await open_store()
    if url.startswith("sqlite"):
        pytest.skip("SQLite takes a text of any length")
    assert not await store.record_feedback(replace(VERDICT, space="s" * 500))
    assert [r.message for r in caplog.records if r.name.startswith("bot")] == ["value not kept"]
    assert await store.ping()
    assert await store.record_feedback(VERDICT)


async def test_an_error_of_our_own_in_a_refresh_stops_nothing_but_the_refresh(
    open_store, said, monkeypatch
):
    def fail(*_arguments):
        raise LookupError

    store = await open_store()
    monkeypatch.setattr(store._choices, "learn", fail)
    await until(lambda: "store not looked after" in said())
    assert await store.claim_event("e1")
    assert await store.record_feedback(VERDICT)
    assert await store.ping()
    monkeypatch.undo()
    await store.save_space_settings("T2", ALL_CHOSEN)
    other = await open_store()
    assert await other.space_settings("T2") == ALL_CHOSEN


@pytest.mark.parametrize("channels", ["5", "[1]", '"C1"', "null"])
async def test_settings_that_somebody_edits_into_nonsense_are_said_once_and_left_out(
    open_store, url, said, channels
):
    store = await open_store()
    for space in ("T1", "T2"):
        await store.save_space_settings(space, ALL_CHOSEN)
    await store.close()
    await execute(
        url, "UPDATE space_settings SET channels = :broken WHERE space = 'T1'", broken=channels
    )
    store = await open_store()
    for _ in range(2):
        await store._refresh()
    assert await store.space_settings("T1") == SpaceSettings()
    assert await store.space_settings("T2") == ALL_CHOSEN
    assert said() == ["settings of a space cannot be read"]
    await store.save_space_settings("T1", ALL_CHOSEN)
    await store._refresh()
    await execute(url, "UPDATE space_settings SET channels = :broken", broken=channels)
    for _ in range(2):
        await store._refresh()
    assert await store.space_settings("T1") == ALL_CHOSEN  # the last that is known
    assert said() == ["settings of a space cannot be read"] * 3


async def cut_off(store, settings):
    """Choose settings, and stop waiting before anything is written."""
    async with store._reading:
        saving = asyncio.create_task(store.save_space_settings("T1", settings))
        await asyncio.sleep(0)
        saving.cancel()
        await asyncio.gather(saving, return_exceptions=True)


async def test_a_choice_that_nobody_waits_for_any_longer_is_kept_all_the_same(open_store):
    store = await open_store()
    await cut_off(store, ALL_CHOSEN)
    await store.close()
    assert await (await open_store()).space_settings("T1") == ALL_CHOSEN


async def test_a_choice_that_was_cut_off_never_comes_after_a_later_one(open_store):
    store, later = await open_store(), SpaceSettings(also_limit=3)
    await cut_off(store, ALL_CHOSEN)
    assert await store.save_space_settings("T1", later)
    await store._mend()
    await store._refresh()
    assert await store.space_settings("T1") == later
    await store.close()
    assert await (await open_store()).space_settings("T1") == later
