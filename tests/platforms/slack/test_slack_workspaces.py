"""Many workspaces install the app; each has its own token, and keeps to itself."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.dispatcher import Dispatcher
from bot.domain.errors import PlatformError
from bot.platforms.slack.access import Access, Workspaces
from bot.platforms.slack.application import NOT_INSTALLED
from bot.platforms.slack.installations import oauth_flow
from bot.platforms.slack.platform import SlackPlatform
from bot.storage.address import store_address
from bot.storage.database import Database
from bot.storage.installations import BotTokens, oauth_states
from bot.storage.sql import SqlStore
from tests.slack_server import Fault, Payloads, SlackServer
from tests.slack_server.running import running
from tests.slack_server.server import BOT_USER, SIGNING_SECRET

pytestmark = pytest.mark.filterwarnings(  # slack_sdk 3.47 signs oauth.v2.access with it
    "ignore:BasicAuth is deprecated:DeprecationWarning"
)
COOKIE = re.compile(r"slack-app-oauth-state=([^;]+)")
STATE = re.compile(r"state=([0-9a-f-]+)")


@pytest.fixture
async def database(tmp_path: Path) -> Database:
    return Database(store_address(f"sqlite:///{tmp_path / 'verbatim.sqlite3'}"))


@pytest.fixture
async def workspaces(database: Database) -> AsyncIterator[Workspaces]:
    store = SqlStore(database)
    await store.open()
    yield Workspaces(BotTokens("111.222", database, store), oauth_states(database))
    await store.close()


@pytest.fixture
def shared(slack: SlackServer, workspaces: Workspaces, unused_tcp_port: int) -> Access:
    return Access(
        signing_secret=SIGNING_SECRET,
        client_id="111.222",
        client_secret="the-client-secret",  # noqa: S106 - the local server's
        workspaces=workspaces,
        public_url="https://bot.example.com",
        api_url=slack.api_url,
        port=unused_tcp_port,
    )


@pytest.fixture
async def address(shared: Access, dispatcher: Dispatcher) -> AsyncIterator[str]:
    async with running(SlackPlatform(shared, dispatcher)):
        yield f"http://127.0.0.1:{shared.port}"


async def install(slack: SlackServer, address: str, code: str, answer: dict) -> int:
    """Install the app as a browser does, with Slack's consent page left out."""
    slack.oauth[code] = answer
    slack.tokens.add(answer["access_token"])
    async with slack.session.get(f"{address}/slack/install") as response:
        page, cookie = await response.text(), response.headers["Set-Cookie"]
    state = STATE.search(page)[1]
    return await finish(slack, address, code, state, COOKIE.search(cookie)[1])


async def finish(slack: SlackServer, address: str, code: str, state: str, cookie: str) -> int:
    async with slack.session.get(
        f"{address}/slack/oauth_redirect",
        params={"code": code, "state": state},
        headers={"Cookie": f"slack-app-oauth-state={cookie}"},
    ) as response:
        return response.status


def installed(token: str, team: str | None, enterprise: str | None = None, **more) -> dict:
    return {
        "app_id": "A0001",
        "authed_user": {"id": "U0ADA"},
        "scope": "chat:write",
        "token_type": "bot",
        "access_token": token,
        "bot_user_id": BOT_USER,
        "team": {"id": team, "name": "Example"} if team else None,
        "enterprise": {"id": enterprise, "name": "Org"} if enterprise else None,
        "is_enterprise_install": team is None,
        **more,
    }


async def test_a_workspace_installs_the_app_and_is_answered(address, slack, payloads):
    assert await install(slack, address, "c1", installed("xoxb-one", "T0001")) == 200
    await slack.deliver(f"{address}/slack/events", payloads.mention("paragraph 4"))
    await slack.until(lambda: slack.posts)


async def test_the_consent_page_asks_for_our_scopes_and_returns_to_our_address(address, slack):
    async with slack.session.get(f"{address}/slack/install") as response:
        page = await response.text()
    assert (
        "scope=app_mentions:read,assistant:write,chat:write,commands,im:history,users:read" in page
    )
    assert "redirect_uri=https://bot.example.com/slack/oauth_redirect" in page


async def test_an_organisation_installs_the_app_for_all_its_workspaces(address, slack):
    answer = installed("xoxb-org", None, "E0001")
    assert await install(slack, address, "c1", answer) == 200
    payloads = Payloads(slack, team="T0777", enterprise="E0001")
    event = payloads.mention("paragraph 4")
    event["authorizations"][0]["is_enterprise_install"] = True
    await slack.deliver(f"{address}/slack/events", event)
    await slack.until(lambda: slack.posts)


async def test_a_workspace_that_did_not_install_the_app_gets_a_clear_sentence(
    address, slack, payloads
):
    command = payloads.command("/ask", "paragraph 4")
    await slack.deliver(f"{address}/slack/events", command, form=True)
    await slack.until(lambda: slack.responses["first"])
    assert slack.responses["first"][0]["text"] == NOT_INSTALLED


async def test_a_mention_in_a_workspace_without_the_app_is_acknowledged_and_left(address, slack):
    event = Payloads(slack, team="T0OTHER").mention("paragraph 4")
    status, _ = await slack.deliver(f"{address}/slack/events", event)
    assert status == 200
    assert not slack.calls


async def test_somebody_from_elsewhere_who_presses_a_button_does_not_replace_the_answer(
    address, slack
):
    press = Payloads(slack, team="T0OTHER").press("v1:s:U0ADA:seoul-declaration#5")
    await slack.deliver(f"{address}/slack/events", {"payload": json.dumps(press)}, form=True)
    await slack.until(lambda: slack.responses["pressed"])
    (answer,) = slack.responses["pressed"]
    assert answer == {
        "text": NOT_INSTALLED,
        "response_type": "ephemeral",
        "replace_original": False,
    }


@pytest.mark.parametrize("event", ["app_uninstalled", "tokens_revoked"])
async def test_a_removed_app_forgets_the_workspace(address, slack, payloads, database, event):
    await install(slack, address, "c1", installed("xoxb-one", "T0001"))
    content = {"type": event, "tokens": {"bot": [BOT_USER], "oauth": ["U0ADA"]}}
    await slack.deliver(f"{address}/slack/events", payloads.event(content))
    command = payloads.command("/ask", "paragraph 4")
    for _ in range(50):
        if not await tokens_in(database):
            break
        await slack.deliver(f"{address}/slack/events", payloads.event({"type": "other"}))
    assert not await tokens_in(database)
    await slack.deliver(f"{address}/slack/events", command, form=True)
    await slack.until(lambda: slack.responses["first"])
    assert slack.responses["first"][0]["text"] == NOT_INSTALLED


async def tokens_in(database: Database) -> list[str]:
    async with database.engine.connect() as connection:
        return list((await connection.execute(text("SELECT bot_token FROM slack_bots"))).scalars())


async def test_a_token_about_to_expire_is_rotated(address, slack, payloads, database):
    old = installed("xoxe.xoxb-old", "T0001", refresh_token="xoxe-1", expires_in=60)  # noqa: S106
    await install(slack, address, "c1", old)
    renewed = installed("xoxe.xoxb-new", "T0001", refresh_token="xoxe-2", expires_in=43_200)  # noqa: S106
    slack.oauth["refresh:xoxe-1"] = renewed
    slack.tokens.remove("xoxe.xoxb-old")
    slack.tokens.add("xoxe.xoxb-new")
    await slack.deliver(f"{address}/slack/events", payloads.mention("paragraph 4"))
    await slack.until(lambda: slack.posts)
    assert await tokens_in(database) == ["xoxe.xoxb-new"]


async def test_a_return_with_another_state_is_refused(address, slack):
    slack.oauth["c1"] = installed("xoxb-one", "T0001")
    assert await finish(slack, address, "c1", "invented", "invented") == 401
    assert await finish(slack, address, "c1", "invented", "another") == 400


async def test_a_state_is_good_for_one_return(address, slack):
    async with slack.session.get(f"{address}/slack/install") as response:
        state = STATE.search(await response.text())[1]
    slack.oauth["c1"] = installed("xoxb-one", "T0001")
    slack.tokens.add("xoxb-one")
    assert await finish(slack, address, "c1", state, state) == 200
    assert await finish(slack, address, "c1", state, state) == 401


async def test_a_code_that_slack_does_not_know_is_refused(address, slack):
    async with slack.session.get(f"{address}/slack/install") as response:
        state = STATE.search(await response.text())[1]
    assert await finish(slack, address, "unknown", state, state) == 401


async def test_two_workspaces_have_settings_of_their_own(address, slack, dispatcher: Dispatcher):
    await install(slack, address, "c1", installed("xoxb-one", "T0001"))
    await install(slack, address, "c2", installed("xoxb-two", "T0002", "E0002"))
    one, two = Payloads(slack), Payloads(slack, team="T0002", enterprise="E0002")
    for payloads in (one, two):
        event = payloads.mention("paragraph 4")
        event["event"]["ts"] = "1790000000.999999"
        event["event_id"] = f"Ev{payloads.team}"
        await slack.deliver(f"{address}/slack/events", event)
    await slack.until(lambda: len(slack.posts) == 2)


async def test_a_token_that_another_process_renewed_is_taken(
    address, slack, payloads, database, shared
):
    old = installed("xoxe.xoxb-old", "T0001", refresh_token="used", expires_in=60)  # noqa: S106
    await install(slack, address, "c1", old)
    slack.tokens.remove("xoxe.xoxb-old")
    slack.tokens.add("xoxe.xoxb-new")
    slack.fail("oauth.v2.access", Fault(error="invalid_refresh_token"))
    mention = slack.deliver(f"{address}/slack/events", payloads.mention("paragraph 4"))
    delivery = asyncio.create_task(mention)
    while slack.faults["oauth.v2.access"]:  # noqa: ASYNC110 - nothing tells of refused calls
        await asyncio.sleep(0.01)
    async with database.atomic.begin() as connection:  # meanwhile, elsewhere
        ends = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=12)
        statement = text("UPDATE slack_bots SET bot_token = :token, bot_token_expires_at = :ends")
        values = {"token": "xoxe.xoxb-new", "ends": ends.isoformat(" ")}
        await connection.execute(statement, values)
    await delivery
    await slack.until(lambda: slack.posts)


async def test_workspaces_without_a_place_for_their_tokens_are_refused(shared: Access):
    with pytest.raises(PlatformError, match="needs a store"):
        oauth_flow(replace(shared, workspaces=None), None, ["commands"])
