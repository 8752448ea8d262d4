"""`verbatim discord invite` and `check`, as those who run the bot use them."""

import asyncio
import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.platforms.discord.client import Connection
from bot.platforms.discord.platform import DiscordPlatform
from tests.discord_server import Status
from tests.discord_server.world import APPLICATION, ENOUGH, GENERAL, SEND, VIEW, channel
from tests.platforms.discord.conftest import running
from tests.platforms.discord.test_running import environment

WRONG = {"VERBATIM_DISCORD__TOKEN": "wrong"}
PORTAL = f"https://discord.com/developers/applications/{APPLICATION}"


@pytest.fixture(autouse=True)
def root_logger():
    """The root logger, put back as it was."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


async def verbatim(*arguments, **environ):
    """Run the command line in a thread with a loop of its own."""
    result = await asyncio.to_thread(CliRunner().invoke, cli, arguments, env=environ)
    return result.exit_code, result.stdout, result.stderr


async def checked(server, **more):
    return await verbatim("discord", "check", **(environment(server) | more))


@pytest.fixture
async def brought(discord_server, dispatcher):
    """A server that has the bot's commands already."""
    async with running(discord_server, dispatcher):
        return discord_server


async def test_invite_prints_both_links_with_the_least_that_is_needed(discord_server):
    code, out, err = await verbatim("discord", "invite", **environment(discord_server))
    assert (code, err) == (0, "")
    server, person = (
        parse_qs(urlsplit(line).query) for line in out.splitlines() if "https" in line
    )
    assert server == {
        "client_id": [str(APPLICATION)],
        "integration_type": ["0"],
        "scope": ["bot applications.commands"],
        "permissions": [str(ENOUGH)],
    }
    assert person == {
        "client_id": [str(APPLICATION)],
        "integration_type": ["1"],
        "scope": ["applications.commands"],
    }
    assert not discord_server.rest.sent_to("/commands")


async def test_check_is_content_where_all_is_in_order(brought):
    code, out, err = await checked(brought)
    assert (code, err) == (0, "")
    assert out.startswith("All is in order")


async def test_check_names_what_is_missing_and_where_it_is_changed(discord_server):
    discord_server.rest.application |= {
        "interactions_endpoint_url": "https://example.org/",
        "bot_require_code_grant": True,
        "integration_types_config": {},
        "flags": 1 << 13 | 1 << 15 | 1 << 18,
    }
    everyone = discord_server.gateway.guilds[0]["roles"][0]
    everyone["permissions"] = str(VIEW)
    code, out, _ = await checked(discord_server)
    assert code == 1
    assert f"remove it at {PORTAL}/information" in out
    assert f"Requires OAuth2 Code Grant at {PORTAL}/bot" in out
    assert f"tick Guild Install at {PORTAL}/installation" in out
    assert f"tick User Install at {PORTAL}/installation" in out
    for intent in ("Presence", "Server Members", "Message Content"):
        assert f"{intent} Intent is on and not needed" in out
    assert "`verbatim run` brings them" in out
    assert (
        "Reading Circle: allow Send Messages, Send Messages in Threads, Read Message History"
        " in Server Settings, Roles, Verbatim." in out
    )


async def test_check_names_the_channels_in_which_it_cannot_answer(brought):
    channel = brought.gateway.guilds[0]["channels"][0]
    everyone = {"id": brought.gateway.guilds[0]["id"], "type": 0, "allow": "0", "deny": str(SEND)}
    channel["permission_overwrites"] = [everyone]
    code, out, _ = await checked(brought)
    assert code == 1
    assert "Reading Circle: it cannot answer in #general: allow it in Edit Channel" in out


async def test_check_shows_a_name_without_what_a_terminal_would_obey(brought):
    guild = brought.gateway.guilds[0]
    guild["name"] = "Reading\x1b[2J\u202e Circle"
    guild["roles"][0]["permissions"] = str(VIEW)
    _, out, _ = await checked(brought)
    assert "Reading[2J Circle: allow Send Messages" in out


async def test_check_says_that_the_bot_is_on_no_server(brought):
    brought.gateway.guilds.clear()
    code, out, _ = await checked(brought)
    assert (code, "on no server" in out) == (1, True)


@pytest.mark.parametrize("command", ["invite", "check"])
async def test_without_a_token_they_say_which_variable_is_missing(discord_server, command):
    environ = environment(discord_server) | {"VERBATIM_DISCORD__TOKEN": ""}
    code, out, err = await verbatim("discord", command, **environ)
    assert (code, out) == (2, "")
    assert err.startswith("VERBATIM_DISCORD__TOKEN is not set")


async def test_check_says_in_a_line_that_the_token_is_wrong(discord_server):
    code, _, err = await checked(discord_server, **WRONG)
    assert code == 2
    assert err.startswith("Discord refuses the token")
    assert len(err.splitlines()) == 1


async def test_check_says_in_a_line_that_discord_does_not_answer(discord_server):
    discord_server.rest.faults.add("GET", "/commands", Status(403, 50001))
    code, _, err = await checked(discord_server)
    assert code == 2
    assert err.startswith("Discord cannot be reached at")
    assert "Traceback" not in err


async def test_check_names_a_few_of_many_channels(brought):
    everyone = {"id": brought.gateway.guilds[0]["id"], "type": 0, "allow": "0", "deny": str(SEND)}
    closed = {"permission_overwrites": [everyone]}
    rooms = [channel(GENERAL + n * 100, 0, f"room{n}") | closed for n in range(8)]
    brought.gateway.guilds[0]["channels"] = rooms
    _, out, _ = await checked(brought)
    assert "#room4 and 3 more" in out


async def test_who_only_looks_answers_nobody(brought, dispatcher):
    connection = Connection(brought.token, brought.api_url, identify_pause=0)
    platform = DiscordPlatform(dispatcher, connection)
    async with platform.connected(bring_commands=False) as (client, _):
        assert not await client.work.claim(1)
    async with platform.connected() as (client, _):
        assert await client.work.claim(1)
