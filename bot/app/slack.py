"""Puts Slack together, where it has tokens."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dispatcher import Dispatcher
from bot.domain.errors import SettingsError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from bot.app.store import Kept
    from bot.platforms.slack.access import Access, Workspaces
    from bot.platforms.slack.platform import SlackPlatform
    from bot.settings import Settings, SlackSettings


def build_slack(
    settings: "Settings", dispatcher: Dispatcher, kept: "Kept | None" = None
) -> list["SlackPlatform"]:
    """Return the Slack platform, where it has a token or an app to install.

    An app for many workspaces needs a store that keeps their tokens.
    """
    slack = settings.slack
    if not (slack.bot_token or slack.client_id):
        return []
    # Imported here: a chat library is loaded only where its platform starts.
    from bot.platforms.slack.platform import SlackPlatform  # noqa: PLC0415

    access = slack_access(slack)
    if slack.client_id and kept:
        access = replace(access, workspaces=_workspaces(slack.client_id, kept))
    return [SlackPlatform(access, dispatcher, prefix=slack.command_prefix)]


def slack_access(slack: "SlackSettings") -> "Access":
    """Return what Slack is entered with; raises SettingsError where something is missing."""
    from bot.platforms.slack.access import Access  # noqa: PLC0415 - loads the SDK

    _check(slack)
    return Access(
        bot_token=_secret(slack.bot_token),
        app_token=_secret(slack.app_token),
        signing_secret=_secret(slack.signing_secret),
        client_id=slack.client_id or "",
        client_secret=_secret(slack.client_secret),
        public_url=slack.public_url or "",
        host=slack.host,
        port=slack.port,
        api_url=slack.api_url,
    )


def _workspaces(client_id: str, kept: "Kept") -> "Workspaces":
    from bot.platforms.slack.access import Workspaces  # noqa: PLC0415 - loads the SDK
    from bot.storage.installations import BotTokens, oauth_states  # noqa: PLC0415

    tokens = BotTokens(client_id, kept.database, kept.store)
    return Workspaces(tokens, oauth_states(kept.database))


def _check(slack: "SlackSettings") -> None:
    if slack.client_id and slack.app_token:
        raise SettingsError(
            "VERBATIM_SLACK__APP_TOKEN: leave it empty where VERBATIM_SLACK__CLIENT_ID is set;"
            " an app for many workspaces is reached over HTTP"
        )
    if not (slack.app_token or slack.signing_secret):
        raise SettingsError(
            "VERBATIM_SLACK__APP_TOKEN: missing; Socket Mode needs it, or set"
            " VERBATIM_SLACK__SIGNING_SECRET for HTTP"
        )
    from bot.settings import slack_needs  # noqa: PLC0415 - loads pydantic

    missing = [name for name in slack_needs(slack) if not getattr(slack, name)]
    if missing:
        names = ", ".join(f"VERBATIM_SLACK__{name.upper()}" for name in missing)
        raise SettingsError(f"{names}: missing for Slack")


def _secret(value: "SecretStr | None") -> str:
    return value.get_secret_value() if value else ""
