"""`verbatim doctor`, as those who run the bot use it."""

import asyncio

import pytest
from click.testing import CliRunner

from bot.cli import cli
from tests.discord_server import DiscordServer
from tests.platforms.discord.conftest import discord_itself, running
from tests.slack_server import SlackServer
from tests.slack_server.server import APP_TOKEN, BOT_TOKEN

__all__ = ["discord_itself"]
CANARY = "canary-0123456789"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    """Keep the machine's proxy out."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


async def examined(**variables):
    """Run the command in a thread with a loop of its own."""
    environment = {f"VERBATIM_{name}": value for name, value in variables.items()}
    result = await asyncio.to_thread(CliRunner().invoke, cli, ["doctor"], env=environment)
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_it_works_where_nothing_is_configured(verbatim):
    code, output, errors = verbatim("doctor")
    assert (code, errors) == (0, "")
    parts = [
        line.split()[1] for line in output.splitlines() if line[:1].strip() and line[0] in "olws"
    ]
    assert {"settings", "corpus", "clock", "discord", "slack"} <= set(parts)
    assert output.endswith("Nothing is wrong; 1 thing is to look at.\n")


async def test_all_is_in_order_where_both_platforms_are_set_up(dispatcher):
    slack = SlackServer()
    await slack.start()
    async with DiscordServer() as server:
        async with running(server, dispatcher):
            pass
        code, output, errors = await examined(
            DISCORD__TOKEN=server.token,
            DISCORD__API_URL=server.api_url,
            SLACK__BOT_TOKEN=BOT_TOKEN,
            SLACK__APP_TOKEN=APP_TOKEN,
            SLACK__API_URL=slack.api_url,
        )
    await slack.stop()
    assert (code, errors) == (0, "")
    assert "agrees with Discord's" in output
    assert output.endswith("\nAll is in order.\n")


async def test_without_a_network_every_row_is_clear_and_the_code_is_1(unused_tcp_port):
    gone = f"http://127.0.0.1:{unused_tcp_port}"
    code, output, errors = await examined(
        DISCORD__TOKEN="t",
        DISCORD__API_URL=gone,
        SLACK__BOT_TOKEN="xoxb-1",
        SLACK__APP_TOKEN="xapp-1",
        SLACK__API_URL=f"{gone}/",
    )
    assert (code, errors) == (1, "")
    assert "Discord cannot be reached at" in output
    assert "Slack cannot be reached" in output
    assert "not compared" in output
    assert output.endswith("2 things are wrong.\n")


async def test_no_secret_is_shown():
    slack = SlackServer()
    await slack.start()
    secret = ["DISCORD__TOKEN", "SLACK__BOT_TOKEN", "SLACK__APP_TOKEN", "SLACK__SIGNING_SECRET"]
    async with DiscordServer() as server:
        code, output, errors = await examined(
            **dict.fromkeys(secret, CANARY),
            DISCORD__API_URL=server.api_url,
            SLACK__API_URL=slack.api_url,
        )
    await slack.stop()
    assert code == 1
    assert "Discord refuses the token" in output
    assert "Slack refuses the bot's token" in output
    assert CANARY not in output + errors


@pytest.mark.parametrize("variable", ["DISCORD__API_URL", "SLACK__API_URL"])
async def test_a_password_in_an_address_is_not_shown(variable):
    code, output, errors = await examined(**{variable: f"http://somebody:{CANARY}@127.0.0.1/api"})
    assert code == 1
    assert f"VERBATIM_{variable} cannot be used" in output
    assert CANARY not in output + errors


async def test_a_platform_that_cannot_be_examined_is_a_row():
    async with DiscordServer() as server:
        variables = {"DISCORD__TOKEN": "a\nb", "DISCORD__API_URL": server.api_url}
        code, output, errors = await examined(**variables)
    assert (code, errors) == (1, "")
    assert "could not be examined (ValueError)" in output


def test_settings_that_cannot_be_read_are_the_only_rows(verbatim, monkeypatch):
    monkeypatch.setenv("VERBATIM_LOG__LEVEL", "loud")
    monkeypatch.setenv("VERBATIM_LOG__FORMAT", "loud")
    code, output, errors = verbatim("doctor")
    assert (code, errors) == (1, "")
    assert "VERBATIM_LOG__LEVEL cannot be used" in output
    assert output.endswith("\n2 things are wrong.\n")
    assert "corpus" not in output


def test_what_is_wrong_and_what_is_to_look_at_are_counted(verbatim, monkeypatch):
    monkeypatch.setenv("VERBATIM_DOCUMENT", "gdpr")
    code, output, _ = verbatim("doctor")
    assert code == 1
    assert output.endswith("\n1 thing is wrong. 1 thing is to look at.\n")


def test_a_store_whose_address_is_none_is_a_row_among_the_others(verbatim, monkeypatch):
    monkeypatch.setenv("VERBATIM_STORE__URL", f"mysql://somebody:{CANARY}@host/name")
    code, output, errors = verbatim("doctor")
    assert code == 1
    assert "wrong    store" in output
    assert "skipped  slack" in output
    assert CANARY not in output + errors


def test_what_to_do_stands_below_what_was_found(verbatim, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("VERBATIM_DOCUMENT", "gdpr")
    lines = verbatim("doctor")[1].splitlines()
    place = lines.index(next(line for line in lines if "names gdpr" in line))
    assert lines[place].startswith("wrong    corpus       VERBATIM_DOCUMENT names gdpr")
    assert lines[place + 1] == " " * 22 + "→ name one of these: seoul-declaration"


@pytest.mark.parametrize("columns", ["80", "200"])
def test_the_table_fits_the_terminal(verbatim, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("VERBATIM_DOCUMENT", "a b c " * 50)
    output = verbatim("doctor")[1]
    assert max(map(len, output.splitlines())) <= int(columns)


def test_a_name_with_hidden_characters_is_shown_without_them(verbatim, monkeypatch):
    monkeypatch.setenv("VERBATIM_DOCUMENT", "a\x1b[31m\u202e")
    output = verbatim("doctor")[1]
    assert "\x1b" not in output
    assert "\u202e" not in output


def test_nothing_is_made(verbatim, monkeypatch, place):
    monkeypatch.setenv("XDG_DATA_HOME", str(place / "data"))
    verbatim("doctor")
    assert list(place.iterdir()) == []
