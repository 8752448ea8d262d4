"""Which platforms there are: each is built where its settings ask for it."""

from typing import TYPE_CHECKING

from bot.app.discord import build_discord
from bot.app.slack import build_slack
from bot.dispatcher import Dispatcher
from bot.domain.chat import Platform

if TYPE_CHECKING:
    from bot.app.store import Kept
    from bot.settings import Settings


def is_any_configured(settings: "Settings") -> bool:
    """Tell whether there is a platform to start."""
    return bool(settings.discord.token or settings.slack.bot_token or settings.slack.client_id)


def build_platforms(
    settings: "Settings", dispatcher: Dispatcher, kept: "Kept | None" = None
) -> list[Platform]:
    """Return the platforms that are configured, not yet started."""
    return [*build_discord(settings, dispatcher), *build_slack(settings, dispatcher, kept)]
