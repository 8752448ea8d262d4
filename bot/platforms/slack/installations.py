"""How a workspace installs the app, and how its events are authorised then."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncInstallationStoreAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import PlatformRefusedError
from bot.platforms.slack.access import Access
from bot.platforms.slack.quiet import quiet_logger

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
ROTATION_MINUTES = 120
"""Minutes before a token expires at which it is renewed."""
_LOOKS, _LOOK_SECONDS = 5, 0.2


class OneAtATime(AsyncInstallationStoreAuthorize):
    """Authorises the events of a workspace one after the other.

    A refresh token is good for one use: of two events that renew the token, one would fail. Where
    another process was first, its token is taken as soon as it is kept.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, **event: Any) -> AuthorizeResult | None:
        key = f"{event.get('enterprise_id')}:{event.get('team_id')}"
        async with self._turns.setdefault(key, asyncio.Lock()):
            result = await super().__call__(**event)
            if result is None and await self._is_renewed_elsewhere(event):
                result = await super().__call__(**event)
        if result is None:
            _keep_the_message(event["context"])
        return result

    async def _is_renewed_elsewhere(self, event: Mapping[str, Any]) -> bool:
        """Wait for what another process may have renewed; raises StoreError as the store does.

        Bolt takes a store that does not work for a workspace that has not installed the app.
        """
        for _ in range(_LOOKS):
            bot = await self.installation_store.async_find_bot(
                enterprise_id=event["enterprise_id"],
                team_id=event["team_id"],
                is_enterprise_install=event["context"].is_enterprise_install,
            )
            if bot is None or bot.bot_token_expires_at is None:
                return False
            if bot.bot_token_expires_at > time.time() + ROTATION_MINUTES * 60:
                return True
            await asyncio.sleep(_LOOK_SECONDS)
        return False


def oauth_flow(access: Access, client: AsyncWebClient, scopes: Sequence[str]) -> AsyncOAuthFlow:
    """Return the way through Slack's consent page and back.

    A workspace's token is kept, and nothing of the person who installed the app. Raises
    PlatformRefusedError where there is no store to keep it.
    """
    workspaces = access.workspaces
    if workspaces is None:
        raise PlatformRefusedError("An app for many workspaces needs a store for their tokens")
    logger = quiet_logger()
    settings = AsyncOAuthSettings(
        client_id=access.client_id,
        client_secret=access.client_secret,
        scopes=list(scopes),
        user_scopes=[],
        redirect_uri=f"{access.public_url.rstrip('/')}{REDIRECT_PATH}",
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        installation_store=workspaces.tokens,
        installation_store_bot_only=True,
        state_store=workspaces.states,
        logger=logger,
    )
    settings.authorize = OneAtATime(
        logger=logger,
        installation_store=workspaces.tokens,
        client_id=access.client_id,
        client_secret=access.client_secret,
        token_rotation_expiration_minutes=ROTATION_MINUTES,
        bot_only=True,
        cache_enabled=True,
        client=client,
    )
    return AsyncOAuthFlow(client=client, logger=logger, settings=settings)


def _keep_the_message(context: AsyncBoltContext) -> None:
    """Let Bolt's sentence for somebody from elsewhere stand beside the message, not in its place.

    What a response_url gets after a press replaces the message of the button by default.
    """
    respond = context.respond
    if context.response_url and respond is not None:
        context["respond"] = partial(respond, response_type="ephemeral", replace_original=False)
