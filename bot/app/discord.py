"""Puts Discord together, where it has a token."""

from typing import TYPE_CHECKING

from bot.dispatcher import Dispatcher

if TYPE_CHECKING:
    from bot.platforms.discord.platform import DiscordPlatform
    from bot.settings import Settings


def build_discord(settings: "Settings", dispatcher: Dispatcher) -> list["DiscordPlatform"]:
    """Return the Discord platform, where it has a token."""
    chosen = settings.discord
    if chosen.token is None:
        return []
    # Imported here: a chat library is loaded only where its platform starts.
    from bot.platforms.discord.client import Connection  # noqa: PLC0415
    from bot.platforms.discord.platform import DiscordPlatform  # noqa: PLC0415

    connection = Connection(
        token=chosen.token.get_secret_value(),
        api_url=chosen.api_url,
        dev_guild=chosen.dev_guild,
        shard_count=chosen.shard_count,
        shard_ids=chosen.shard_ids,
        presence=chosen.presence,
    )
    return [DiscordPlatform(dispatcher, connection)]
