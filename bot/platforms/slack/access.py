"""What Slack is entered with, and the first call, which proves that it is right."""

from dataclasses import dataclass, field

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.errors import PlatformError
from bot.platforms.slack.delivery import UNREACHABLE, refusal, retry_handlers
from bot.platforms.slack.quiet import quiet_logger

API_URL = "https://slack.com/api/"
CALL_TIMEOUT = 15.0
"""Seconds for one call of Slack's API."""
_WRONG_TOKEN = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "not_allowed_token_type",
}


@dataclass(frozen=True, slots=True)
class Workspaces:
    """Where the tokens of the workspaces that install the app are kept, and installations begun."""

    tokens: AsyncInstallationStore
    states: AsyncOAuthStateStore


@dataclass(frozen=True, slots=True)
class Access:
    """Tokens, secrets and addresses. With an app token, Socket Mode; else HTTP.

    With a client id, many workspaces install the app and their tokens are kept in `workspaces`;
    without one, the bot token is that of the only workspace.
    """

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    workspaces: Workspaces | None = field(default=None, repr=False)
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = 3000
    api_url: str = API_URL
    ping_seconds: float = 10.0


def web_client(access: Access, session: aiohttp.ClientSession, token: str = "") -> AsyncWebClient:
    """Return a client of Slack's Web API that tries again where that helps."""
    return AsyncWebClient(
        token=token or None,
        base_url=access.api_url.rstrip("/") + "/",
        session=session,
        logger=quiet_logger(),
        retry_handlers=retry_handlers(),
    )


def http_session() -> aiohttp.ClientSession:
    """Return the session that all calls share, so that connections are kept open."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_TIMEOUT))


async def sign_in(access: Access, client: AsyncWebClient) -> AsyncSlackResponse:
    """Return what `auth.test` says about the bot token; raises PlatformError where it is wrong."""
    try:
        return await client.auth_test(token=access.bot_token)
    except UNREACHABLE as error:
        raise _refused(error, "the bot's token", "BOT_TOKEN", "OAuth & Permissions") from None


async def open_socket(access: Access, client: AsyncWebClient) -> str:
    """Return the address of a WebSocket; raises PlatformError where the app token is wrong."""
    try:
        response = await client.apps_connections_open(app_token=access.app_token)
    except UNREACHABLE as error:
        raise _refused(error, "the app's token", "APP_TOKEN", "Basic Information") from None
    return str(response["url"])


def _refused(error: Exception, what: str, setting: str, page: str) -> PlatformError:
    reason = refusal(error)
    if not isinstance(error, SlackApiError):
        return PlatformError(f"Slack cannot be reached ({reason}). Is the network up?")
    if reason in _WRONG_TOKEN:
        where = f"copy it again from “{page}” of your app at https://api.slack.com/apps"
        return PlatformError(f"VERBATIM_SLACK__{setting}: Slack refuses {what} ({reason}); {where}")
    return PlatformError(f"VERBATIM_SLACK__{setting}: Slack does not take {what}: {reason}")
