"""The connection to Discord: discord.py's client with our intents, commands and buttons."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.dispatcher import Dispatcher
from bot.domain.incidents import incident
from bot.domain.telemetry import Happening
from bot.domain.words import Words
from bot.platforms.discord.choices import Choices, is_choice
from bot.platforms.discord.commands import Commands, CommandTree
from bot.platforms.discord.delivery import NOBODY, surviving
from bot.platforms.discord.forms import Forms
from bot.platforms.discord.layout import ReplyButton
from bot.platforms.discord.listening import Listener
from bot.platforms.discord.permissions import needed_intents
from bot.platforms.discord.presses import Presses
from bot.platforms.discord.requests import NAME, request_of
from bot.platforms.discord.sync import sync_commands
from bot.platforms.discord.translator import Translator
from bot.platforms.discord.work import Work

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Connection:
    """How to connect; `api_url` is where REST is, None for Discord's own.

    `dev_guild` is the one server that gets the commands. `identify_pause` are the seconds between
    two sessions of a shard: Discord allows one every five.
    """

    token: str
    api_url: str | None = None
    dev_guild: int | None = None
    shard_count: int | None = None
    shard_ids: Sequence[int] | None = None
    presence: str = ""
    identify_pause: float = 5.0


class VerbatimClient(discord.AutoShardedClient):
    """Hands Discord's events to those who answer them."""

    def __init__(
        self, dispatcher: Dispatcher, connection: Connection, *, bring_commands: bool = True
    ) -> None:
        super().__init__(
            intents=needed_intents(),
            allowed_mentions=NOBODY,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,  # no message is kept
            http_trace=_counting_waits(dispatcher),
            activity=discord.CustomActivity(connection.presence) if connection.presence else None,
            **_shards(connection),
        )
        self._how = connection
        self._bring_commands = bring_commands
        self.work = Work(dispatcher)
        self.presses = Presses(dispatcher, self.work)
        self._choices = Choices(dispatcher, self.work)
        self._forms = Forms(dispatcher, self.work)
        self.tree = CommandTree(self, self.work)
        self.connected = asyncio.Event()
        self._listener = Listener(dispatcher, self.work)
        self._dispatcher = dispatcher
        self._shards_seen: set[int] = set()
        commands = Commands(dispatcher, self.work)
        for command in commands.slash_commands():
            self.tree.add_command(command)
        self.tree.add_command(commands.message_command())
        self.add_dynamic_items(ReplyButton)

    async def login(self, token: str) -> None:
        """Log in where the settings say; discord.py keeps the address for the whole process."""
        if self._how.api_url:
            Route.BASE = self._how.api_url.rstrip("/")
        await super().login(token)

    async def setup_hook(self) -> None:
        """Learn the gateway's address where it is not Discord's own, and bring the commands."""
        if self._how.api_url:
            _, address, _ = await self.http.get_bot_gateway()
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
        await self.tree.set_translator(Translator(self._dispatcher.words_in))
        if self._bring_commands:
            async with surviving("commands"):
                await sync_commands(self.tree, self._how.dev_guild)

    async def words_for(self, interaction: discord.Interaction[Any]) -> Words:
        """Return the bot's words in the language that is due where something was pressed."""
        return await self._dispatcher.words_for(request_of(interaction, "help", {}))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait between sessions as Discord asks."""
        del shard_id
        if not initial:
            await asyncio.sleep(self._how.identify_pause)

    async def on_shard_connect(self, shard: int) -> None:
        """Note that Discord took us in; once more, where the session before was lost."""
        self.connected.set()
        if shard in self._shards_seen:
            self._reconnected()
        self._shards_seen.add(shard)

    async def on_shard_resumed(self, _shard: int) -> None:
        """Note that a session goes on over a new connection."""
        self._reconnected()

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that asks."""
        await self._listener.hear(message, self._own_id)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Answer a message that was edited to mention us."""
        await self._listener.hear_edited(event.message, self._own_id)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take choices and forms; refuse a press that no button of ours takes.

        discord.py answers commands and presses; it knows menus and forms only until a restart.
        """
        if interaction.type is discord.InteractionType.modal_submit:
            await self._forms.answer(interaction)
        elif interaction.type is discord.InteractionType.component:
            if is_choice(interaction):
                await self._choices.answer(interaction)
            else:
                await self.presses.refuse_forged(interaction)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log that something failed; its text may be a message's and is left out."""
        error = sys.exception()
        if error is not None:
            incident(log, "event failed", error, during=event_method)

    def _reconnected(self) -> None:
        self._dispatcher.desk.telemetry.happened(Happening.RECONNECT, NAME)

    @property
    def _own_id(self) -> int:
        return self.user.id if self.user else 0


def _counting_waits(dispatcher: Dispatcher) -> aiohttp.TraceConfig:
    """Return a trace that counts how often Discord asks to wait; discord.py waits by itself."""

    async def ended(_session: Any, _context: Any, request: aiohttp.TraceRequestEndParams) -> None:
        if request.response.status == HTTPStatus.TOO_MANY_REQUESTS:
            dispatcher.desk.telemetry.happened(Happening.RATE_LIMIT, NAME)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)
    return trace


def _shards(connection: Connection) -> dict[str, Any]:
    """Return which shards to run; without a setting discord.py runs what Discord recommends."""
    shards: dict[str, Any] = {"shard_count": connection.shard_count}
    if connection.shard_ids:
        shards["shard_ids"] = list(connection.shard_ids)
    return shards
