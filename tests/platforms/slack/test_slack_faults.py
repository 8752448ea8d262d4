"""What goes wrong between Slack and the bot, and what people notice of it: nothing, or a line."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.errors import PlatformError
from bot.platforms.slack.platform import SlackPlatform
from tests.slack_server import Fault, Payloads, SlackServer
from tests.slack_server.reading import heading, quoted
from tests.slack_server.running import running

WRONG = "wrong"


async def test_an_event_delivered_three_times_is_answered_once(bot, slack, payloads):
    event = payloads.mention("paragraph 4")
    for attempt in range(3):
        await slack.emit("events_api", event, retry_attempt=attempt, retry_reason="timeout")
    await slack.until(lambda: len(slack.acks) == 3)
    await bot._underway.finished(5)
    assert len(slack.posts) == 1


async def test_two_processes_on_one_app_answer_each_event_once(
    access, dispatcher, slack: SlackServer, payloads: Payloads
):
    async with (
        running(SlackPlatform(access, dispatcher)) as one,
        running(SlackPlatform(access, dispatcher)) as other,
    ):
        events = [payloads.mention(f"paragraph {n % 9 + 1}") for n in range(20)]
        for event in (*events, *events):
            await slack.emit("events_api", event)
        await slack.until(lambda: len(slack.acks) == 40)
        await one._underway.finished(5)
        await other._underway.finished(5)
    threads = [post["thread_ts"] for post in slack.posts]
    assert sorted(threads) == sorted(event["event"]["ts"] for event in events)


async def test_an_answer_is_posted_although_the_websocket_was_dropped(bot, slack, payloads):
    slack.fail("chat.postMessage", Fault(delay=0.2))
    event = payloads.mention("paragraph 4")
    await slack.emit("events_api", event)
    await slack.until(lambda: slack.acks)
    await slack.sockets[0].close()
    await slack.until(lambda: slack.posts and slack.open_sockets)
    await slack.emit("events_api", event)
    await slack.until(lambda: len(slack.acks) == 2)
    await bot._underway.finished(5)
    assert len(slack.posts) == 1


async def test_slack_asks_for_a_new_websocket_and_gets_one(bot, slack, payloads):
    await slack.sockets[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
    await slack.until(lambda: len(slack.sockets) == 2)
    await slack.sockets[0].close()
    await slack.emit("events_api", payloads.mention("paragraph 4"))
    await slack.until(lambda: slack.posts)
    assert slack.connections == 2


async def test_too_many_websockets_is_answered_by_another_try(bot, slack, payloads):
    await slack.sockets[0].send_json({"type": "disconnect", "reason": "too_many_websockets"})
    await slack.until(lambda: len(slack.sockets) == 2)
    await slack.emit("events_api", payloads.mention("paragraph 4"))
    await slack.until(lambda: slack.posts)


@pytest.mark.usefixtures("bot")
async def test_what_is_no_json_on_the_websocket_is_passed_over(slack, payloads):
    await slack.until(lambda: slack.open_sockets)
    for nonsense in ("{nonsense", "[]", "", "{}"):
        await slack.sockets[0].send_str(nonsense)
    await slack.emit("events_api", payloads.mention("paragraph 4"))
    await slack.until(lambda: slack.posts)


@pytest.mark.usefixtures("bot")
async def test_a_burst_of_too_many_requests_delays_answers_and_keeps_their_order(slack, payloads):
    slack.fail("chat.postMessage", *[Fault(status=429, retry_after=0)] * 3)
    events = [payloads.mention(f"paragraph {number}") for number in range(1, 10)]
    for event in events:
        await slack.emit("events_api", event)
    await slack.until(lambda: len(slack.posts) == 9)
    numbers = [heading(post).rsplit(" ", 1)[1] for post in slack.posts]
    assert numbers == [str(number) for number in range(1, 10)]


@pytest.mark.usefixtures("bot")
async def test_the_time_that_slack_asks_for_is_waited(slack, payloads):
    slack.fail("chat.postMessage", Fault(status=429, retry_after=1))
    await slack.emit("events_api", payloads.mention("paragraph 4"))
    await slack.until(lambda: slack.called("chat.postMessage refused"))
    (refused,) = slack.called("chat.postMessage refused")
    await slack.until(lambda: slack.posts)
    assert asyncio.get_running_loop().time() - refused["at"] >= 1


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_post_that_fails_once_is_tried_again(slack, payloads, status):
    slack.fail("chat.postMessage", Fault(status=status))
    await slack.emit("events_api", payloads.mention("paragraph 4"))
    await slack.until(lambda: slack.posts)
    assert len(slack.posts) == 1


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("fault", [Fault(status=503), Fault(status=429, retry_after=0)])
async def test_a_response_that_fails_once_is_tried_again(slack, payloads, fault):
    slack.fail("response", fault)
    await slack.emit("slash_commands", payloads.command("/ask", "paragraph 4"))
    await slack.until(lambda: slack.responses["first"])
    assert heading(slack.responses["first"][0]) == "Seoul Declaration · Paragraph 4"


async def test_a_refused_bot_token_ends_the_run_with_a_line_that_says_what_to_change(
    access, dispatcher
):
    platform = SlackPlatform(replace(access, bot_token=WRONG), dispatcher)
    with pytest.raises(PlatformError, match=r"VERBATIM_SLACK__BOT_TOKEN.*invalid_auth.*OAuth"):
        await platform.run()


async def test_a_refused_app_token_ends_the_run_with_a_line_that_says_what_to_change(
    access, dispatcher
):
    platform = SlackPlatform(replace(access, app_token=WRONG), dispatcher)
    with pytest.raises(PlatformError, match=r"VERBATIM_SLACK__APP_TOKEN.*invalid_auth"):
        await platform.run()


async def test_another_refusal_is_named(access, dispatcher, slack):
    slack.fail("auth.test", Fault("org_login_required"))
    with pytest.raises(PlatformError, match="org_login_required"):
        await SlackPlatform(access, dispatcher).run()


async def test_a_prefix_renames_the_commands(with_prefix, slack, payloads):
    async with running(with_prefix):
        await slack.emit("slash_commands", payloads.command("/vb-ask", "paragraph 4"))
        await slack.until(lambda: slack.responses["first"])
    assert quoted(slack.responses["first"][0]).startswith("We support")


async def test_commands_and_shortcuts_reported_twice_have_one_effect(bot, slack, payloads):
    command = payloads.command("/ask", "paragraph 4")
    once = [
        ("slash_commands", command),
        ("interactive", payloads.message_shortcut("paragraph 4")),
        ("interactive", payloads.global_shortcut()),
        ("events_api", payloads.direct("paragraph 4")),
        ("events_api", payloads.opened("home")),
    ]
    for kind, payload in once * 2:
        await slack.emit(kind, payload)
    await slack.until(lambda: len(slack.acks) == 10)
    await bot._underway.finished(5)
    assert len(slack.responses["first"]) == len(slack.responses["shortcut"]) == 1
    methods = [call.method for call in slack.calls]
    for method in ("views.open", "views.publish", "chat.postMessage"):
        assert methods.count(method) == 1


async def test_a_title_or_status_refused_for_now_is_asked_for_again(bot, slack, payloads):
    slack.fail("assistant.threads.setStatus", Fault("internal_error"))
    for _ in range(2):
        await slack.emit("events_api", payloads.direct(""))
    await slack.until(lambda: len(slack.posts) == 2)
    await bot._underway.finished(5)
    assert len(slack.called("assistant.threads.setStatus")) == 1
    assert not slack.called("assistant.threads.setTitle"), "an empty message names no thread"


async def test_a_verdict_pressed_in_a_view_changes_nothing(bot, slack, payloads):
    await slack.emit("interactive", payloads.press_in_view("v1:h:U0ADA:seoul-declaration#4"))
    await slack.until(lambda: slack.acks)
    await bot._underway.finished(5)
    assert not slack.called("views.update")
