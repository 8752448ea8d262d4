"""A bot that is stopped takes nothing new and finishes what it has."""

from bot.platforms.slack.platform import SlackPlatform
from tests.slack_server import Fault
from tests.slack_server.running import running


async def test_a_bot_that_was_stopped_is_not_up(access, dispatcher):
    platform = SlackPlatform(access, dispatcher)
    assert not await platform.ping()
    async with running(platform):
        assert await platform.ping()
    assert not await platform.ping()


async def test_a_stopped_bot_finishes_the_answer_that_is_under_way(
    access, dispatcher, slack, payloads
):
    slack.fail("chat.postMessage", Fault(delay=0.2))
    async with running(SlackPlatform(access, dispatcher)):
        await slack.emit("events_api", payloads.mention("paragraph 4"))
        await slack.until(lambda: slack.acks)
    assert len(slack.posts) == 1


async def test_answers_that_take_too_long_are_left_when_the_bot_stops(
    access, dispatcher, slack, payloads, monkeypatch, caplog
):
    monkeypatch.setattr("bot.platforms.slack.platform.FINISHING_SECONDS", 0.05)
    slack.fail("chat.postMessage", Fault(delay=0.5))
    async with running(SlackPlatform(access, dispatcher)):
        await slack.emit("events_api", payloads.mention("paragraph 4"))
        await slack.until(lambda: slack.acks)
    assert "answers were left unfinished" in caplog.messages


async def test_a_stopping_bot_leaves_new_events_to_other_processes(
    access, dispatcher, slack, payloads
):
    slack.fail("chat.postMessage", Fault(delay=0.3))
    platform = SlackPlatform(access, dispatcher)
    async with running(platform) as bot:
        await slack.emit("events_api", payloads.mention("paragraph 4"))
        await slack.until(lambda: slack.acks)
        bot._socket.stop_taking()
        await slack.emit("events_api", payloads.mention("paragraph 5"))
        await slack.until(lambda: slack.posts)
    assert len(slack.acks) == len(slack.posts) == 1
