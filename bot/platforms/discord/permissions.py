"""The least that the bot needs on Discord: intents, permissions, and where they are given."""

import discord

from bot.domain.words import Words

AUTHORIZE = "https://discord.com/oauth2/authorize"
NAMES = {
    "view_channel": "View Channels",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
}
"""The permissions that are needed, and what Discord calls them."""


def needed_intents() -> discord.Intents:
    """Return guilds, guild messages and direct messages; none of them is privileged."""
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.dm_messages = True
    return intents


def needed_permissions() -> discord.Permissions:
    """Return what a member of a server must be allowed to answer mentions there."""
    return discord.Permissions(**dict.fromkeys(NAMES, True))


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
    return [name for flag, name in NAMES.items() if not getattr(allowed, flag)]


def cannot_write(message: discord.Message, words: Words) -> str:
    """Say to the asker why there is no answer in the channel, and what helps."""
    return words(
        "I was asked in {channel} but may not write there. Somebody who manages the server can"
        " allow me in the channel's settings, under Permissions: {names}. You can also ask me"
        " here, or with /ask.",
        channel=f"<#{message.channel.id}>",
        names=", ".join(NAMES.values()),
    )
