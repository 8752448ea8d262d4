"""The ways to ask: slash commands, mentions, direct messages, and the shortcut on a message."""

import asyncio
from collections.abc import Iterable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.chat import Reply
from bot.domain.words import Words
from bot.platforms.slack.admins import with_rank
from bot.platforms.slack.agent import Agent
from bot.platforms.slack.buttons import Asked
from bot.platforms.slack.delivery import ResponsePlace
from bot.platforms.slack.mrkdwn import typed_text
from bot.platforms.slack.render import Scene, render
from bot.platforms.slack.requests import Asker, is_for_us
from bot.platforms.slack.service import Service, Underway, asker_of, trigger_key

FIND_PARAGRAPH = "find_paragraph"
"""The callback id of the shortcut on a message."""


class Questions:
    """Listens to questions and answers each once."""

    def __init__(self, service: Service, agent: Agent) -> None:
        self._service = service
        self._agent = agent

    def register(self, app: AsyncApp, underway: Underway) -> None:
        """Make a Bolt app listen; it asks listeners in this order whether something is theirs."""
        app.event("app_mention")(underway.watched(self.mention))
        app.event("message")(underway.watched(self.direct_message))
        for name in self._service.table.slash_commands():
            app.command(name)(underway.watched(self.slash_command))
        app.message_shortcut(FIND_PARAGRAPH)(underway.watched(self.message_shortcut))

    async def slash_command(
        self,
        ack: AsyncAck,
        body: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
    ) -> None:
        """Answer the asker alone, unless the workspace has chosen otherwise.

        A private answer can be shown to the channel afterwards.
        """
        await ack()
        asker = asker_of(context)
        if await self._service.is_first(trigger_key(body, asker)):
            asked = self._service.table.slash(body.get("command", ""), body.get("text", ""))
            place = ResponsePlace(body.get("response_url", ""), asker.user)
            if self._service.table.is_managed(asked):
                asker = await with_rank(client, asker)
            reply = await self._service.reply(asked, asker)
            if await self._is_for_everybody(asked, asker) and not reply.outcome.refuses:
                scene = Scene(owner=asker.user, asked=asked, by=body.get("user_name", ""))
                delivery = self._service.delivery
                messages = render(reply, scene)
                await delivery.respond(client, place, messages, "in_channel", words=reply.words)
            else:
                await self._answer_privately(client, place, asked, reply)

    async def message_shortcut(
        self,
        ack: AsyncAck,
        body: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
    ) -> None:
        """Find the paragraph for somebody's message, for the eyes of the asker alone."""
        await ack()
        asker = asker_of(context)
        if await self._service.is_first(trigger_key(body, asker)):
            message = body.get("message", {})
            asked = Asked("ask", typed_text(message.get("text") or ""))
            thread = message.get("thread_ts", "")
            place = ResponsePlace(body.get("response_url", ""), asker.user, thread)
            reply = await self._service.reply(asked, asker)
            await self._answer_privately(client, place, asked, reply)

    async def mention(
        self,
        event: dict[str, Any],
        body: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
    ) -> None:
        """Answer in the thread of the message that mentions the bot."""
        asker = asker_of(context)
        if is_for_us(event) and await self._is_first_event(event, body, asker):
            settings = await self._service.settings(asker)
            if settings.channels and event["channel"] not in settings.channels:
                if self._service.is_news(asker):
                    note = elsewhere(settings.channels, await self._service.words_for(asker))
                    await self._service.delivery.tell(client, event["channel"], asker.user, note)
                return
            asked = self._service.table.message(event.get("text", ""))
            reply = await self._service.reply(asked, asker)
            if not self._service.is_worth_saying(reply, asker):
                return
            messages = render(reply, Scene(owner=asker.user))
            in_channel = settings.in_thread is False
            thread = str(event.get("thread_ts") or "") if in_channel else thread_of(event)
            await self._service.delivery.post(client, event["channel"], thread, messages)

    async def direct_message(
        self,
        event: dict[str, Any],
        body: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
    ) -> None:
        """Answer a direct message, as an agent does: status, answer, title of the thread.

        Messages elsewhere are left alone: where they mention the bot, they arrive as mentions too.
        """
        if event.get("channel_type") != "im" or not is_for_us(event):
            return
        asker = asker_of(context)
        if not await self._is_first_event(event, body, asker):
            return
        asked = self._service.table.message(event.get("text", ""))
        channel, thread = event["channel"], thread_of(event)
        words = await self._service.words_for(asker)
        reply, _ = await asyncio.gather(
            self._service.reply(asked, asker),
            self._agent.show_status(client, asker, channel, thread, words),
        )
        if not self._service.is_worth_saying(reply, asker):
            return
        messages = render(reply, Scene(owner=asker.user, agent=True))
        await self._service.delivery.post(client, channel, thread, messages)
        if "thread_ts" not in event:
            await self._agent.set_title(client, asker, channel, thread, asked)

    async def _is_first_event(
        self, event: dict[str, Any], body: dict[str, Any], asker: Asker
    ) -> bool:
        place = f"{asker.space}:{event.get('channel')}:{event.get('ts')}"
        return await self._service.is_first(body.get("event_id", ""), place)

    async def _is_for_everybody(self, asked: Asked, asker: Asker) -> bool:
        """Tell whether the workspace has chosen that answers are shown to the channel."""
        command = self._service.table.listed.get(asked.command)
        quotes = command is not None and command.quotes
        return quotes and (await self._service.settings(asker)).private is False

    async def _answer_privately(
        self, client: AsyncWebClient, place: ResponsePlace, asked: Asked, reply: Reply
    ) -> None:
        messages = render(reply, Scene(owner=place.user, private=True, asked=asked))
        delivery, words = self._service.delivery, reply.words
        await delivery.respond(client, place, messages, "ephemeral", words=words)


def elsewhere(channels: Iterable[str], words: Words) -> str:
    """Say where mentions are answered."""
    return words(
        "Here I answer mentions only in {channels}. Slash commands work everywhere.",
        channels=", ".join(f"<#{channel}>" for channel in channels),
    )


def thread_of(event: dict[str, Any]) -> str:
    """Return the thread that a message belongs to, or begins."""
    return str(event.get("thread_ts") or event.get("ts") or "")
