"""The rival in discord_latency.py: a bare discord.py client that replies "ok"."""

import os

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


class Bare(discord.Client):
    """Replies "ok"."""

    async def setup_hook(self) -> None:
        """Learn where the gateway is."""
        _, address, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)

    async def on_message(self, message: discord.Message) -> None:
        """Reply."""
        if not message.author.bot:
            await message.reply("ok", mention_author=False)


if __name__ == "__main__":
    Route.BASE = os.environ["VERBATIM_DISCORD__API_URL"]
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    Bare(intents=intents).run(os.environ["VERBATIM_DISCORD__TOKEN"], log_handler=None)
