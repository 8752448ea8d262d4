"""What every store does, the one in memory and those on both databases."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.storage import SpaceSettings
from tests.storage.verdicts import ALL_CHOSEN, VERDICT


async def test_a_space_has_the_defaults_until_something_is_chosen(store):
    assert await store.space_settings("T1") == SpaceSettings()
    assert await store.save_space_settings("T1", SpaceSettings(also_limit=1))
    assert await store.save_space_settings("T1", ALL_CHOSEN)
    assert await store.space_settings("T1") == ALL_CHOSEN
    assert await store.space_settings("T2") == SpaceSettings()


async def test_settings_hold_at_once_while_they_are_being_saved(store):
    saving = asyncio.create_task(store.save_space_settings("T1", ALL_CHOSEN))
    await asyncio.sleep(0)
    assert await store.space_settings("T1") == ALL_CHOSEN
    await saving


async def test_an_event_is_claimed_once_however_many_claim_it_at_once(store):
    claims = await asyncio.gather(*(store.claim_event(f"e{i % 50}") for i in range(150)))
    assert claims == [True] * 50 + [False] * 100
    assert not await store.claim_event("e7")
    assert await store.claim_event("e50")


@pytest.mark.parametrize(
    "event", ["", "x" * 5_000, "nul\0", "half \ud800", "line\nbreak", "日本"], ids=range(6)
)
async def test_an_event_of_any_id_is_claimed_once(store, event):
    assert await store.claim_event(event)
    assert not await store.claim_event(event)


async def test_a_user_is_forgotten_and_nobody_else(store):
    for verdict in (
        VERDICT,
        replace(VERDICT, paragraph="d#2"),
        replace(VERDICT, user="v"),
    ):
        assert await store.record_feedback(verdict)
    assert await store.forget_user("u") == 2
    assert await store.forget_user("u") == 0
    assert await store.forget_user("v") == 1


async def test_a_store_that_works_says_so(store):
    assert store.name == "store"
    assert await store.ping()
