"""What Slack is entered with, and the first call, which proves that it is right."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.errors import PlatformError, PlatformRefusedError
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
_PASSING = {
    "fatal_error",
    "internal_error",
    "ratelimited",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
}


def _nothing() -> None:
    """Tell nobody."""


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


def http_session(limited: Callable[[], None] = _nothing) -> aiohttp.ClientSession:
    """Return the session that all calls share, so that connections are kept open.

    `limited` is called whenever Slack asks to wait.
    """

    async def ended(_session: Any, _context: Any, request: aiohttp.TraceRequestEndParams) -> None:
        if request.response.status == HTTPStatus.TOO_MANY_REQUESTS:
            limited()

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)
    timeout = aiohttp.ClientTimeout(total=CALL_TIMEOUT)
    return aiohttp.ClientSession(timeout=timeout, trace_configs=[trace])


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
    if not isinstance(error, SlackApiError) or _passes(error, reason):
        return PlatformError(f"Slack cannot be reached ({reason}). Is the network up?")
    if reason in _WRONG_TOKEN:
        where = f"copy it again from “{page}” of your app at https://api.slack.com/apps"
        return PlatformRefusedError(
            f"VERBATIM_SLACK__{setting}: Slack refuses {what} ({reason}); {where}"
        )
    return PlatformRefusedError(f"VERBATIM_SLACK__{setting}: Slack does not take {what}: {reason}")


def _passes(error: SlackApiError, reason: str) -> bool:
    """Tell whether a refusal is Slack's trouble, not ours, and may be over soon."""
    status = getattr(error.response, "status_code", 0)
    return reason in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR
