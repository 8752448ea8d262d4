"""Whether all is in order on Discord: what is missing, and where it is changed."""

from collections.abc import Iterator

import discord

from bot.platforms.discord.client import VerbatimClient
from bot.platforms.discord.permissions import missing, needed_permissions
from bot.platforms.discord.platform import PORTAL, DiscordPlatform
from bot.platforms.discord.sync import differ

NAMED = 5
"""At most so many channels of a server are named."""


async def findings(platform: DiscordPlatform, dev_guild: int | None) -> list[str]:
    """Connect, and return a sentence for each thing that should be changed."""
    async with platform.connected(bring_commands=False) as (client, _):
        found = list(_of_application(await client.application_info()))
        if await differ(client.tree, dev_guild):
            found.append("Discord has other commands than the bot: `verbatim run` brings them.")
        await client.wait_until_ready()
        found.extend(_of_servers(client))
    return found


def _of_application(application: discord.AppInfo) -> Iterator[str]:
    place = f"{PORTAL}/{application.id}"
    if application.interactions_endpoint_url:
        yield (
            "Commands go to an Interactions Endpoint URL and never reach the bot:"
            f" remove it at {place}/information."
        )
    if application.bot_require_code_grant:
        yield f"Nobody can install the bot: switch off Requires OAuth2 Code Grant at {place}/bot."
    if not application.guild_integration_config:
        yield f"The bot cannot be added to servers: tick Guild Install at {place}/installation."
    if not application.user_integration_config:
        yield f"People cannot take the bot along: tick User Install at {place}/installation."
    for name in _privileged(application.flags):
        yield f"{name} is on and not needed: switch it off at {place}/bot."


def _privileged(flags: discord.ApplicationFlags) -> Iterator[str]:
    if flags.gateway_presence or flags.gateway_presence_limited:
        yield "Presence Intent"
    if flags.gateway_guild_members or flags.gateway_guild_members_limited:
        yield "Server Members Intent"
    if flags.gateway_message_content or flags.gateway_message_content_limited:
        yield "Message Content Intent"


def _of_servers(client: VerbatimClient) -> Iterator[str]:
    if not client.guilds:
        yield "The bot is on no server: `verbatim discord invite` prints the links."
    for guild in client.guilds:
        lacking = missing(guild.me.guild_permissions)
        if lacking:
            yield (
                f"{guild.name}: allow {', '.join(lacking)} in Server Settings, Roles,"
                f" {guild.me.display_name}."
            )
        else:
            yield from _of_channels(guild)


def _of_channels(guild: discord.Guild) -> Iterator[str]:
    """Name the channels that the bot sees but where it could not answer."""
    needed = needed_permissions()
    mute = [
        channel.name
        for channel in guild.text_channels
        if channel.permissions_for(guild.me).view_channel
        and not needed.is_subset(channel.permissions_for(guild.me))
    ]
    if mute:
        more = f" and {len(mute) - NAMED} more" if len(mute) > NAMED else ""
        names = ", ".join(f"#{name}" for name in mute[:NAMED])
        yield (
            f"{guild.name}: it cannot answer in {names}{more}:"
            f" allow it in Edit Channel, Permissions, {guild.me.display_name}."
        )
