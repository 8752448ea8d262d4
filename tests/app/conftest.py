"""Both platforms, each a local server."""

from collections.abc import AsyncIterator, Iterator

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.discord_server import DiscordServer
from tests.slack_server import Payloads, SlackServer


@pytest.fixture
async def discord_server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    server = SlackServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def payloads(slack: SlackServer) -> Payloads:
    return Payloads(slack)


@pytest.fixture
def discord_itself() -> Iterator[None]:
    """Put discord.py's addresses back: it keeps them for the whole process."""
    addresses = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = addresses
