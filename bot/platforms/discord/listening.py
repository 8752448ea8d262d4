"""Messages that ask: mentions in channels, threads and posts, and direct messages."""

from dataclasses import replace
from datetime import timedelta

import discord

from bot.dispatcher import Dispatcher
from bot.domain.chat import Outcome, Reply, Request
from bot.domain.storage import SpaceSettings
from bot.domain.words import Words, phrase
from bot.platforms.discord.delivery import NOBODY, reply_to, surviving
from bot.platforms.discord.mentions import question_in, words_of
from bot.platforms.discord.requests import NAME, request_in
from bot.platforms.discord.work import Work

EDITED_WITHIN = timedelta(minutes=30)
"""A mention added later is no question: by then the store may have forgotten an answer."""
HIDDEN = phrase(
    "Discord does not show me the message that you reply to. Open its menu and choose Apps,"
    " “Find the paragraph”; or ask me in your own words."
)
_TYPED = (discord.MessageType.default, discord.MessageType.reply)


class Listener:
    """Answers the messages that are meant for the bot, each of them once."""

    def __init__(self, dispatcher: Dispatcher, work: Work) -> None:
        self._dispatcher = dispatcher
        self._work = work

    async def hear(self, message: discord.Message, bot: int) -> None:
        """Answer a message if it asks; `bot` is the id of our own user."""
        question = _question(message, bot)
        if question is None:
            return
        async with surviving("message"):
            if await self._work.claim(message.id):
                with self._work.under_way():
                    await self._answer(message, question)

    async def _answer(self, message: discord.Message, question: str) -> None:
        request = request_in(message, "ask", {"question": question or _replied_text(message)})
        settings = await self._dispatcher.settings_of(request)
        if _is_answered_in(message.channel, settings):
            reply = await self._reply(message, request)
            if self._is_worth_saying(reply, message):
                await reply_to(message, reply, in_thread=bool(settings.in_thread))
        elif self._is_news(message):
            note = _elsewhere(settings, await self._dispatcher.words_for(request))
            await message.author.send(note, allowed_mentions=NOBODY)

    def _is_worth_saying(self, reply: Reply, message: discord.Message) -> bool:
        """Tell whether to answer with a reply: who was told to wait is not told again at once."""
        return reply.outcome is not Outcome.LIMITED or self._is_news(message)

    def _is_news(self, message: discord.Message) -> bool:
        """Tell whether somebody has not just been told that there is no answer."""
        return self._dispatcher.limits.is_news(f"{NAME}:{message.author.id}")

    async def hear_edited(self, message: discord.Message, bot: int) -> None:
        """Answer a message that was edited to mention the bot, unless it was answered before.

        Both times are Discord's, so that a clock of ours that is off changes nothing.
        """
        edited = message.edited_at
        if message.guild and edited and edited - message.created_at <= EDITED_WITHIN:
            await self.hear(message, bot)

    async def _reply(self, message: discord.Message, request: Request) -> Reply:
        reply = await self._dispatcher.dispatch(request)
        hidden = message.reference and not request.argument("question")
        if hidden and not reply.outcome.refuses:
            return replace(reply, message=reply.words(HIDDEN))
        return reply


def _is_answered_in(channel: discord.abc.Messageable, settings: SpaceSettings) -> bool:
    """Tell whether mentions are answered in a channel; a thread goes with its channel."""
    ids = {str(getattr(channel, name, None)) for name in ("id", "parent_id")}
    return not settings.channels or bool(ids & set(settings.channels))


def _elsewhere(settings: SpaceSettings, words: Words) -> str:
    return words(
        "On that server I answer mentions only in {channels}. /ask works everywhere.",
        channels=", ".join(f"<#{channel}>" for channel in settings.channels),
    )


def _question(message: discord.Message, bot: int) -> str | None:
    """Return what a message asks, "" for a mention alone, None where it asks nothing."""
    if message.author.bot or message.webhook_id or message.type not in _TYPED:
        return None
    if message.guild is None:
        return words_of(message.content)
    return question_in(message.content, bot)


def _replied_text(message: discord.Message) -> str:
    """Return the text of the message that is replied to, where Discord shows it to us."""
    original = message.reference.resolved if message.reference else None
    if not isinstance(original, discord.Message) or original.author.bot:
        return ""
    return words_of(original.content)
