"""The least that the bot needs on Discord: intents, permissions, and where they are given."""

from collections.abc import Iterator

import discord

AUTHORIZE = "https://discord.com/oauth2/authorize"


def needed_intents() -> discord.Intents:
    """Return guilds, guild messages and direct messages; none of them is privileged."""
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.dm_messages = True
    return intents


def needed_permissions() -> discord.Permissions:
    """Return what a member of a server must be allowed to answer mentions there."""
    return discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        read_message_history=True,
    )


def invitations(application: int) -> tuple[str, str]:
    """Return the addresses that install the bot on a server, and for one person everywhere."""
    server = (
        f"{AUTHORIZE}?client_id={application}&integration_type=0"
        f"&scope=bot+applications.commands&permissions={needed_permissions().value}"
    )
    person = f"{AUTHORIZE}?client_id={application}&integration_type=1&scope=applications.commands"
    return server, person


def missing(allowed: discord.Permissions) -> list[str]:
    """Return the names of the needed permissions that are not allowed, as Discord shows them."""
    return [name for flag, name in _names() if not getattr(allowed, flag)]


def _names() -> Iterator[tuple[str, str]]:
    for flag, needed in needed_permissions():
        if needed:
            yield flag, flag.replace("_", " ").title().replace(" In ", " in ")


def cannot_write(message: discord.Message) -> str:
    """Say to the asker why there is no answer in the channel, and what helps."""
    names = ", ".join(name for _, name in _names())
    return (
        f"I was asked in <#{message.channel.id}> but may not write there. Somebody who manages"
        f" the server can allow me in the channel's settings, under Permissions: {names}."
        " You can also ask me here, or with /ask."
    )
