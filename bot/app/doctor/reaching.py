"""Whether each configured platform takes the bot in, and is set up as it has to be."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.app.answering import assemble
from bot.app.discord import discord_connection
from bot.app.doctor.configuration import is_slack_served
from bot.app.doctor.rows import Row, State, told
from bot.app.options import AnsweringOptions
from bot.app.slack import slack_access
from bot.domain.errors import PlatformError, SettingsError

if TYPE_CHECKING:
    from bot.settings import Settings

PATIENCE = 30.0
"""Seconds for one platform."""
DISCORD, SLACK = "discord", "slack"
_PAUSES = (1.0,)
_LATE = f"did not answer within {PATIENCE:.0f} seconds"
_NETWORK = "see whether this machine has a way to it"


async def discord_rows(settings: "Settings", *, patience: float = PATIENCE) -> list[Row]:
    """Connect to Discord, where it has a token, and return what should be changed."""
    connection = discord_connection(settings.discord)
    if connection is None:
        return [Row(DISCORD, State.SKIPPED, "not configured")]
    # Imported here: a chat library is loaded only where its platform is asked.
    from bot.platforms.discord.checkup import findings  # noqa: PLC0415
    from bot.platforms.discord.platform import DiscordPlatform  # noqa: PLC0415

    platform = DiscordPlatform(assemble(AnsweringOptions()), connection, pauses=_PAUSES)
    try:
        async with asyncio.timeout(patience):
            found = await findings(platform, settings.discord.dev_guild)
    except PlatformError as error:
        return [told(DISCORD, str(error), _guide(DISCORD))]
    except TimeoutError:
        return [Row(DISCORD, State.WRONG, f"Discord {_LATE}", _NETWORK)]
    if not found:
        return [Row(DISCORD, State.OK, "commands and mentions can be answered")]
    return [told(DISCORD, sentence, _guide(DISCORD)) for sentence in found]


async def slack_rows(settings: "Settings", *, patience: float = PATIENCE) -> list[Row]:
    """Sign in to Slack, where it is served, and return what was found or is to be changed."""
    if not is_slack_served(settings):
        return [Row(SLACK, State.SKIPPED, "not configured")]
    from bot.platforms.slack.check import check  # noqa: PLC0415 - loads the SDK

    try:
        async with asyncio.timeout(patience):
            found = await check(slack_access(settings.slack))
    except (PlatformError, SettingsError) as error:
        return [told(SLACK, str(error), _guide(SLACK))]
    except TimeoutError:
        return [Row(SLACK, State.WRONG, f"Slack {_LATE}", _NETWORK)]
    return [Row(SLACK, State.OK, sentence) for sentence in found]


def addresses(settings: "Settings") -> Iterator[tuple[str, str]]:
    """Yield each configured platform's name, and an address that anybody may ask there."""
    if settings.discord.token is not None:
        from bot.platforms.discord.platform import OFFICIAL  # noqa: PLC0415 - loads discord.py

        yield "Discord", f"{(settings.discord.api_url or OFFICIAL).rstrip('/')}/gateway"
    if is_slack_served(settings):
        yield "Slack", f"{settings.slack.api_url.rstrip('/')}/api.test"


def _guide(platform: str) -> str:
    return f"see “Troubleshooting” in docs/{platform}.md"
