"""How replies reach people: as the answer to an interaction, or as messages in a channel."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

import aiohttp
import discord
from discord import ui

from bot.domain.chat import Outcome, Reply
from bot.domain.incidents import failed, incident
from bot.domain.plain_text import heading
from bot.domain.quoting import excerpt
from bot.domain.words import Words, phrase
from bot.platforms.discord.layout import layout
from bot.platforms.discord.permissions import cannot_write
from bot.platforms.discord.render import pages

log = logging.getLogger(__name__)

Interaction: TypeAlias = discord.Interaction[Any]

DEFER_AFTER = 1.5
"""Seconds: Discord waits three for the first sign of life, and the way there takes time too."""
PAUSES = (0.5, 1.5)
"""Seconds before a send is tried again after the connection broke; discord.py does not."""
NOBODY = discord.AllowedMentions.none()
NO_ANSWER = phrase("No paragraph answers this")
_LASTING = (Outcome.QUOTED, Outcome.NO_ANSWER, Outcome.NO_SUCH_PARAGRAPH)
LONGEST_THREAD_NAME = 100
"""Discord's limit."""
_UNREACHED = (aiohttp.ClientError, OSError, TimeoutError)
_UNAVAILABLE = 503  # the only server error that discord.py does not try again
_ALREADY_ANSWERED = 40_060
_INVALID_FORM = 50_035
_NO_HISTORY = 160_002


@dataclass(frozen=True, slots=True)
class Manner:
    """How a reply is delivered: `owner` asked; `for_` is the one person who is pinged, if any.

    `asked` is the line that repeats the question, as markdown.
    """

    owner: str
    private: bool = False
    asked: str = ""
    for_: int | None = None


async def answer(interaction: Interaction, coming: Awaitable[Reply], manner: Manner) -> None:
    """Answer an interaction: directly where the reply is ready in time, else after a defer."""
    task = asyncio.ensure_future(coming)
    done, _ = await asyncio.wait({task}, timeout=DEFER_AFTER)
    if not done:
        await interaction.response.defer(ephemeral=manner.private, thinking=True)
    await show(interaction, await task, manner)


async def show(interaction: Interaction, reply: Reply, manner: Manner) -> None:
    """Show a reply as the answer to an interaction; an error is shown to the asker alone."""
    if reply.outcome.refuses:
        manner = replace(manner, private=True, asked="")
    first, *rest = views(reply, manner)
    mentions = _mentions(reply, manner)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=first, allowed_mentions=mentions)
    else:
        await respond(interaction, first, private=manner.private, mentions=mentions)
    for view in rest:
        await interaction.followup.send(
            view=view, ephemeral=manner.private, allowed_mentions=NOBODY, wait=True
        )


async def respond(
    interaction: Interaction,
    view: ui.LayoutView,
    *,
    private: bool,
    mentions: discord.AllowedMentions = NOBODY,
) -> None:
    """Send the first message of an answer; once, however often the connection breaks."""

    async def send() -> None:
        try:
            await interaction.response.send_message(
                view=view, ephemeral=private, allowed_mentions=mentions
            )
        except discord.HTTPException as error:
            if error.code != _ALREADY_ANSWERED:  # an earlier try did arrive
                raise

    await _persistently(send)


def views(reply: Reply, manner: Manner) -> list[ui.LayoutView]:
    """Return the messages of a reply, ready to be sent."""
    lead = reply.words("For {person}:", person=f"<@{manner.for_}>")
    lead = lead if _pinged(reply, manner) else ""
    return [
        layout(page, owner=manner.owner, private=manner.private)
        for page in pages(reply, asked=manner.asked, lead=lead)
    ]


def _pinged(reply: Reply, manner: Manner) -> bool:
    """Tell whether somebody is told of a reply: only where there is something to read."""
    return manner.for_ is not None and reply.outcome is Outcome.QUOTED


def _mentions(reply: Reply, manner: Manner) -> discord.AllowedMentions:
    if manner.for_ is None or not _pinged(reply, manner):
        return NOBODY
    person = discord.Object(manner.for_)
    return discord.AllowedMentions(everyone=False, users=[person], roles=False, replied_user=False)


async def reply_to(message: discord.Message, reply: Reply, *, in_thread: bool = False) -> None:
    """Answer a message where it was written, or in a thread of its own.

    A person who cannot be answered there is told.
    """
    manner = Manner(owner=str(message.author.id))
    try:
        thread = await _thread(message, reply) if in_thread else None
        for number, view in enumerate(views(reply, manner)):
            await _send(message, view, number, thread)
    except discord.Forbidden as error:
        log.warning("may not write", extra={"channel": message.channel.id, "code": error.code})
        await message.author.send(cannot_write(message, reply.words), allowed_mentions=NOBODY)


async def _thread(message: discord.Message, reply: Reply) -> discord.Thread | None:
    """Open a thread for an answer; None where there can be none, or for a passing word."""
    if not isinstance(message.channel, discord.TextChannel) or reply.outcome not in _LASTING:
        return None
    name = heading(reply.quotations[0]) if reply.quotations else reply.words(NO_ANSWER)
    try:
        return await message.create_thread(name=excerpt(name, LONGEST_THREAD_NAME))
    except discord.HTTPException as error:
        log.info("no thread", extra={"channel": message.channel.id, "code": error.code})
        return None


async def _send(
    message: discord.Message, view: ui.LayoutView, number: int, thread: discord.Thread | None
) -> None:
    nonce = f"{message.id}-{number}"  # Discord takes two sends with the same nonce for one
    place = thread or message.channel
    reference = message.to_reference() if number == 0 and thread is None else None

    async def send(to: discord.MessageReference | None) -> None:
        await place.send(
            view=view,
            nonce=nonce,
            reference=to,  # type: ignore[arg-type]  # None is what discord.py itself defaults to
            allowed_mentions=NOBODY,
            mention_author=False,
        )

    try:
        await _persistently(lambda: send(reference))
    except discord.HTTPException as error:
        if error.code == _INVALID_FORM and "message_reference" in error.text:
            log.info("question was deleted", extra={"channel": message.channel.id})
        elif error.code == _NO_HISTORY:
            await _persistently(lambda: send(None))
        else:
            raise


async def _persistently(send: Callable[[], Awaitable[None]]) -> None:
    for pause in PAUSES:
        try:
            return await send()
        except _UNREACHED as error:
            log.info("connection broke", extra={"error": type(error).__name__})
        except discord.DiscordServerError as error:
            if error.status != _UNAVAILABLE:
                raise
        await asyncio.sleep(pause)
    return await send()


@asynccontextmanager
async def surviving(event: str, interaction: Interaction | None = None) -> AsyncIterator[None]:
    """Log what goes wrong, without a word of what was said, and go on.

    Who waits for an interaction's answer is told under which id an unexpected error is logged.
    """
    try:
        yield
    except discord.HTTPException as error:
        facts = {"during": event, "status": error.status, "code": error.code}
        log.warning("not delivered", extra=facts)
    except _UNREACHED as error:
        log.warning("not delivered", extra={"during": event, "error": type(error).__name__})
    except Exception as error:  # noqa: BLE001 - one event must not end the others
        number = incident(log, "event failed", error, during=event)
        if interaction is not None:
            await tell(interaction, partial(failed, number))


async def tell(interaction: Interaction, say: Callable[[Words], str]) -> None:
    """Say to whoever waits for an answer, and to nobody else, that there is none.

    `say` returns the sentence in the language that is due there.
    """
    async with surviving("failure"):
        words = await interaction.client.words_for(interaction)
        manner = Manner(str(interaction.user.id), private=True)
        await show(interaction, Reply(Outcome.ERROR, say(words), words=words), manner)
