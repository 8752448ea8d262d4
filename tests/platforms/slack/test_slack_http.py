"""Slack calls the bot over HTTP: what is signed is answered, all else is turned away."""

import asyncio
import json
import time
from dataclasses import replace

import aiohttp
import pytest

from bot.domain.errors import PlatformError
from bot.platforms.slack.platform import SlackPlatform
from tests.slack_server import Payloads, SlackServer
from tests.slack_server.reading import asides, heading
from tests.slack_server.running import running
from tests.slack_server.server import SIGNING_SECRET

FORGED = "forged"


def interactive(payload: dict) -> dict[str, str]:
    return {"payload": json.dumps(payload)}


async def test_a_signed_event_is_answered(http_bot: str, slack: SlackServer, payloads: Payloads):
    status, _ = await slack.deliver(http_bot, payloads.mention("paragraph 4"))
    await slack.until(lambda: slack.posts)
    assert status == 200
    assert heading(slack.posts[0]) == "Seoul Declaration · Paragraph 4"


async def test_the_event_is_acknowledged_before_the_answer_is_posted(http_bot, slack, payloads):
    status, _ = await slack.deliver(http_bot, payloads.mention("paragraph 4"))
    assert status == 200
    assert not slack.posts
    await slack.until(lambda: slack.posts)


async def test_a_signed_command_is_answered(http_bot, slack, payloads):
    command = payloads.command("/ask", "paragraph 4")
    assert await slack.deliver(http_bot, command, form=True) == (200, "")
    await slack.until(lambda: slack.responses["first"])


async def test_a_question_with_the_word_payload_is_answered(http_bot, slack, payloads):
    command = payloads.command("/ask", "what is the payload=?")
    assert await slack.deliver(http_bot, command, form=True) == (200, "")
    await slack.until(lambda: slack.responses["first"])
    assert asides(slack.responses["first"][0])[0] == "You asked: what is the payload=?"


async def test_a_signed_press_is_answered(http_bot, slack, payloads):
    press = payloads.press("v1:s:U0ADA:seoul-declaration#5")
    status, _ = await slack.deliver(http_bot, interactive(press), form=True)
    await slack.until(lambda: slack.responses["pressed"])
    assert status == 200


async def test_a_modal_is_answered_in_the_response(http_bot, slack, payloads):
    submission = interactive(payloads.submission("paragraph 4"))
    status, body = await slack.deliver(http_bot, submission, form=True)
    assert status == 200
    assert heading(json.loads(body)["view"]) == "Seoul Declaration · Paragraph 4"


async def test_the_address_is_verified_with_slacks_challenge(http_bot, slack):
    challenge = {"type": "url_verification", "challenge": "abc", "token": "unused"}
    status, body = await slack.deliver(http_bot, challenge)
    assert (status, json.loads(body)) == (200, {"challenge": "abc"})


async def test_a_forged_signature_is_refused(http_bot, slack, payloads):
    status, _ = await slack.deliver(http_bot, payloads.mention("paragraph 4"), secret=FORGED)
    assert status == 401


@pytest.mark.parametrize("header", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
@pytest.mark.parametrize("value", ["", "nonsense", "ä", "-1", "9" * 40])
async def test_a_header_that_is_no_signature_is_refused(http_bot, slack, payloads, header, value):
    event = payloads.mention("paragraph 4")
    status, _ = await slack.deliver(http_bot, event, headers={header: value})
    assert status == 401


@pytest.mark.parametrize("age", [301, -301, 86_400])
async def test_a_stale_timestamp_is_refused(http_bot, slack, payloads, age):
    timestamp = str(int(time.time()) - age)
    event = payloads.mention("paragraph 4")
    assert (await slack.deliver(http_bot, event, timestamp=timestamp))[0] == 401


async def test_a_replayed_request_is_acknowledged_and_not_answered_again(http_bot, slack, payloads):
    event, timestamp = payloads.mention("paragraph 4"), str(int(time.time()))
    for _ in range(3):
        assert (await slack.deliver(http_bot, event, timestamp=timestamp))[0] == 200
    other = payloads.mention("paragraph 5", channel="C0002")
    await slack.deliver(http_bot, other)
    await slack.until(lambda: len(slack.posts) == 2)
    assert [post["channel"] for post in slack.posts] == ["C0001", "C0002"]


async def test_a_body_of_five_megabytes_is_refused(http_bot, slack):
    status, _ = await slack.deliver(http_bot, b"{" + b"x" * 5 * 1024**2)
    assert status == 413


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"7",
        b"[" * 100_000,
        b'{"type": "event_callback", "event": 7}',
        b'{"type": "block_actions", "actions": []}',
    ],
)
async def test_malformed_json_is_refused_even_with_a_right_signature(
    http_bot, slack, payloads, caplog, body
):
    assert (await slack.deliver(http_bot, body))[0] == 400
    assert (await slack.deliver(http_bot, payloads.mention("paragraph 4")))[0] == 200
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("body", [b"\xff\xfe\xfa", b"payload=%7B", b"payload=nonsense", b""])
async def test_a_malformed_form_does_no_harm(http_bot, slack, payloads, body):
    status, _ = await slack.deliver(http_bot, body, form=True)
    assert 400 <= status < 500
    assert (await slack.deliver(http_bot, payloads.mention("paragraph 4")))[0] == 200


async def test_other_paths_and_methods_are_not_there(http_bot, slack):
    async with slack.session.get(http_bot) as response:
        assert response.status == 405
    async with slack.session.get(http_bot.replace("events", "install")) as response:
        assert response.status == 404


async def test_two_processes_behind_one_address_answer_each_event_once(
    http_access, dispatcher, slack, payloads, unused_tcp_port_factory
):
    ports = [unused_tcp_port_factory(), unused_tcp_port_factory()]
    one, other = (SlackPlatform(replace(http_access, port=p), dispatcher) for p in ports)
    addresses = [f"http://127.0.0.1:{port}/slack/events" for port in ports]
    events = [payloads.mention(f"paragraph {n % 9 + 1}") for n in range(10)]
    async with running(one), running(other):
        calls = [slack.deliver(a, event) for event in events for a in addresses]
        statuses = [status for status, _ in await asyncio.gather(*calls)]
    assert statuses == [200] * 20
    assert len(slack.posts) == 10


async def test_an_address_that_is_taken_ends_the_run_with_a_line(http_access, dispatcher):
    async with running(SlackPlatform(http_access, dispatcher)):
        with pytest.raises(PlatformError, match=r"VERBATIM_SLACK__PORT.*in use"):
            await SlackPlatform(http_access, dispatcher).run()


async def test_a_stopped_bot_finishes_and_takes_nothing_new(
    http_access, dispatcher, slack, payloads
):
    address = f"http://127.0.0.1:{http_access.port}/slack/events"
    async with running(SlackPlatform(http_access, dispatcher)):
        await slack.deliver(address, payloads.mention("paragraph 4"))
    assert len(slack.posts) == 1
    with pytest.raises(aiohttp.ClientConnectionError):
        await slack.deliver(address, payloads.mention("paragraph 5"), secret=SIGNING_SECRET)
