"""Discord's events as requests: who asks, where, in which language."""

from collections.abc import Mapping
from typing import Any

import discord

from bot.domain.chat import Request

NAME = "discord"


def request_of(
    interaction: discord.Interaction[Any], command: str, arguments: Mapping[str, str]
) -> Request:
    """Return what somebody asks for by a command, a menu or a button."""
    return Request(
        command,
        arguments,
        platform=NAME,
        space=str(interaction.guild_id or ""),
        user=str(interaction.user.id),
        locale=str(interaction.locale),
        manages=interaction.guild_id is not None and interaction.permissions.manage_guild,
    )


def request_in(message: discord.Message, command: str, arguments: Mapping[str, str]) -> Request:
    """Return what somebody asks for in a message."""
    return Request(
        command,
        arguments,
        platform=NAME,
        space=str(message.guild.id) if message.guild else "",
        user=str(message.author.id),
        locale=str(message.guild.preferred_locale) if message.guild else "en",
    )
