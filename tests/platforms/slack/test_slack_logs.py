"""What is logged when something goes wrong, and what never is."""

import logging
from dataclasses import replace

import pytest

from bot.dispatcher import Dispatcher
from bot.platforms.slack import delivery
from bot.platforms.slack.delivery import ResponsePlace
from bot.platforms.slack.platform import SlackPlatform
from bot.storage.memory import MemoryStore
from tests.slack_server import Fault
from tests.slack_server.running import running


@pytest.mark.parametrize(
    ("channel", "reason"), [("C0404", "not_in_channel"), ("X0404", "channel_not_found")]
)
async def test_a_channel_that_refuses_the_bot_is_logged(
    bot, slack, payloads, caplog, channel, reason
):
    await slack.emit("events_api", payloads.mention("paragraph 4", channel=channel))
    await slack.until(lambda: slack.acks)
    await bot._underway.finished(5)
    (record,) = [r for r in caplog.records if r.message == "answer not posted"]
    assert (record.reason, record.channel) == (reason, channel)


class BrokenStore(MemoryStore):
    async def claim_event(self, event: str) -> bool:
        raise ConnectionError("the secret question")


async def test_a_store_that_fails_is_logged_without_what_it_says(
    access, dispatcher, slack, payloads, caplog
):
    desk = replace(dispatcher.desk, store=BrokenStore())
    broken = Dispatcher(dispatcher.commands.values(), desk)
    async with running(SlackPlatform(access, broken)) as bot:
        await slack.emit("events_api", payloads.mention("paragraph 4"))
        await slack.until(lambda: slack.acks)
        await bot._underway.finished(5)
    (record,) = [r for r in caplog.records if r.message == "event not answered"]
    assert record.error == "ConnectionError"
    assert "secret" not in caplog.text


async def test_no_text_is_logged_at_any_level(access, dispatcher, slack, payloads, caplog):
    caplog.set_level(logging.DEBUG)
    slack.fail("response", Fault(status=503))
    async with running(SlackPlatform(access, dispatcher)):
        await slack.emit("events_api", payloads.mention("what of zanzibar?"))
        await slack.emit("events_api", payloads.direct("what of zanzibar?"))
        await slack.emit("slash_commands", payloads.command("/ask", "what of zanzibar?"))
        await slack.emit("slash_commands", payloads.command("/unknown", "what of zanzibar?"))
        await slack.emit("events_api", payloads.direct("zanzibar", subtype="channel_join"))
        await slack.sockets[0].send_str('{"zanzibar')
        await slack.until(lambda: len(slack.posts) == 2 and slack.responses["first"])
    assert "zanzibar" not in caplog.text.casefold()
    assert "xoxb" not in caplog.text
    assert "xapp" not in caplog.text


async def test_removal_from_the_workspace_is_logged(bot, slack, payloads, caplog):
    await slack.emit("events_api", payloads.event({"type": "app_uninstalled"}))
    await slack.until(lambda: slack.acks)
    await bot._underway.finished(1)
    assert "the app was removed from its workspace" in caplog.messages


async def test_a_response_url_that_cannot_be_reached_is_logged(slack, monkeypatch, caplog):
    monkeypatch.setattr(delivery, "_WAITS", (0.0,))
    place = ResponsePlace("http://127.0.0.1:1/x", "U0ADA")
    sender = delivery.Delivery(slack.session, logging.getLogger("slack"))
    assert not await sender.delete_original(place)
    (record,) = [r for r in caplog.records if r.message == "answer not accepted"]
    assert record.status == 0


async def test_a_made_up_press_in_a_view_has_nowhere_to_be_answered(bot, slack, payloads, caplog):
    await slack.emit("interactive", payloads.press_in_view("v1:x:nonsense"))
    await slack.until(lambda: slack.acks)
    await bot._underway.finished(5)
    assert "nowhere to answer" in caplog.messages
    assert slack.responses == {}
