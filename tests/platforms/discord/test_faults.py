"""What goes wrong on the way is survived: every question gets one answer, or its asker is told."""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.discord import delivery
from tests.discord_server import ANA, GENERAL, THREAD, Drop, Hold, Status
from tests.discord_server.faults import too_many
from tests.discord_server.world import snowflake
from tests.platforms.discord.conftest import running

MESSAGES = f"/channels/{GENERAL}/messages"


async def still_answers(discord):
    """Ask in another channel, and tell that this is answered."""
    question = await discord.asks("para 9", channel=THREAD)
    await discord.board.until(
        lambda: any(seen.replies_to == question["id"] for seen in discord.board.seen)
    )


async def test_a_connection_cut_during_an_answer_is_resumed_with_one_answer(discord):
    sending = Hold(asyncio.Event())
    discord.rest.faults.add("POST", MESSAGES, sending)
    await discord.asks("para 4")
    await discord.rest.until(lambda: discord.rest.sent_to(MESSAGES))
    discord.gateway.cut()
    sending.until.set()
    await discord.gateway.wait_for(resumed=1)
    await still_answers(discord)
    assert len(discord.board.seen) == 2


async def test_a_question_asked_while_the_connection_is_cut_is_answered_once(discord):
    discord.gateway.cut()
    question = await discord.asks("para 4")
    (seen,) = await discord.board.wait(1)
    assert seen.replies_to == question["id"]
    await still_answers(discord)
    assert len(discord.board.seen) == 2


async def test_a_request_to_reconnect_is_followed(discord):
    await discord.gateway.ask_to_reconnect()
    await discord.gateway.wait_for(resumed=1)
    await still_answers(discord)


async def test_an_ended_session_is_begun_again(discord):
    await discord.gateway.invalidate()
    await discord.gateway.wait_for(identified=2)
    await still_answers(discord)


async def test_a_session_that_cannot_be_resumed_is_begun_again(discord):
    discord.gateway.resumable = False
    discord.gateway.cut()
    await discord.gateway.wait_for(identified=2)
    await still_answers(discord)


async def test_a_heartbeat_is_kept_up(discord_server, dispatcher):
    discord_server.gateway.heartbeat_interval = 40
    async with running(discord_server, dispatcher):
        await discord_server.rest.until(lambda: discord_server.gateway.heartbeats >= 4)
        await still_answers(discord_server)
    assert (discord_server.gateway.identified, discord_server.gateway.resumed) == (1, 0)


async def test_too_many_requests_are_answered_after_the_wait(discord):
    discord.rest.faults.add("POST", MESSAGES, too_many(0.05), too_many(0.05))
    await discord.asks("para 4")
    await discord.board.wait(1)
    await still_answers(discord)
    assert len(discord.board.seen) == 2


@pytest.mark.parametrize("fault", [Status(500), Status(503), Drop(), Drop(done=True)])
async def test_a_send_that_fails_once_makes_one_answer(discord, fault):
    discord.rest.faults.add("POST", MESSAGES, fault)
    await discord.asks("para 4")
    await discord.board.wait(1)
    await discord.rest.until(lambda: len(discord.rest.sent_to(MESSAGES)) == 2)
    await still_answers(discord)
    assert len(discord.board.seen) == 2
    first, second = discord.rest.sent_to(MESSAGES)
    assert first == second
    assert first["enforce_nonce"]


async def test_a_discord_that_stays_out_of_reach_is_survived(discord, caplog, monkeypatch):
    monkeypatch.setattr(delivery, "PAUSES", (0.01, 0.01))
    discord.rest.faults.add("POST", MESSAGES, Drop(), Drop(), Drop())
    await discord.asks("para 4")
    await discord.rest.until(lambda: "not delivered" in caplog.text)
    await still_answers(discord)
    assert len(discord.board.seen) == 1


async def test_an_error_of_discords_that_lasts_is_survived(discord, caplog):
    discord.rest.faults.add("POST", MESSAGES, Status(501))
    await discord.asks("para 4")
    await discord.rest.until(lambda: "not delivered" in caplog.text)
    await still_answers(discord)


async def test_an_event_that_cannot_be_handled_is_logged_without_a_text(
    discord, dispatcher, caplog, monkeypatch
):
    async def broken(event):
        raise ValueError("is the xylophone in para 4?")

    monkeypatch.setattr(dispatcher.desk.store, "claim_event", broken)
    await discord.asks("is the xylophone in para 4?")
    await discord.rest.until(lambda: "event failed" in caplog.text)
    assert "xylophone" not in caplog.text


async def test_the_asker_is_told_privately_where_the_bot_may_not_write(discord):
    discord.rest.forbidden[GENERAL] = 50013
    await discord.asks("para 4")
    (told,) = await discord.board.wait(1)
    assert told.channel == discord.rest.direct_channel(ANA)
    content = told.payload["content"]
    assert content.startswith(f"I was asked in <#{GENERAL}> but may not write there.")
    assert "Send Messages" in content


async def test_nobody_can_be_told_and_the_bot_goes_on(discord):
    discord.rest.forbidden[GENERAL] = 50013
    discord.rest.forbidden[discord.rest.direct_channel(ANA)] = 50007
    await discord.asks("para 4")
    await still_answers(discord)


async def test_without_the_history_the_answer_is_no_reply_but_given(discord):
    discord.rest.faults.add("POST", MESSAGES, Status(400, 160002))
    await discord.asks("para 4")
    (seen,) = await discord.board.wait(1)
    assert seen.replies_to is None


async def test_a_deleted_channel_is_survived(discord):
    discord.rest.deleted_channels.add(GENERAL)
    await discord.asks("para 4")
    await still_answers(discord)
    assert len(discord.board.seen) == 1


async def test_a_question_that_was_deleted_gets_no_answer(discord):
    number = snowflake()
    discord.rest.deleted_messages.add(number)
    await discord.asks("para 4", id=str(number))
    await still_answers(discord)
    assert len(discord.board.seen) == 1


async def test_two_hundred_people_ask_at_once_and_are_all_answered_once(discord):
    discord.rest.per_window = (20, 0.05)
    async with asyncio.TaskGroup() as group:
        asked = [
            group.create_task(discord.asks(f"para {n % 9 + 1}", person=ANA + 100 + n))
            for n in range(200)
        ]
    seen = await discord.board.wait(200)
    assert sorted(s.replies_to for s in seen) == sorted(task.result()["id"] for task in asked)


@pytest.mark.parametrize("off", [timedelta(days=-2), timedelta(days=2)])
async def test_a_clock_that_is_off_changes_nothing(discord, off):
    at = datetime.now(UTC) + off
    number = str(snowflake(at))
    await discord.asks("para 4", id=number, timestamp=at.isoformat())
    (seen,) = await discord.board.wait(1)
    assert seen.replies_to == number


async def test_an_interaction_that_arrives_late_is_survived(discord, caplog):
    await discord.uses("ask", question="para 4", age=3.5)
    await still_answers(discord)
    assert len(discord.board.seen) == 1
    await discord.rest.until(lambda: [getattr(r, "code", 0) for r in caplog.records] == [10062])


@pytest.mark.parametrize("fault", [Status(500), Drop(), Drop(done=True)])
async def test_an_answer_to_a_command_that_fails_once_is_given_once(discord, fault):
    discord.rest.faults.add("POST", "/callback", fault)
    await discord.uses("ask", question="para 4")
    await discord.board.wait(1)
    await discord.rest.until(lambda: len(discord.rest.sent_to("/callback")) == 2)
    await still_answers(discord)
    assert len(discord.board.seen) == 2


async def test_an_answer_that_takes_its_time_is_announced(discord, dispatcher, monkeypatch):
    monkeypatch.setattr(delivery, "DEFER_AFTER", 0.05)
    slow = asyncio.Event()

    ask = dispatcher.commands["ask"]

    async def run(desk, request):
        await slow.wait()
        return await ask.run(desk, request)

    monkeypatch.setitem(dispatcher.commands, "ask", replace(ask, run=run))
    issued = await discord.uses("ask", question="para 4", private=True)
    await discord.rest.until(lambda: issued.answer == 5)
    slow.set()
    (seen,) = await discord.board.wait(1)
    assert seen.private
    assert "Paragraph 4" in seen.text


async def test_no_text_of_a_message_is_logged_at_any_level(discord, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("discord").setLevel(logging.INFO)
    discord.rest.faults.add("POST", MESSAGES, Status(400, 50035))
    await discord.asks("is the xylophone in para 4?")
    await discord.uses("ask", question="is the xylophone in para 4?")
    await discord.board.wait(1)
    await still_answers(discord)
    assert "xylophone" not in caplog.text
    assert discord.token not in caplog.text


async def test_what_could_not_be_shown_in_the_channel_is_shown_at_the_next_press(discord, caplog):
    await discord.uses("ask", question="para 4", private=True)
    (private,) = await discord.board.wait(1)
    discord.rest.faults.add("POST", "/callback", Status(403, 50013))
    await discord.presses(private, "Show in channel")
    await discord.rest.until(lambda: "not delivered" in caplog.text)
    await discord.presses(private, "Show in channel")
    _, shown = await discord.board.wait(2)
    assert not shown.private
    await discord.presses(private, "Show in channel")
    refusal = (await discord.board.wait(3))[2]
    assert refusal.text == "This is already shown in the channel."
