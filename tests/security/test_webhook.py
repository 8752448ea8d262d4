"""What reaches the open port of Slack's HTTP mode, signed or not."""

import asyncio
import json

import pytest

from tests.slack_server.server import SIGNING_SECRET

DEEP = 100_000
"""Levels: more than Python's parser takes."""


async def post(session, address, body, **headers):
    async with session.post(address, data=body, headers=headers) as response:
        return response.status, await response.text()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "", "X-Slack-Request-Timestamp": ""},
        {"X-Slack-Signature": "v0=", "X-Slack-Request-Timestamp": "0"},
        {"X-Slack-Signature": f"v0={'0' * 64}"},
        {"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": f"v0={'0' * 64}"},
        {"X-Slack-Request-Timestamp": "٣", "X-Slack-Signature": "v0=é"},
        {"X-Slack-Request-Timestamp": "-1", "X-Slack-Signature": f"v0={'0' * 64}"},
        {"X-Slack-Request-Timestamp": "1e9", "X-Slack-Signature": f"v0={'0' * 64}"},
    ],
)
async def test_nothing_without_a_right_signature_is_read(slack, http_bot, headers):
    status, text = await post(slack.session, http_bot, b'{"type": "url_verification"}', **headers)
    assert (status, json.loads(text)) == (401, {"error": "invalid request"})
    assert slack.posts == []


@pytest.mark.parametrize("secret", ["", SIGNING_SECRET.upper(), SIGNING_SECRET[:-1]])
async def test_a_signature_with_another_secret_is_refused(slack, http_bot, secret):
    status, _ = await slack.deliver(http_bot, b'{"type": "event_callback"}', secret=secret or "x")
    assert status == 401


@pytest.mark.parametrize(
    "body",
    [
        b"[" * DEEP,
        b'{"a":' * DEEP,
        b'{"type": ' + b"[" * DEEP + b"]" * DEEP + b"}",
        b"null",
        b"[]",
        b"1" * 5_000,
        b'"\\ud800"',
        b"\xff\xfe",
        b'{"type": "event_callback", "event": null}',
        b'{"type": "event_callback", "event": {"type": {"a": 1}}}',
        b'{"type": ["url_verification"], "challenge": {}}',
    ],
    ids=lambda body: body[:24].decode(errors="replace"),
)
async def test_a_signed_body_of_any_shape_does_no_harm(slack, http_bot, payloads, body):
    status, _ = await slack.deliver(http_bot, body)
    assert status < 500
    status, _ = await slack.deliver(http_bot, payloads.mention("para 4"))
    assert status == 200
    await slack.until(lambda: len(slack.posts) == 1)


async def test_the_answer_to_a_challenge_is_text_and_nothing_that_a_browser_runs(slack, http_bot):
    challenge = "<script>alert(1)</script>"
    body = json.dumps({"type": "url_verification", "challenge": challenge}).encode()
    unsigned, text = await post(slack.session, http_bot, body)
    assert unsigned == 401
    assert challenge not in text


async def test_many_forged_requests_at_once_leave_a_signed_one_its_answer(
    slack, http_bot, payloads
):
    forged = [post(slack.session, http_bot, b"x" * 10_000) for _ in range(200)]
    signed = slack.deliver(http_bot, payloads.mention("para 4"))
    *refused, (status, _) = await asyncio.gather(*forged, signed)
    assert {status for status, _ in refused} == {401}
    assert status == 200
    await slack.until(lambda: len(slack.posts) == 1)
