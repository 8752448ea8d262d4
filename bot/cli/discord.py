"""Commands for those who bring the bot to Discord: invite, check."""

import asyncio
from typing import TYPE_CHECKING

import click

from bot.domain.errors import SettingsError
from bot.domain.quoting import visible

if TYPE_CHECKING:
    from bot.platforms.discord.platform import DiscordPlatform
    from bot.settings import Settings


@click.group()
def discord() -> None:
    """Bring the bot to Discord, and see whether all is in order there."""


@discord.command()
def invite() -> None:
    """Print the links that install the bot: on a server, and for one person everywhere."""
    from bot.platforms.discord.permissions import invitations

    platform = _platform(_settings())
    server, person = invitations(asyncio.run(_application(platform)))
    click.echo(f"On a server (by somebody who may manage it):\n{server}\n")
    click.echo(f"For yourself, wherever you are:\n{person}")


@discord.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Connect, and say what is missing on Discord and where it is changed.

    Exit code 1 if anything is missing, 2 if Discord cannot be reached or refuses the bot.
    """
    from bot.platforms.discord.checkup import findings

    settings = _settings()
    found = asyncio.run(findings(_platform(settings), settings.discord.dev_guild))
    for sentence in found:
        click.echo(visible(sentence))
    if found:
        ctx.exit(1)
    click.echo("All is in order: the bot can answer commands and mentions.")


async def _application(platform: "DiscordPlatform") -> int:
    async with platform.logged_in(bring_commands=False) as client:
        return client.application_id or 0


def _settings() -> "Settings":
    from bot.logs import configure_logs
    from bot.settings import read_settings

    settings = read_settings()
    configure_logs("ERROR", settings.log.format)
    return settings


def _platform(settings: "Settings") -> "DiscordPlatform":
    from bot.app import build_dispatcher
    from bot.app.discord import build_discord

    platforms = build_discord(settings, build_dispatcher(settings))
    if not platforms:
        raise SettingsError(
            "VERBATIM_DISCORD__TOKEN is not set: docs/discord.md says how to get it."
        )
    return platforms[0]
