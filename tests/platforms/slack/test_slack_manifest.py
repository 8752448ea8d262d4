"""The manifest says what the bot listens to, and asks for no more than it needs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.app import build_dispatcher, build_platforms
from bot.app.slack import slack_access
from bot.cli import cli
from bot.commands import COMMANDS
from bot.domain.errors import PlatformError, SettingsError
from bot.platforms.slack.check import check
from bot.platforms.slack.manifest import BOT_SCOPES, SCOPES, manifest
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.yaml_text import yaml_text
from bot.settings import Settings, SlackSettings, missing_variables
from tests.slack_server import SlackServer
from tests.slack_server.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

HTTPS = "https://bot.example.com"
SECRET = "0123456789abcdef" * 2


def test_the_slash_commands_are_those_of_the_command_table():
    rows = manifest(COMMANDS)["features"]["slash_commands"]
    quoting = [f"/{c.name}" for c in COMMANDS if c.listed and c.quotes]
    assert [row["command"] for row in rows] == [*quoting, "/verbatim"]
    hint = rows[-1]["usage_hint"]
    assert all(c.name in hint for c in COMMANDS if c.listed and not c.quotes)
    assert "feedback" not in json.dumps(rows)


def test_a_prefix_stands_before_every_command():
    rows = manifest(COMMANDS, prefix="vb-")["features"]["slash_commands"]
    assert [row["command"] for row in rows] == ["/vb-ask", "/vb-paragraph", "/vb-verbatim"]


def test_no_scope_reads_the_history_of_a_channel():
    scopes = manifest(COMMANDS)["oauth_config"]["scopes"]["bot"]
    assert scopes == list(BOT_SCOPES)
    assert not {"channels:history", "groups:history", "mpim:history"} & set(scopes)
    assert all(SCOPES.values())


def test_agent_view_is_used_with_at_most_four_prompts():
    features = manifest(COMMANDS)["features"]
    assert len(features["agent_view"]["suggested_prompts"]) == 4
    assert "assistant_view" not in features


def test_socket_mode_needs_no_address():
    data = manifest(COMMANDS)
    assert data["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(data)


def test_http_names_the_address_everywhere():
    data = manifest(COMMANDS, url=f"{HTTPS}/")
    events = f"{HTTPS}/slack/events"
    assert data["settings"]["socket_mode_enabled"] is False
    assert data["settings"]["event_subscriptions"]["request_url"] == events
    assert data["settings"]["interactivity"]["request_url"] == events
    assert {row["url"] for row in data["features"]["slash_commands"]} == {events}
    assert data["settings"]["token_rotation_enabled"] is False


def test_many_workspaces_return_to_our_address_and_rotate_their_tokens():
    data = manifest(COMMANDS, url=HTTPS, many=True)
    assert data["oauth_config"]["redirect_urls"] == [f"{HTTPS}/slack/oauth_redirect"]
    assert data["settings"]["org_deploy_enabled"] is True
    assert data["settings"]["token_rotation_enabled"] is True


def test_names_and_descriptions_keep_to_slacks_limits():
    data = manifest(COMMANDS, url=HTTPS)
    shown = data["display_information"]
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert all(len(s["name"]) <= 24 for s in data["features"]["shortcuts"])
    assert all(len(c["command"]) <= 32 for c in data["features"]["slash_commands"])


def test_yaml_quotes_every_text():
    data = {"a": {"b": [{"c": "yes: no", "d": 1}, "ü # x"], "e": []}, "f": True}
    assert yaml_text(data) == (
        'a:\n  b:\n    - c: "yes: no"\n      d: 1\n    - "ü # x"\n  e: []\nf: true\n'
    )


@pytest.fixture
def cli_runner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def test_the_terminal_prints_the_manifest(cli_runner):
    result = cli_runner.invoke(cli, ["slack", "manifest"])
    assert json.loads(result.output) == manifest(COMMANDS)
    result = cli_runner.invoke(cli, ["slack", "manifest", "--url", HTTPS, "--yaml"])
    assert result.output == yaml_text(manifest(COMMANDS, url=HTTPS))


@pytest.mark.parametrize("arguments", [["--url", "http://x"], ["--many-workspaces"]])
def test_an_address_that_slack_cannot_use_is_refused(cli_runner, arguments):
    result = cli_runner.invoke(cli, ["slack", "manifest", *arguments])
    assert result.exit_code == 2


def test_check_says_in_one_line_which_setting_is_missing(cli_runner):
    result = cli_runner.invoke(cli, ["slack", "check"])
    assert result.exit_code == 2
    assert result.stderr.startswith("VERBATIM_SLACK__APP_TOKEN: missing")
    assert len(result.stderr.splitlines()) == 1


async def test_check_says_what_is_right(slack: SlackServer, access):
    found = await check(access)
    assert found[0] == "signed in as verbatim in Example"
    assert found[-1] == "Socket Mode: the app token is accepted"


def test_check_prints_what_is_right(cli_runner, monkeypatch, http_access):
    for name in ("CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.setenv(f"VERBATIM_SLACK__{name}", "given")
    monkeypatch.setenv("VERBATIM_SLACK__PUBLIC_URL", HTTPS)
    monkeypatch.setenv("VERBATIM_SLACK__SIGNING_SECRET", SECRET)
    result = cli_runner.invoke(cli, ["slack", "check"])
    assert result.exit_code == 0
    assert result.output.startswith("HTTP: the signing secret has the right form")


async def test_check_names_each_missing_scope_and_where_to_add_it(slack: SlackServer, access):
    slack.scopes = "chat:write,commands"
    with pytest.raises(PlatformError) as error:
        await check(access)
    text = str(error.value)
    assert "OAuth & Permissions" in text
    for scope in ("app_mentions:read", "assistant:write", "im:history"):
        assert f"  {scope}: {SCOPES[scope]}" in text


async def test_check_looks_at_the_form_of_the_signing_secret(http_access):
    with pytest.raises(PlatformError, match="VERBATIM_SLACK__SIGNING_SECRET"):
        await check(http_access)


async def test_check_accepts_a_signing_secret_of_the_right_form(http_access):
    found = await check(replace(http_access, signing_secret=SECRET))
    assert found[-1].startswith("HTTP: the signing secret has the right form")


async def test_check_says_when_slack_cannot_be_reached(access, unused_tcp_port, monkeypatch):
    monkeypatch.setattr("bot.platforms.slack.delivery.OTHER_RETRIES", 0)
    nowhere = replace(access, api_url=f"http://127.0.0.1:{unused_tcp_port}/api")
    with pytest.raises(PlatformError, match="Slack cannot be reached"):
        await check(nowhere)


def slack_settings(**given: str) -> SlackSettings:
    return SlackSettings(**given)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"bot_token": "x"}, "VERBATIM_SLACK__APP_TOKEN"),
        ({"app_token": "x"}, "VERBATIM_SLACK__BOT_TOKEN"),
        ({"client_id": "1", "app_token": "x"}, "VERBATIM_SLACK__APP_TOKEN"),
        (
            {"client_id": "1", "signing_secret": "x"},
            "SECRET, VERBATIM_SLACK__PUBLIC_URL",
        ),
    ],
)
def test_settings_that_do_not_make_a_whole_are_named(given, named):
    with pytest.raises(SettingsError, match=named):
        slack_access(slack_settings(**given))


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, ["BOT_TOKEN", "APP_TOKEN"]),
        ({"signing_secret": "x"}, ["BOT_TOKEN"]),
        ({"signing_secret": "x", "bot_token": "x"}, []),
        (
            {"client_id": "x", "signing_secret": "x"},
            ["CLIENT_SECRET", "PUBLIC_URL"],
        ),
    ],
)
def test_what_slack_still_needs_depends_on_the_way_that_is_chosen(given, missing):
    settings = Settings(_env_file=None).model_copy(update={"slack": slack_settings(**given)})
    assert missing_variables(settings)["Slack"] == [f"VERBATIM_SLACK__{name}" for name in missing]


def test_slack_is_a_platform_where_it_is_configured():
    settings = Settings(_env_file=None)
    dispatcher = build_dispatcher(settings)
    assert build_platforms(settings, dispatcher) == []
    slack = slack_settings(bot_token=BOT_TOKEN, app_token=APP_TOKEN)
    configured = settings.model_copy(update={"slack": slack})
    (platform,) = build_platforms(configured, dispatcher)
    assert isinstance(platform, SlackPlatform)


def test_no_secret_is_shown_by_its_access():
    slack = slack_settings(bot_token=BOT_TOKEN, app_token=APP_TOKEN, signing_secret=SIGNING_SECRET)
    shown = repr(slack_access(slack))
    assert not [s for s in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET) if s in shown]
