"""A running bot and a Slack of our own to talk to."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.dispatcher import Dispatcher
from bot.platforms.slack.access import Access
from bot.platforms.slack.platform import SlackPlatform
from tests.slack_server import Payloads, SlackServer
from tests.slack_server.running import running
from tests.slack_server.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    server = SlackServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def payloads(slack: SlackServer) -> Payloads:
    return Payloads(slack)


@pytest.fixture
def access(slack: SlackServer) -> Access:
    return Access(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=slack.api_url, ping_seconds=0.2)


@pytest.fixture
def http_access(slack: SlackServer, unused_tcp_port: int) -> Access:
    return Access(
        bot_token=BOT_TOKEN,
        signing_secret=SIGNING_SECRET,
        api_url=slack.api_url,
        port=unused_tcp_port,
    )


@pytest.fixture
async def bot(access: Access, dispatcher: Dispatcher) -> AsyncIterator[SlackPlatform]:
    async with running(SlackPlatform(access, dispatcher)) as platform:
        yield platform


@pytest.fixture
async def http_bot(http_access: Access, dispatcher: Dispatcher) -> AsyncIterator[str]:
    async with running(SlackPlatform(http_access, dispatcher)):
        yield f"http://127.0.0.1:{http_access.port}/slack/events"


@pytest.fixture
def with_prefix(access: Access, dispatcher: Dispatcher) -> SlackPlatform:
    return SlackPlatform(replace(access), dispatcher, prefix="vb-")
