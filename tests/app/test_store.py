"""`verbatim run` and its store: what is told at the start, and what goes on without it."""

import pytest

from bot.app import build_platforms
from bot.app.store import opened_store
from bot.settings import Settings
from bot.storage.installations import BotTokens
from tests.processes import running, with_discord
from tests.storage.databases import execute


@pytest.fixture
def url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'verbatim.sqlite3'}"


async def test_what_was_answered_is_not_answered_again_after_a_restart(
    discord_server, unused_tcp_port, url
):
    settings = with_discord(discord_server) | {"VERBATIM_STORE__URL": url}
    async with running(unused_tcp_port, settings) as bot:
        await bot.gives("/readyz", 200)
        message = await discord_server.asks("para 4")
        await discord_server.board.wait(1)
        bot.process.terminate()
        assert await bot.ended() == 0
    async with running(unused_tcp_port, settings) as bot:
        await bot.gives("/readyz", 200)
        await discord_server.gateway.send("MESSAGE_CREATE", message)
        await discord_server.asks("para 5")
        await discord_server.board.wait(2)
    assert len(discord_server.board.seen) == 2


async def test_the_store_is_not_needed_to_answer(discord_server, unused_tcp_port):
    settings = with_discord(discord_server) | {
        "VERBATIM_STORE__URL": "postgresql://nobody:canary-123@127.0.0.1:9/nothing",
        "VERBATIM_FEEDBACK__KEY": "k" * 32,
    }
    async with running(unused_tcp_port, settings) as bot:
        await bot.gives("/readyz/discord", 200)
        await discord_server.asks("para 4")
        await discord_server.board.wait(1)
        _, told = await bot.get("/readyz")
        assert told["parts"]["store"]["state"] == "down"
        assert (told["ready"], told["degraded"]) == (True, True)
        assert 'verbatim_store_errors_total{operation="open"} 1.0' in (await bot.get("/metrics"))[1]
        bot.process.terminate()
        assert await bot.ended() == 0
    assert bot.log.count("store does not work") == 1
    assert "canary-123" not in bot.log


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"VERBATIM_STORE__URL": "mysql://host/x"}, "VERBATIM_STORE__URL: mysql is not among"),
        ({"VERBATIM_STORE__URL": "postgresql://host/x"}, "VERBATIM_FEEDBACK__KEY: missing"),
        ({"VERBATIM_FEEDBACK__KEY": "short"}, "VERBATIM_FEEDBACK__KEY: value should have at"),
        ({"VERBATIM_STORE__URL": "sqlite:////dev/null/x.db"}, "The key file /dev/null/x.key: Not"),
    ],
)
async def test_a_store_that_cannot_be_used_ends_the_start_with_one_line(
    discord_server, unused_tcp_port, settings, line
):
    async with running(unused_tcp_port, with_discord(discord_server) | settings) as bot:
        assert await bot.ended() == 2
    assert bot.lines[-1].startswith(line)
    assert not [other for other in bot.lines[:-1] if "VERBATIM" in other]


async def test_a_newer_store_ends_the_start_with_one_line(discord_server, unused_tcp_port, url):
    settings = with_discord(discord_server) | {"VERBATIM_STORE__URL": url}
    async with running(unused_tcp_port, settings) as bot:
        await bot.gives("/readyz", 200)
        bot.process.terminate()
        assert await bot.ended() == 0
    await execute(url, "UPDATE alembic_version SET version_num = '9999'")
    async with running(unused_tcp_port, settings) as bot:
        assert await bot.ended() == 2
    assert bot.lines[-1].startswith("The store was made by a newer version")


async def test_the_settings_reach_the_store_and_what_stands_on_it(dispatcher, url):
    settings = Settings(
        _env_file=None,
        document="seoul-declaration",
        store={"url": url, "feedback_days": 7},
        feedback={"key": "k" * 32},
        slack={
            "client_id": "111.222",
            "client_secret": "secret",
            "signing_secret": "secret",
            "public_url": "https://bot.example.com",
        },
    )
    async with opened_store(settings) as kept:
        kept.serve(dispatcher)
        desk = dispatcher.desk
        assert (desk.store, desk.feedback_key, desk.feedback_days) == (kept.store, b"k" * 32, 7)
        chosen = await desk.store.space_settings("any")
        assert chosen.default_document == "seoul-declaration"
        (slack,) = build_platforms(settings, dispatcher, kept)
        tokens = slack._access.workspaces.tokens
        assert isinstance(tokens, BotTokens)
        assert await tokens.async_find_bot(enterprise_id=None, team_id="T1") is None
        state = await slack._access.workspaces.states.async_issue()
        assert await slack._access.workspaces.states.async_consume(state)
