"""The platforms as the doctor finds them, on local servers."""

import asyncio

import pytest

from bot.app.doctor.reaching import addresses, discord_rows, slack_rows
from bot.app.doctor.rows import Row, State
from bot.settings import DiscordSettings, Settings, SlackSettings
from tests.discord_server import DiscordServer, Hold, Status
from tests.platforms.discord.conftest import discord_itself, running
from tests.slack_server import SlackServer
from tests.slack_server.server import APP_TOKEN, BOT_TOKEN, Fault

__all__ = ["discord_itself"]


@pytest.fixture
async def discord_server():
    """Discord, without a bot."""
    async with DiscordServer() as server:
        yield server


@pytest.fixture
async def slack_server():
    """Slack, without a bot."""
    server = SlackServer()
    await server.start()
    yield server
    await server.stop()


def on_discord(server, **more):
    facts = {"token": server.token, "api_url": server.api_url} | more
    return Settings(discord=DiscordSettings(**facts))


def on_slack(server, **more):
    facts = {"bot_token": BOT_TOKEN, "app_token": APP_TOKEN, "api_url": server.api_url} | more
    return Settings(slack=SlackSettings(**facts))


async def test_what_is_not_configured_is_skipped():
    assert await discord_rows(Settings()) == [Row("discord", State.SKIPPED, "not configured")]
    assert await slack_rows(Settings()) == [Row("slack", State.SKIPPED, "not configured")]


async def test_a_discord_that_is_set_up_is_in_order(discord_server, dispatcher):
    async with running(discord_server, dispatcher):
        pass
    assert await discord_rows(on_discord(discord_server)) == [
        Row("discord", State.OK, "commands and mentions can be answered")
    ]


async def test_each_thing_to_change_on_discord_is_a_row_with_its_place(discord_server):
    discord_server.rest.application |= {"bot_require_code_grant": True, "flags": 1 << 18}
    table = await discord_rows(on_discord(discord_server))
    assert [row.state for row in table] == [State.WRONG] * len(table)
    told = {row.found: row.advice for row in table}
    assert told["Nobody can install the bot"].startswith("switch off Requires OAuth2 Code Grant")
    assert told["Message Content Intent is on and not needed"].startswith("switch it off at")
    assert told["Discord has other commands than the bot"] == "`verbatim run` brings them."


async def test_nothing_is_brought_to_discord(discord_server):
    await discord_rows(on_discord(discord_server))
    asked = {method for method, path, _ in discord_server.rest.requests if "/commands" in path}
    assert asked == {"GET"}


async def test_a_token_that_discord_refuses_is_told_without_it(discord_server):
    (row,) = await discord_rows(on_discord(discord_server, token="canary"))
    assert row.found == "Discord refuses the token"
    assert "VERBATIM_DISCORD__TOKEN" in row.advice
    assert "canary" not in str(row)


async def test_a_discord_out_of_reach_is_told(unused_tcp_port):
    settings = DiscordSettings(token="t", api_url=f"http://127.0.0.1:{unused_tcp_port}/api")
    (row,) = await discord_rows(Settings(discord=settings))
    assert row.state is State.WRONG
    assert row.found.startswith("Discord cannot be reached at http://127.0.0.1:")
    assert row.advice


async def test_a_discord_that_does_not_answer_is_told_in_time(discord_server):
    never = asyncio.Event()
    discord_server.rest.faults.add("GET", "/users/@me", Hold(never))
    (row,) = await discord_rows(on_discord(discord_server), patience=0.3)
    never.set()
    assert row.found == "Discord did not answer within 30 seconds"


async def test_an_error_of_discords_is_told(discord_server):
    discord_server.rest.faults.add("GET", "/commands", Status(403, 50001))
    (row,) = await discord_rows(on_discord(discord_server))
    assert row.found.endswith("(HTTP status 403)")


async def test_a_slack_that_is_set_up_is_in_order(slack_server):
    table = await slack_rows(on_slack(slack_server))
    assert {row.state for row in table} == {State.OK}
    assert [row.found.split(":")[0] for row in table] == [
        "signed in as verbatim in Example",
        "scopes",
        "Socket Mode",
    ]


async def test_missing_scopes_are_told_with_their_place(slack_server):
    slack_server.scopes = "commands"
    (row,) = await slack_rows(on_slack(slack_server))
    assert row.state is State.WRONG
    assert row.found.startswith("The app lacks these scopes")
    assert "chat:write" in row.advice


async def test_a_token_that_slack_refuses_is_told_without_it(slack_server):
    (row,) = await slack_rows(on_slack(slack_server, bot_token="xoxb-canary"))
    assert row.state is State.WRONG
    assert row.found == "VERBATIM_SLACK__BOT_TOKEN"
    assert "canary" not in str(row)


async def test_a_setting_that_slack_lacks_is_told(slack_server):
    (row,) = await slack_rows(on_slack(slack_server, app_token=None))
    assert row.found == "VERBATIM_SLACK__APP_TOKEN"
    assert row.advice.startswith("missing")


async def test_a_slack_that_does_not_answer_is_told_in_time(slack_server):
    slack_server.fail("auth.test", Fault(delay=0.5))
    (row,) = await slack_rows(on_slack(slack_server), patience=0.1)
    assert row.found == "Slack did not answer within 30 seconds"


def test_each_configured_platform_has_an_address_that_anybody_may_ask():
    settings = Settings(
        discord=DiscordSettings(token="t"), slack=SlackSettings(bot_token="b", app_token="a")
    )
    assert list(addresses(settings)) == [
        ("Discord", "https://discord.com/api/v10/gateway"),
        ("Slack", "https://slack.com/api/api.test"),
    ]
    assert list(addresses(Settings())) == []
