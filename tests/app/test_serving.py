"""Signals, and an end in good order."""

import asyncio
import os
import signal

import pytest

from bot.app.serving import Surroundings, log_unhandled, notify_when_connected, serve
from bot.app.signals import obey_signals
from bot.app.supervision import Patience, Supervision
from bot.app.systemd import Systemd
from bot.domain.errors import PlatformError
from bot.domain.health import Health
from tests.app.places import Place, failing
from tests.waiting import PATIENCE


def send(number):
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_platforms_are_closed_on_a_signal_and_readiness_goes_first(number):
    health = Health([])
    ready = []

    class Closing(Place):
        async def run(self):
            try:
                await super().run()
            finally:
                ready.append((await health.report()).ready)

    places = [Closing("one"), Closing("two")]
    task = asyncio.create_task(serve(Supervision(places), Surroundings(health)))
    await asyncio.gather(*(place.serves.wait() for place in places))
    assert (await health.report()).ready
    send(number)
    await asyncio.wait_for(task, PATIENCE)
    assert [place.closed for place in places] == [True, True]
    assert ready == [False, False]


async def test_serving_ends_with_the_error_where_no_platform_is_left():
    patience = Patience(first=0.001, longest=0.001, attempts=1)
    place = Place("one", failing(PlatformError("It cannot be reached.")))
    with pytest.raises(PlatformError, match="It cannot be reached"):
        await serve(Supervision([place], patience=patience))


async def test_what_is_done_beside_is_ended_and_tried_again_where_it_fails(caplog):
    beside = []
    tries = asyncio.Queue()

    async def for_ever():
        try:
            await asyncio.Event().wait()
        finally:
            beside.append("ended")

    async def broken():
        await tries.put("try")
        raise ValueError("is the xylophone in para 4?")

    place = Place("one")
    around = Surroundings(background=[for_ever, broken], again_after=0.001)
    task = asyncio.create_task(serve(Supervision([place]), around))
    await place.serves.wait()
    for _ in range(3):
        await asyncio.wait_for(tries.get(), PATIENCE)
    send(signal.SIGTERM)
    await asyncio.wait_for(task, PATIENCE)
    assert beside == ["ended"]
    assert {(r.message, r.error) for r in caplog.records} == {
        ("background work failed", "ValueError")
    }
    assert "xylophone" not in "".join(str(vars(record)) for record in caplog.records)


async def test_a_hangup_asks_for_a_reload():
    asked = asyncio.Event()
    obey_signals(asyncio.Event(), asked.set)
    send(signal.SIGHUP)
    await asyncio.wait_for(asked.wait(), PATIENCE)


async def test_a_second_signal_leaves_at_once_with_its_number():
    left = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    obey_signals(stop, lambda: None, left.set_result)
    send(signal.SIGINT)
    await asyncio.wait_for(stop.wait(), PATIENCE)
    send(signal.SIGTERM)
    assert await asyncio.wait_for(left, PATIENCE) == 143


async def test_a_hangup_without_documents_to_read_is_harmless():
    place = Place("one")
    task = asyncio.create_task(serve(Supervision([place])))
    await place.serves.wait()
    send(signal.SIGHUP)
    send(signal.SIGTERM)
    await asyncio.wait_for(task, PATIENCE)


async def test_systemd_is_told_once_the_first_platform_is_connected(tmp_path):
    class Told(Systemd):
        times = 0

        def ready(self):
            Told.times += 1

    one, two = Place("one"), Place("two")
    health = Health([one, two])
    telling = notify_when_connected(health, ["one", "two"], Told({}), every=0.001)
    task = asyncio.create_task(telling)
    await asyncio.sleep(0.005)
    assert Told.times == 0
    two.serves.set()
    await asyncio.wait_for(task, PATIENCE)
    assert Told.times == 1


async def test_an_error_that_nobody_waited_for_is_logged_without_its_text(caplog):
    loop = asyncio.get_running_loop()
    log_unhandled(loop, {"message": "never retrieved", "exception": ValueError("xylophone")})
    log_unhandled(loop, {"message": "something else"})
    assert [record.error for record in caplog.records] == ["ValueError", "something else"]
    assert "xylophone" not in "".join(str(vars(record)) for record in caplog.records)
