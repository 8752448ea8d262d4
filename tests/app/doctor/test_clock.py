import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import formatdate

import pytest
from aiohttp import web

from bot.app.doctor.clock import clock_row
from bot.app.doctor.rows import Row, State


@asynccontextmanager
async def platform_at(seconds: float, date: str | None = None) -> AsyncIterator[str]:
    """A platform whose clock is ahead by some seconds; yields its address."""

    async def answer(_request):
        at = formatdate(time.time() + seconds, usegmt=True) if date is None else date
        return web.Response(status=404, headers={"Date": at})

    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    """Keep the machine's proxy out."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


async def test_a_clock_that_agrees_is_in_order():
    async with platform_at(0) as address:
        assert await clock_row([("Slack", address)]) == Row(
            "clock", State.OK, "agrees with Slack's"
        )


@pytest.mark.parametrize(
    ("seconds", "state", "direction"),
    [
        (30, State.LOOK, "behind"),
        (-30, State.LOOK, "ahead of"),
        (3_600, State.WRONG, "behind"),
        (-3_600, State.WRONG, "ahead of"),
    ],
)
async def test_a_clock_that_is_off_is_told_with_how_much(seconds, state, direction):
    async with platform_at(seconds) as address:
        row = await clock_row([("Discord", address)])
    assert row.state is state
    amount, _, rest = row.found.partition(" ")
    assert rest == f"seconds {direction} Discord's"
    assert abs(int(amount) - abs(seconds)) <= 5
    assert "timedatectl" in row.advice


async def test_the_next_platform_is_asked_where_one_does_not_answer(unused_tcp_port):
    async with platform_at(0) as address:
        gone = f"http://127.0.0.1:{unused_tcp_port}/"
        row = await clock_row([("Discord", gone), ("Slack", address)])
    assert row.found == "agrees with Slack's"


@pytest.mark.parametrize("date", ["yesterday", ""])
async def test_a_platform_that_says_no_time_is_none_to_compare_with(date):
    async with platform_at(0, date) as address:
        row = await clock_row([("Slack", address)])
    assert row == Row("clock", State.SKIPPED, "not compared: Slack did not say what time it is")


async def test_without_a_network_nothing_is_compared(unused_tcp_port):
    gone = f"http://127.0.0.1:{unused_tcp_port}/"
    row = await clock_row([("Discord", gone), ("Slack", gone)])
    assert row.state is State.SKIPPED
    assert row.found == "not compared: Discord and Slack did not say what time it is"


async def test_without_a_platform_there_is_nothing_to_compare_with():
    row = await clock_row([])
    assert (row.state, row.found) == (State.SKIPPED, "not compared: no platform is configured")
