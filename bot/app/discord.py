"""Puts Discord together, where it has a token."""

from typing import TYPE_CHECKING

from bot.dispatcher import Dispatcher

if TYPE_CHECKING:
    from bot.platforms.discord.client import Connection
    from bot.platforms.discord.platform import DiscordPlatform
    from bot.settings import DiscordSettings, Settings


def build_discord(settings: "Settings", dispatcher: Dispatcher) -> list["DiscordPlatform"]:
    """Return the Discord platform, where it has a token."""
    connection = discord_connection(settings.discord)
    if connection is None:
        return []
    from bot.platforms.discord.platform import DiscordPlatform  # noqa: PLC0415 - a chat library

    return [DiscordPlatform(dispatcher, connection)]


def discord_connection(chosen: "DiscordSettings") -> "Connection | None":
    """Return what Discord is entered with; None without a token."""
    if chosen.token is None:
        return None
    # Imported here: a chat library is loaded only where its platform starts.
    from bot.platforms.discord.client import Connection  # noqa: PLC0415

    return Connection(
        token=chosen.token.get_secret_value(),
        api_url=chosen.api_url,
        dev_guild=chosen.dev_guild,
        shard_count=chosen.shard_count,
        shard_ids=chosen.shard_ids,
        presence=chosen.presence,
    )
