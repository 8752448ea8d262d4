import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.dispatcher import Dispatcher
from bot.platforms.discord.client import Connection
from bot.platforms.discord.platform import DiscordPlatform
from tests.discord_server import DiscordServer


@pytest.fixture(autouse=True)
def discord_itself() -> Iterator[None]:
    """Put discord.py's addresses back: it keeps them for the whole process."""
    addresses = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = addresses


@pytest.fixture
async def discord_server() -> AsyncIterator[DiscordServer]:
    """Discord, without a bot."""
    async with DiscordServer() as server:
        yield server


@asynccontextmanager
async def running(
    server: DiscordServer, dispatcher: Dispatcher, **more: object
) -> AsyncIterator[DiscordPlatform]:
    """The bot, connected to a server."""
    connection = Connection(server.token, server.api_url, identify_pause=0, **more)
    platform = DiscordPlatform(dispatcher, connection)
    before = server.gateway.identified
    task = asyncio.create_task(platform.run())
    waiting = asyncio.create_task(server.gateway.wait_for(identified=before + 1))
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if task.done():
            await task
        yield platform
    finally:
        task.cancel()
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def discord(discord_server, dispatcher) -> AsyncIterator[DiscordServer]:
    """Discord, with the bot connected."""
    async with running(discord_server, dispatcher):
        yield discord_server
