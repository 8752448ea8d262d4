"""Discord as a platform: run, stop, and say in a sentence why it cannot be reached."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot.dispatcher import Dispatcher
from bot.domain.errors import PlatformError, PlatformRefusedError
from bot.platforms.discord.client import Connection, VerbatimClient
from bot.platforms.discord.requests import NAME

log = logging.getLogger(__name__)

GRACE = 10.0
"""Seconds that answers under way have to end when the bot is stopped."""
PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds between attempts to reach Discord at the start."""
START = 60.0
"""Seconds within which the gateway must take us in, once the token is accepted."""
OFFICIAL = "https://discord.com/api/v10"
PORTAL = "https://discord.com/developers/applications"

TOKEN = f"Discord refuses the token: set VERBATIM_DISCORD__TOKEN to the one at {PORTAL}, Bot."
INTENTS = (
    "Discord refuses the intents, though none of them is privileged:"
    f" see whether the application at {PORTAL} is in order."
)
SHARDS = (
    "Discord refuses the shards: see VERBATIM_DISCORD__SHARD_COUNT and VERBATIM_DISCORD__SHARD_IDS."
)
CLOSED = {4004: TOKEN, 4010: SHARDS, 4011: SHARDS, 4013: INTENTS, 4014: INTENTS}
"""What the gateway means by closing the connection for good."""
_UNREACHED = (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound)


class DiscordPlatform:
    """Serves people on Discord until it is cancelled."""

    name = NAME

    def __init__(
        self,
        dispatcher: Dispatcher,
        connection: Connection,
        *,
        pauses: tuple[float, ...] = PAUSES,
        start: float = START,
        grace: float = GRACE,
    ) -> None:
        self._dispatcher = dispatcher
        self._connection = connection
        self._pauses = pauses
        self._start = start
        self._grace = grace
        self.client: VerbatimClient | None = None

    async def run(self) -> None:
        """Serve until cancelled or broken; then end what is under way.

        Raises PlatformError where Discord cannot be reached, PlatformRefusedError where it refuses.
        """
        async with self.connected() as (client, serving):
            try:
                await serving
            finally:
                if not await client.work.stop(self._grace):
                    log.warning("stopped before every answer was given")

    async def ping(self) -> bool:
        """Tell whether every shard is connected."""
        client = self.client
        if client is None or not client.connected.is_set():
            return False
        return all(not shard.is_closed() for shard in client.shards.values())

    @asynccontextmanager
    async def connected(
        self, *, bring_commands: bool = True
    ) -> AsyncIterator[tuple[VerbatimClient, asyncio.Task[None]]]:
        """Yield a client that Discord has taken in, and the task that serves it."""
        async with self.logged_in(bring_commands=bring_commands) as client:
            if not bring_commands:  # who only looks answers nobody: the bot that runs does
                await client.work.stop(0)
            self.client = client
            serving = asyncio.create_task(client.connect(), name="discord gateway")
            try:
                await self._until_connected(client, serving)
                yield client, serving
            except discord.ConnectionClosed as error:
                sentence = CLOSED.get(error.code, _closed(error.code))
                raise PlatformRefusedError(sentence) from error
            except discord.PrivilegedIntentsRequired as error:
                raise PlatformRefusedError(INTENTS) from error
            except _UNREACHED as error:
                raise PlatformError(self._unreached(_reason(error))) from error
            finally:
                self.client = None
                await client.close()
                serving.cancel()
                await asyncio.gather(serving, return_exceptions=True)

    @asynccontextmanager
    async def logged_in(self, *, bring_commands: bool = True) -> AsyncIterator[VerbatimClient]:
        """Yield a client whose token Discord has accepted; raises PlatformError otherwise."""
        quieten_library()
        for pause in (*self._pauses, None):
            client = VerbatimClient(
                self._dispatcher, self._connection, bring_commands=bring_commands
            )
            async with client:
                if await self._log_in(client, last=pause is None):
                    yield client
                    return
            await asyncio.sleep(pause or 0.0)

    async def _log_in(self, client: VerbatimClient, *, last: bool) -> bool:
        """Log in; tell whether it worked. Raises PlatformError where trying again is no use."""
        try:
            await client.login(self._connection.token)
        except discord.LoginFailure as error:
            raise PlatformRefusedError(TOKEN) from error
        except _UNREACHED as error:
            reason = _reason(error)
            if last:
                raise PlatformError(self._unreached(reason)) from error
            log.warning("not reached yet", extra={"reason": reason})
            return False
        return True

    async def _until_connected(self, client: VerbatimClient, serving: asyncio.Task[None]) -> None:
        connected = asyncio.create_task(client.connected.wait())
        try:
            done, _ = await asyncio.wait(
                {connected, serving}, timeout=self._start, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            connected.cancel()
        if not done:
            raise PlatformError(self._unreached("the gateway does not answer"))
        if serving in done:
            await serving

    def _unreached(self, reason: str) -> str:
        return (
            f"Discord cannot be reached at {self._connection.api_url or OFFICIAL} ({reason}):"
            " see whether this machine has a way to it."
        )


def quieten_library() -> None:
    """Keep discord.py from its DEBUG lines, which hold whole messages, and from talk of voice."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    library = logging.getLogger("discord")
    if library.getEffectiveLevel() < logging.INFO:
        library.setLevel(logging.INFO)


def _reason(error: Exception) -> str:
    if isinstance(error, discord.HTTPException):
        return f"HTTP status {error.status}"
    return type(error).__name__


def _closed(code: int) -> str:
    return f"Discord closed the connection for good, with code {code}."
