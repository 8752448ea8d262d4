"""What is counted on Slack, and the id that ties a reply to its lines in the log."""

import re

import pytest

from bot.app import build_dispatcher
from bot.domain.storage import SpaceSettings
from bot.domain.telemetry import Happening
from bot.settings import Settings
from tests.counted import Counted
from tests.slack_server import Fault
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("bot")
LIMITED, AGAIN, ANEW = (
    (what, "slack") for what in (Happening.RATE_LIMIT, Happening.REDELIVERY, Happening.RECONNECT)
)


@pytest.fixture
def telemetry():
    return Counted()


@pytest.fixture
def dispatcher(telemetry):
    return build_dispatcher(Settings(), telemetry=telemetry)


async def test_an_answer_is_counted_and_timed_once_from_the_event_to_the_reply(
    slack, payloads, telemetry
):
    slack.fail("chat.postMessage", Fault(delay=0.2))
    await slack.emit("events_api", payloads.mention("which countries took part?"))
    await until(lambda: telemetry.answers)
    await slack.emit("interactive", payloads.submission("paragraph 4"))
    await until(lambda: len(telemetry.answers) == 2)
    assert telemetry.requests == [("slack", "ask", "quoted")] * 2
    (_, slow), (_, quick) = telemetry.answers
    assert slow > 0.2 > quick > 0
    assert len(telemetry.rankings) == 1


async def test_an_opened_home_is_no_question(slack, payloads, telemetry):
    await slack.emit("events_api", payloads.opened("home"))
    await slack.until(lambda: slack.called("views.publish"))
    assert telemetry.requests == telemetry.answers == []


async def test_a_wait_that_slack_asks_for_is_counted(slack, payloads, telemetry):
    slack.fail("chat.postMessage", Fault(status=429, retry_after=0))
    slack.fail("response", Fault(status=429, retry_after=0))
    await slack.emit("events_api", payloads.mention("paragraph 4"))
    await slack.emit("slash_commands", payloads.command("/ask", "paragraph 4"))
    await slack.until(lambda: slack.posts and slack.responses["first"])
    assert telemetry.happenings == [LIMITED, LIMITED]


async def test_an_event_that_comes_again_is_counted(slack, payloads, telemetry):
    event = payloads.mention("paragraph 4")
    for _ in range(2):
        await slack.emit("events_api", event)
    await until(lambda: telemetry.happenings)
    assert telemetry.happenings == [AGAIN]
    assert len(telemetry.requests) == 1


async def test_connections_made_anew_are_counted(bot, slack, payloads, telemetry):
    await slack.open_sockets[0].close()
    await slack.until(lambda: len(slack.sockets) == 2)
    await until(lambda: telemetry.happenings)
    assert telemetry.happenings == [ANEW]


async def test_who_waits_for_an_answer_is_told_the_id_under_which_a_fault_is_logged(
    slack, payloads, dispatcher, monkeypatch, caplog
):
    async def broken(event):
        raise ValueError("is the xylophone in para 4?")

    monkeypatch.setattr(dispatcher.desk.store, "claim_event", broken)
    await slack.emit("slash_commands", payloads.command("/ask", "is the xylophone in para 4?"))
    await slack.until(lambda: slack.responses["first"])
    (told,) = slack.responses["first"]
    found = re.fullmatch(r"Something went wrong here; it is logged as (\w+)\.", told["text"])
    (record,) = [r for r in caplog.records if r.message == "event not answered"]
    assert found
    assert (told["response_type"], told["replace_original"]) == ("ephemeral", False)
    assert (record.answer, record.error) == (found[1], "ValueError")
    assert "xylophone" not in caplog.text


async def test_who_mentioned_the_bot_is_told_too_and_nobody_else(
    slack, payloads, dispatcher, monkeypatch, caplog
):
    async def broken(event):
        raise ValueError("x")

    monkeypatch.setattr(dispatcher.desk.store, "claim_event", broken)
    mention = payloads.mention("paragraph 4")
    await slack.emit("events_api", mention)
    await slack.until(lambda: slack.called("chat.postEphemeral"))
    (told,) = slack.called("chat.postEphemeral")
    (record,) = [r for r in caplog.records if r.message == "event not answered"]
    event = mention["event"]
    assert (told["channel"], told["user"]) == (event["channel"], event["user"])
    assert told["text"] == (f"Something went wrong here; it is logged as {record.answer}.")
    assert not slack.posts


async def test_a_fault_is_told_in_the_workspaces_language(slack, payloads, dispatcher, monkeypatch):
    async def broken(event):
        raise ValueError("x")

    store = dispatcher.desk.store
    await store.save_space_settings("slack:T0001", SpaceSettings(language="de"))
    monkeypatch.setattr(store, "claim_event", broken)
    await slack.emit("slash_commands", payloads.command("/ask", "para 4"))
    await slack.until(lambda: slack.responses["first"])
    (told,) = slack.responses["first"]
    assert told["text"].startswith("Hier ist etwas schiefgegangen")
