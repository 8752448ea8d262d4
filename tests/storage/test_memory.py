import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.storage import Feedback, SpaceSettings
from bot.storage.memory import REMEMBERED, MemoryStore

NOON = datetime(2026, 5, 21, 12, tzinfo=UTC)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(clock):
    return MemoryStore(clock=clock)


async def test_a_space_has_the_defaults_until_something_is_chosen(store):
    assert await store.space_settings("T1") == SpaceSettings()
    await store.save_space_settings("T1", SpaceSettings(also_limit=1))
    await store.save_space_settings("T1", SpaceSettings(also_limit=2))
    assert await store.space_settings("T1") == SpaceSettings(also_limit=2)
    assert await store.space_settings("T2") == SpaceSettings()


async def test_the_defaults_can_be_given():
    defaults = SpaceSettings(default_document="charter", also_limit=0)
    assert await MemoryStore(defaults).space_settings("any") == defaults


async def test_the_last_verdict_of_a_user_on_a_paragraph_counts(store):
    first, last = (Feedback("d#1", helpful, "slack", "s", "u", NOON) for helpful in (True, False))
    other = Feedback("d#1", True, "slack", "s", "someone else", NOON)
    for verdict in (first, other, last):
        await store.record_feedback(verdict)
    assert store.feedback == (last, other)


async def test_what_somebody_looked_for_stays_with_the_verdict_until_it_is_another(store):
    plain = Feedback("d#1", False, "slack", "s", "u", NOON)
    told = replace(plain, wanted="fines")
    for verdict in (plain, told, plain):
        assert await store.record_feedback(verdict)
    assert store.feedback == (told,)
    await store.record_feedback(replace(plain, helpful=True))
    assert store.feedback == (replace(plain, helpful=True),)


async def test_a_user_is_forgotten_and_nobody_else(store):
    theirs, other = (Feedback("d#1", True, "slack", "s", user, NOON) for user in ("u", "v"))
    for verdict in (theirs, replace(theirs, paragraph="d#2"), other):
        await store.record_feedback(verdict)
    assert await store.forget_user("u") == 2
    assert await store.forget_user("u") == 0
    assert store.feedback == (other,)
    assert await store.ping()


async def test_an_event_is_claimed_once(store):
    assert await asyncio.gather(*(store.claim_event("e1") for _ in range(3))) == [
        True,
        False,
        False,
    ]
    assert await store.claim_event("e2")


async def test_an_event_is_remembered_for_an_hour_and_then_forgotten(store, clock):
    assert await store.claim_event("e1")
    clock.now = REMEMBERED - 1
    assert not await store.claim_event("e1")
    assert await store.claim_event("e2")
    clock.now = REMEMBERED
    assert await store.claim_event("e1")
    assert not await store.claim_event("e2")
