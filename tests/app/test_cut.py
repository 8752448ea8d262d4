"""Both platforms out of reach for a real minute: the bot comes back by itself, in its own time."""

import asyncio
from dataclasses import replace

import pytest
from discord.backoff import ExponentialBackoff

from bot.app import build_dispatcher
from bot.app.supervision import Supervision
from bot.domain.health import Health
from bot.platforms.discord.client import Connection
from bot.platforms.discord.platform import DiscordPlatform
from bot.platforms.slack.access import Access
from bot.platforms.slack.platform import SlackPlatform
from bot.settings import Settings
from tests.cable import Cable
from tests.slack_server.server import APP_TOKEN, BOT_TOKEN
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("discord_itself", "middling")


@pytest.fixture
def middling(monkeypatch):
    """discord.py draws its n-th pause from 0 to 2^n seconds: here it is the middle of that."""

    class Middle(ExponentialBackoff):
        def __init__(self):
            super().__init__()
            self._randfunc = lambda low, high: (low + high) / 2

    monkeypatch.setattr("discord.shard.ExponentialBackoff", Middle)


@pytest.fixture
async def cables(discord_server, slack):
    """The cables to Discord and to Slack; both servers name them as their own address."""
    slack_port = int(slack.url.rpartition(":")[2])
    async with Cable(discord_server.port) as to_discord, Cable(slack_port) as to_slack:
        discord_server.rest.gateway_url = f"ws://127.0.0.1:{to_discord.port}/gateway/"
        slack.url = f"http://127.0.0.1:{to_slack.port}"
        yield to_discord, to_slack


@pytest.fixture
def platforms(cables, discord_server, slack):
    dispatcher = build_dispatcher(Settings())
    address = f"http://127.0.0.1:{cables[0].port}/api/v10"
    connection = Connection(discord_server.token, address, identify_pause=0)
    access = Access(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=slack.api_url)
    return [
        DiscordPlatform(dispatcher, connection),
        SlackPlatform(replace(access, ping_seconds=0.2), dispatcher),
    ]


async def test_both_platforms_are_cut_for_a_minute_and_come_back_by_themselves(
    cables, platforms, discord_server, slack, payloads
):
    running = asyncio.create_task(Supervision(platforms).run())
    health = Health(platforms)

    async def ready():
        return (await health.report()).ready

    async def cut_off():
        return not any(part.works for part in (await health.report()).parts)

    await until(ready)
    for cable in cables:
        await cable.cut()
    await until(cut_off)
    await asyncio.sleep(60)
    assert await cut_off()
    for cable in cables:
        await cable.mend()
    await until(ready, 120)
    question = await discord_server.asks("para 4")
    (seen,) = await discord_server.board.wait(1)
    assert seen.replies_to == question["id"]
    await slack.emit("events_api", payloads.mention("paragraph 4"))
    await slack.until(lambda: slack.posts)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(discord_server.board.seen) == len(slack.posts) == 1
