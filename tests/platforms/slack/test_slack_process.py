"""`verbatim run` as a process of its own, with Slack as the only platform."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.slack_server import Fault, Payloads, SlackServer
from tests.slack_server.reading import heading
from tests.slack_server.server import APP_TOKEN, BOT_TOKEN
from tests.waiting import PATIENCE


@pytest.fixture
def environment(slack: SlackServer, tmp_path: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if "PROXY" not in name.upper()},
        "VERBATIM_SLACK__BOT_TOKEN": BOT_TOKEN,
        "VERBATIM_SLACK__APP_TOKEN": APP_TOKEN,
        "VERBATIM_SLACK__API_URL": slack.api_url,
        "VERBATIM_STORE__URL": f"sqlite:///{tmp_path / 'verbatim.sqlite3'}",
        "VERBATIM_HEALTH__PORT": "0",
    }


async def started(environment: dict[str, str], folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_lets_the_answer_under_way_be_posted_and_ends_with_0(
    slack: SlackServer, payloads: Payloads, environment, tmp_path, number
):
    slack.fail("chat.postMessage", Fault(delay=0.3))
    process = await started(environment, tmp_path)
    await slack.until(lambda: slack.open_sockets)
    await slack.emit("events_api", payloads.mention("paragraph 4"))
    await slack.until(lambda: slack.acks)
    process.send_signal(number)
    async with asyncio.timeout(PATIENCE):
        _, errors = await process.communicate()
    assert process.returncode == 0, errors
    assert [heading(post) for post in slack.posts] == ["Seoul Declaration · Paragraph 4"]
    assert b"Traceback" not in errors


@pytest.mark.parametrize("setting", ["BOT_TOKEN", "APP_TOKEN"])
async def test_a_wrong_token_ends_with_2_and_one_line(
    slack: SlackServer, environment, tmp_path, setting
):
    wrong = {**environment, f"VERBATIM_SLACK__{setting}": "wrong", "VERBATIM_LOG__LEVEL": "ERROR"}
    process = await started(wrong, tmp_path)
    async with asyncio.timeout(PATIENCE):
        _, errors = await process.communicate()
    assert process.returncode == 2
    lines = errors.decode().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"VERBATIM_SLACK__{setting}: Slack refuses")
