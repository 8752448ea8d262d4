"""Where the tokens of many workspaces are kept, and how a workspace installs the app."""

import asyncio
import json
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncInstallationStoreAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import PlatformRefusedError
from bot.platforms.slack.access import Access
from bot.platforms.slack.quiet import quiet_logger

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
STATE_SECONDS = 600
"""Seconds for which a begun installation can be finished."""
ROTATION_MINUTES = 120
"""Minutes before a token expires at which it is renewed."""
_OWNER_ONLY = 0o700


class Installations(AsyncInstallationStore):
    """A file for each workspace or organisation, with the bot's token; no history, no user's token.

    Every process of the app has to see the same folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def async_save(self, installation: Installation) -> None:
        """Keep the bot's part of an installation."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot's token, in place of an earlier one."""
        path = self._path(bot.enterprise_id, bot.team_id)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(vars(bot)), encoding="utf-8")
        draft.replace(path)

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Return the bot of a workspace; that of its organisation, where this installed the app."""
        path = self._path(enterprise_id, None if is_enterprise_install else team_id)
        try:
            return Bot(**json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget a workspace."""
        self._path(enterprise_id, team_id).unlink(missing_ok=True)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget a user's part, of which nothing is kept."""

    def _path(self, enterprise: str | None, team: str | None) -> Path:
        name = f"{enterprise or 'none'}-{team or 'none'}"
        if not name.replace("-", "").isalnum():
            raise ValueError("an id of Slack has letters and digits only")
        return self._folder / f"{name}.json"


class OneAtATime(AsyncInstallationStoreAuthorize):
    """Authorises the events of a workspace one after the other.

    A refresh token is good for one use: of two events that renew the token, one would fail.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, **event: Any) -> AuthorizeResult | None:
        key = f"{event.get('enterprise_id')}:{event.get('team_id')}"
        async with self._turns.setdefault(key, asyncio.Lock()):
            result = await super().__call__(**event)
        if result is None:
            _keep_the_message(event["context"])
        return result


def oauth_flow(access: Access, client: AsyncWebClient, scopes: Sequence[str]) -> AsyncOAuthFlow:
    """Return the way through Slack's consent page and back.

    Installations and begun ones are files in a folder; raises PlatformRefusedError without one.
    """
    folder = _made(access.installations)
    logger = quiet_logger()
    installations = Installations(folder)
    settings = AsyncOAuthSettings(
        client_id=access.client_id,
        client_secret=access.client_secret,
        scopes=list(scopes),
        user_scopes=[],
        redirect_uri=f"{access.public_url.rstrip('/')}{REDIRECT_PATH}",
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        installation_store=installations,
        installation_store_bot_only=True,
        state_store=FileOAuthStateStore(
            expiration_seconds=STATE_SECONDS,
            base_dir=str(folder / "states"),
            client_id=access.client_id,
            logger=logger,
        ),
        logger=logger,
    )
    settings.authorize = OneAtATime(
        logger=logger,
        installation_store=installations,
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


def _made(folder: Path | None) -> Path:
    if folder is None:
        raise PlatformRefusedError("VERBATIM_SLACK__INSTALLATIONS: name a folder for the tokens")
    try:
        folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    except OSError as error:
        raise PlatformRefusedError(
            f"VERBATIM_SLACK__INSTALLATIONS: {error.strerror}: {folder}"
        ) from error
    return folder
