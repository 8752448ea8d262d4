"""Which platforms there are: each is built where its settings ask for it."""

from typing import TYPE_CHECKING

from bot.app.discord import build_discord
from bot.app.slack import build_slack
from bot.dispatcher import Dispatcher
from bot.domain.chat import Platform

if TYPE_CHECKING:
    from bot.settings import Settings


def build_platforms(settings: "Settings", dispatcher: Dispatcher) -> list[Platform]:
    """Return the platforms that are configured, not yet started."""
    return [*build_discord(settings, dispatcher), *build_slack(settings, dispatcher)]
