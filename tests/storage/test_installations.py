"""Tokens of workspaces, kept by Slack's own store on both databases."""

# ruff: noqa: S106, S107 - tokens of nobody

import asyncio
import time

import pytest
from slack_sdk.oauth.installation_store import Bot, Installation

from bot.domain.errors import StoreError
from bot.storage import installations
from bot.storage.address import store_address
from bot.storage.database import Database
from bot.storage.installations import BotTokens, oauth_states
from bot.storage.sql import SqlStore
from tests.storage.conftest import QUICK
from tests.storage.databases import execute, rows, worker
from tests.waiting import until


class Clock:
    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def opened(url):
    """Opens stores with tokens; each is closed."""
    stores = []

    async def open_one(clock=time.time) -> BotTokens:
        database = Database(store_address(url))
        store = SqlStore(database, pace=QUICK)
        await store.open()
        stores.append(store)
        return BotTokens("111.222", database, store, clock=clock)

    yield open_one
    for store in stores:
        await store.close()


@pytest.fixture
async def tokens(opened, clock) -> BotTokens:
    return await opened(clock)


def bot(token: str = "xoxb-1", team: str | None = "T1", **more) -> Bot:
    values = {"bot_id": "B1", "bot_user_id": "U1", "app_id": "A1", "installed_at": time.time()}
    return Bot(bot_token=token, team_id=team, **values | more)


def of(team: str | None = "T1", enterprise: str | None = None) -> dict[str, str | None]:
    return {"enterprise_id": enterprise, "team_id": team}


async def found(tokens: BotTokens, *workspace: str | None, **more) -> str | None:
    one = await tokens.async_find_bot(**of(*workspace), **more)
    return one and one.bot_token


async def test_an_installation_is_kept_without_the_person_who_made_it(tokens, url):
    installation = Installation(
        app_id="A1",
        team_id="T1",
        user_id="U0ADA",
        user_token="xoxp-secret",
        bot_token="xoxb-1",
        bot_id="B1",
        bot_user_id="U1",
        installed_at=time.time(),
    )
    await tokens.async_save(installation)
    assert await found(tokens) == "xoxb-1"
    kept = str(await rows(url, "SELECT * FROM slack_bots"))
    assert "xoxb-1" in kept
    assert "xoxp" not in kept
    assert "U0ADA" not in kept


async def test_a_later_token_takes_the_place_of_an_earlier_one(tokens, url):
    await tokens.async_save_bot(bot("xoxb-1", installed_at=1_000_000.0))
    await tokens.async_save_bot(bot("xoxb-2", installed_at=1_000_100.5))
    await tokens.async_save_bot(bot("xoxb-3", installed_at=1_000_100.5))
    await tokens.async_save_bot(bot("xoxb-other", "T2"))
    assert await rows(url, "SELECT bot_token FROM slack_bots ORDER BY id") == [
        ("xoxb-3",),
        ("xoxb-other",),
    ]
    assert await found(tokens) == "xoxb-3"


async def test_an_organisations_token_is_that_of_its_workspaces(tokens):
    await tokens.async_save_bot(bot("xoxb-org", None, enterprise_id="E1"))
    assert await found(tokens, "T7", "E1", is_enterprise_install=True) == "xoxb-org"
    assert await found(tokens, "T7", "E1") is None


async def test_all_of_a_workspace_is_deleted_and_nothing_of_others(tokens, url):
    for team in ("T1", "T2"):
        await tokens.async_save_bot(bot(f"xoxb-{team}", team))
    await tokens.async_delete_all(**of())
    await tokens.async_delete_installation(**of("T2"), user_id="U1")
    assert await rows(url, "SELECT bot_token FROM slack_bots") == [("xoxb-T2",)]
    assert await found(tokens) is None


async def test_what_another_process_renewed_or_deleted_is_seen_after_some_seconds(
    tokens, opened, clock
):
    other = await opened()
    await tokens.async_save_bot(bot("xoxb-1", installed_at=1_000_000.0))
    assert await found(tokens) == await found(other) == "xoxb-1"
    await other.async_save_bot(bot("xoxb-2", installed_at=1_000_001.0))
    assert await found(tokens) == "xoxb-1"
    clock.ahead = installations.FRESH_SECONDS + 1
    assert await found(tokens) == "xoxb-2"
    await other.async_delete_bot(**of())
    clock.ahead *= 2
    assert await found(tokens) is None


async def test_a_token_about_to_end_is_read_each_time(tokens, opened):
    other = await opened()
    soon, later = int(time.time()) + 600, int(time.time()) + 43_200
    await tokens.async_save_bot(bot("xoxb-1", installed_at=1.0, bot_token_expires_at=soon))
    assert await found(tokens) == "xoxb-1"
    await other.async_save_bot(bot("xoxb-2", installed_at=1.0, bot_token_expires_at=later))
    assert await found(tokens) == "xoxb-2"


async def test_memory_is_bounded(tokens, monkeypatch):
    monkeypatch.setattr(installations, "MOST_KNOWN", 2)
    for team in ("T1", "T2", "T3"):
        await tokens.async_save_bot(bot(f"xoxb-{team}", team))
    assert len(tokens._known) == 2
    assert await found(tokens, "T1") == "xoxb-T1"


async def test_a_state_is_good_once_and_for_ten_minutes(tokens, opened, url):
    states = oauth_states(tokens._database)
    state = await states.async_issue()
    assert await states.async_consume(state)
    assert not await states.async_consume(state)
    await states.async_issue()
    past = "2026-01-01 00:00:00"
    await execute(url, f"UPDATE slack_oauth_states SET expire_at = '{past}'")  # noqa: S608
    await opened()
    assert await rows(url, "SELECT * FROM slack_oauth_states") == []


class TestWhileTheStoreDoesNotWork:
    @pytest.fixture
    def url(self, sqlite_url: str) -> str:
        return sqlite_url

    async def test_known_tokens_are_found_and_renewed_ones_written_later(self, tokens, url, clock):
        await tokens.async_save_bot(bot("xoxb-1", installed_at=1.0))
        await tokens.async_save_bot(bot("xoxb-gone", "T2"))
        async with worker("lock", url) as process:
            await process.stdout.readline()
            clock.ahead = 100
            await tokens.async_save_bot(bot("xoxb-2", installed_at=1.0))
            await tokens.async_delete_all(**of("T2"))
            assert tokens._outage.is_on
            assert await found(tokens) == "xoxb-2"
            assert await found(tokens, "T2") is None
            with pytest.raises(StoreError):
                await found(tokens, "T3")

        async def written() -> bool:
            return await rows(url, "SELECT bot_token FROM slack_bots") == [("xoxb-2",)]

        await until(written)

    async def test_a_token_that_cannot_be_read_again_is_the_one_that_is_known(self, tokens, clock):
        await tokens.async_save_bot(bot())
        clock.ahead = 100

        async def fail(*_: object) -> None:
            await asyncio.sleep(0)
            raise ConnectionError

        tokens._found = fail
        assert await found(tokens) == "xoxb-1"
        assert tokens._outage.is_on
