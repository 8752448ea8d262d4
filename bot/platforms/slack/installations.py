"""Where the tokens of many workspaces are kept, and how a workspace installs the app."""

from collections.abc import Sequence

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store.file import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import PlatformError
from bot.platforms.slack.access import Access
from bot.platforms.slack.quiet import quiet_logger

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
STATE_SECONDS = 600
"""Seconds for which a begun installation can be finished."""
_ONLY_OWNER = 0o700


def oauth_flow(access: Access, client: AsyncWebClient, scopes: Sequence[str]) -> AsyncOAuthFlow:
    """Return the way through Slack's consent page and back; raises PlatformError without a folder.

    Installations and states are files: every process of the app has to see the same folder.
    """
    folder = access.installations
    if folder is None:
        raise PlatformError(
            "VERBATIM_SLACK__INSTALLATIONS: name a folder for the workspaces' tokens"
        )
    try:
        folder.mkdir(mode=_ONLY_OWNER, parents=True, exist_ok=True)
    except OSError as error:
        raise PlatformError(f"VERBATIM_SLACK__INSTALLATIONS: {error.strerror}: {folder}") from error
    logger = quiet_logger()
    settings = AsyncOAuthSettings(
        client_id=access.client_id,
        client_secret=access.client_secret,
        scopes=list(scopes),
        user_scopes=[],
        redirect_uri=f"{access.public_url.rstrip('/')}{REDIRECT_PATH}",
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        installation_store=FileInstallationStore(
            base_dir=str(folder), client_id=access.client_id, logger=logger
        ),
        state_store=FileOAuthStateStore(
            expiration_seconds=STATE_SECONDS,
            base_dir=str(folder / "states"),
            client_id=access.client_id,
            logger=logger,
        ),
        logger=logger,
    )
    return AsyncOAuthFlow(client=client, logger=logger, settings=settings)
