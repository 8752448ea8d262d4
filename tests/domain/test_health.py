import asyncio

import pytest

from bot.domain.health import Health, PartState


class Piece:
    def __init__(self, name, works=True):
        self.name = name
        self.works = works

    async def ping(self):
        if isinstance(self.works, Exception):
            raise self.works
        if self.works is None:
            await asyncio.Event().wait()
        return self.works


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


async def test_the_bot_is_ready_where_every_part_works():
    report = await Health([Piece("discord"), Piece("store")]).report()
    assert (report.ready, report.degraded, report.stopping) == (True, False, False)
    assert [part.name for part in report.parts] == ["discord", "store"]


@pytest.mark.parametrize("works", [False, RuntimeError("x"), None])
async def test_a_part_that_does_not_work_or_does_not_answer_makes_it_unready(works):
    report = await Health([Piece("discord", works), Piece("store")], patience=0.01).report()
    assert (report.ready, report.degraded) == (False, True)
    assert report.part("discord").works is False
    assert report.part("store").works is True
    assert report.part("gone") is None


async def test_a_part_that_is_spared_degrades_only():
    report = await Health([Piece("discord"), Piece("store", False)], spared=["store"]).report()
    assert (report.ready, report.degraded) == (True, True)


async def test_a_stopping_bot_is_not_ready():
    health = Health([Piece("discord")])
    health.stopping = True
    report = await health.report()
    assert (report.ready, report.degraded, report.stopping) == (False, False, True)


async def test_each_part_tells_since_when_it_is_as_it_is():
    piece, clock = Piece("discord"), Clock()
    health = Health([piece], clock=clock)

    async def state():
        return (await health.report()).parts[0]

    assert await state() == PartState("discord", works=True, seconds=0.0)
    clock.now = 5.0
    assert await state() == PartState("discord", works=True, seconds=5.0)
    piece.works = False
    assert await state() == PartState("discord", works=False, seconds=0.0)
    clock.now = 7.0
    assert await state() == PartState("discord", works=False, seconds=2.0)
    piece.works = True
    health.renewed("discord")
    clock.now = 8.0
    assert await state() == PartState("discord", works=True, seconds=1.0)
