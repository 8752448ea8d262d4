"""What is counted on Discord, and the id that ties a reply to its lines in the log."""

import re

import pytest

from bot.app import build_dispatcher
from bot.domain.telemetry import Happening
from bot.settings import Settings
from tests.counted import Counted
from tests.discord_server.faults import too_many
from tests.waiting import until


@pytest.fixture
def telemetry():
    return Counted()


@pytest.fixture
def dispatcher(telemetry):
    return build_dispatcher(Settings(), telemetry=telemetry)


async def test_an_answer_is_counted_and_timed_from_the_event_to_the_reply(discord, telemetry):
    await discord.asks("which countries took part?")
    await discord.uses("paragraph", number="4")
    await until(lambda: len(telemetry.answers) == 2)
    assert telemetry.requests == [("discord", "ask", "quoted"), ("discord", "paragraph", "quoted")]
    assert all(platform == "discord" and 0 < s < 10 for platform, s in telemetry.answers)
    assert len(telemetry.rankings) == 1
    assert telemetry.happenings == []


async def test_a_wait_that_discord_asks_for_is_counted(discord, telemetry):
    discord.rest.faults.add("POST", "/messages", too_many(0.01), too_many(0.01))
    discord.rest.faults.add("POST", "/callback", too_many(0.01))
    await discord.asks("para 4")
    await discord.uses("ask", question="para 4")
    await discord.board.wait(2)
    assert telemetry.happenings == [(Happening.RATE_LIMIT, "discord")] * 3


async def test_an_event_that_comes_again_is_counted(discord, telemetry):
    question = await discord.asks("para 4")
    await discord.gateway.send("MESSAGE_CREATE", question)
    await until(lambda: telemetry.happenings)
    assert telemetry.happenings == [(Happening.REDELIVERY, "discord")]
    assert len(telemetry.requests) == 1


async def test_connections_made_anew_are_counted(discord, telemetry):
    discord.gateway.cut()
    await until(lambda: len(telemetry.happenings) == 1)
    await discord.gateway.invalidate()
    await until(lambda: len(telemetry.happenings) == 2)
    assert set(telemetry.happenings) == {(Happening.RECONNECT, "discord")}


async def test_something_shared_twice_is_no_redelivery(discord, telemetry):
    await discord.uses("ask", question="para 4", private=True)
    (reply,) = await discord.board.wait(1)
    for count in (2, 3):
        await discord.presses(reply, "Show in channel")
        await discord.board.wait(count)
    assert telemetry.happenings == []


@pytest.mark.parametrize("way", ["command", "press"])
async def test_who_waits_for_an_answer_is_told_the_id_under_which_a_fault_is_logged(
    discord, dispatcher, monkeypatch, caplog, way
):
    await discord.asks("para 4")
    (reply,) = await discord.board.wait(1)

    async def broken(event):
        raise ValueError("is the xylophone in para 4?")

    monkeypatch.setattr(dispatcher.desk.store, "claim_event", broken)
    if way == "command":
        await discord.uses("ask", question="is the xylophone in para 4?")
    else:
        await discord.presses(reply, "Helpful")
    _, told = await discord.board.wait(2)
    found = re.fullmatch(r"Something went wrong here; it is logged as (\w+)\\?\.", told.text)
    (record,) = [r for r in caplog.records if r.message == "event failed"]
    assert told.private
    assert found
    assert (record.answer, record.error) == (found[1], "ValueError")
    assert "xylophone" not in caplog.text
