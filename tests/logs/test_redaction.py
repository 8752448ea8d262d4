"""Nothing secret reaches the log, wherever in a record it stands."""

import json
import logging

import pytest

from bot.logs import configure_logs
from bot.logs.redaction import HIDDEN, Redaction
from bot.settings import Settings, secret_values

PART = "0a1B2c3D4e5F6g7H8i9J0k1L"
LOOKING_SECRET = {
    "discord token": f"MTA{PART}.GaBcDe.{PART}xyz0123456789",
    "discord token of old": "NzkyNzE1NDU0MTk2MDg4ODQy.X-hvzA.Ovy4MCQywSkoMRRclStW4xAYK7I",
    "discord interaction token": "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OkNBTkFSWQ",
    "slack bot token": "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy",
    "slack user token": "xoxp-1234-5678-abcdef",
    "slack rotated token": "xoxe.xoxb-1-Mi0yLTEyMzQ1Njc4OTAtYWJj",
    "slack refresh token": "xoxe-1-My0xLTEyMzQ1Njc4OTA",
    "slack app token": "xapp-1-A01234567-0123456789012-abcdef0123456789",
    "slack signing secret": "8f742231b10e8888abcd99yyyzzz85a5".replace("y", "1").replace("z", "2"),
}
ADDRESSES = [
    ("POST https://discord.com/api/v10/interactions/1190/aW50ZXJhY3Rpb246Q0FOQVJZ/callback",
     "aW50"),
    ("PATCH https://discord.com/api/v10/webhooks/42/aW50ZXJhY3Rpb246Q0FOQVJZ/messages/@original",
     "aW50"),
    ("https://hooks.slack.com/commands/T0001/4242/CANARYcanary", "CANARY"),
    ("https://hooks.slack.com/actions/T0001/4242/CANARYcanary sent", "CANARY"),
    ("https://hooks.slack-gov.com/actions/T0001/4242/CANARYcanary", "CANARY"),
    ("postgresql+asyncpg://verbatim:CANARY@db/verbatim", "CANARY"),
    ("postgresql://verbatim:CAN%40RY!$x@db:5432/verbatim?ssl=1", "CAN%40RY"),
    ("wss://wss-primary.slack.com/link/?ticket=CANARY&app_id=1", "CANARY"),
    ("https://slack.com/api/oauth.v2.access?client_secret=CANARY&code=1", "CANARY"),
    ("{'token': 'CANARY', 'team': 'T1'}", "CANARY"),
    ('{"refresh_token": "CANARY"}', "CANARY"),
    ("VERBATIM_DISCORD__TOKEN=CANARY", "CANARY"),
    ("Authorization: Bearer CANARY-0123456789", "CANARY"),
    ("Authorization: Bot CANARY-0123456789", "CANARY"),
    ("signature v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", "a2114d57"),
]  # fmt: skip
HARMLESS = [
    "answered answer=1a2b3c4d platform=discord command=ask outcome=quoted ms=2.4",
    "not delivered event=message status=404 code=10062",
    "corpus loaded documents=12 paragraphs=3041",
    "signed in to slack space=T0001",
    "the bot reconnected-automatically",
    "commands: ask, paragraph, search, documents, help, about, privacy, settings",
    "Shard ID 0 has connected to Gateway (Session ID: 6c2a9f).",
    "VERBATIM_SLACK__BOT_TOKEN: Slack refuses the bot's token (invalid_auth)",
    "connected to slack way=http port=3000 at https://bot.example.com/slack/events",
    "cannot listen on http://127.0.0.1:8080/readyz",
]
log = logging.getLogger("bot.sample")


def ways(secret):
    """Every part of a record that a secret may stand in."""
    error = ValueError(secret)
    return [
        lambda: log.warning(secret),
        lambda: log.warning("it is %s", secret),
        lambda: log.warning("it is %(it)s", {"it": [secret]}),
        lambda: log.warning("it is", extra={"fact": secret}),
        lambda: log.warning("it is", extra={"fact": {"nested": (secret,)}}),
        lambda: log.error("it is", exc_info=error),
        lambda: logging.getLogger("discord.http").warning("it is %r", {"x": secret}),
        lambda: logging.getLogger("aiohttp.server").error("it is %s", secret.encode()),
        lambda: logging.getLogger("asyncio").error("never retrieved %r", error),
    ]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("secret", LOOKING_SECRET.values(), ids=LOOKING_SECRET)
def test_what_looks_like_a_secret_is_hidden_wherever_it_stands(root_logger, capsys, form, secret):
    configure_logs("DEBUG", form)
    for log_it in ways(secret):
        log_it()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(ways(secret))
    assert secret not in "".join(lines)
    assert sum(HIDDEN in line for line in lines) == len(lines) - 1  # an error's text is left out


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "secret", ["correct horse", 'a"quoted\\one', "pâté-de-campagne", "line\nbreak", "abc.def/ghi"]
)
def test_a_configured_secret_is_hidden_whatever_it_looks_like(root_logger, capsys, form, secret):
    configure_logs("DEBUG", form, [secret])
    for log_it in ways(secret):
        log_it()
    shown = capsys.readouterr().err
    for spelled in {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]}:
        assert spelled not in shown
    assert shown.count(HIDDEN) >= len(ways(secret)) - 2


@pytest.mark.parametrize(("line", "secret"), ADDRESSES)
def test_the_secret_part_of_an_address_or_a_header_is_hidden(line, secret):
    shown = Redaction().apply(line)
    assert secret not in shown
    assert HIDDEN in shown


@pytest.mark.parametrize("line", HARMLESS)
def test_what_is_no_secret_is_left_as_it_is(line):
    assert Redaction(["short"]).apply(line) == line


def test_every_secret_of_the_settings_is_given_to_the_log(monkeypatch):
    monkeypatch.setenv("VERBATIM_DISCORD__TOKEN", "first-canary")
    monkeypatch.setenv("VERBATIM_SLACK__SIGNING_SECRET", "second-canary")
    assert set(secret_values(Settings())) == {"first-canary", "second-canary"}


def test_the_password_of_the_database_is_given_to_the_log_by_itself(monkeypatch):
    monkeypatch.setenv("VERBATIM_STORE__URL", "postgresql://verbatim:can%40ary-1@db/verbatim")
    assert {"can%40ary-1", "can@ary-1"} < set(secret_values(Settings()))


def test_a_line_takes_little_time_however_long_it_is():
    line = "a" * 200_000 + " xoxb" * 1_000 + "://" * 1_000 + "." * 100_000
    assert Redaction(["correct horse"]).apply(line) == line
