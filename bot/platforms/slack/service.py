"""What all listeners share: the claim on an event, the answer to a request, the way to Slack."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.dispatcher import Dispatcher
from bot.domain.chat import Desk, Outcome, Reply, Request
from bot.domain.storage import SpaceSettings
from bot.domain.telemetry import Happening
from bot.domain.words import Words
from bot.platforms.slack.buttons import Asked
from bot.platforms.slack.delivery import Delivery
from bot.platforms.slack.requests import NAME, Asker, CommandTable, Payload, named_request

HELP = "help"
Listener = Callable[..., Awaitable[None]]


class Underway:
    """Counts the answers that are being worked on, so that a process can finish them and leave."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count something as long as it takes."""
        self._count += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._idle.set()

    def watched(self, listener: Listener) -> Listener:
        """Return a listener that counts as long as it runs, and whose answers are timed."""

        @wraps(listener)
        async def run(*arguments: Any, **named: Any) -> None:
            with self.one(), self._dispatcher.answers.one() as answer:
                await listener(*arguments, **named)
                if answer.asked:
                    self._dispatcher.desk.telemetry.answered(NAME, answer.seconds)

        return run

    async def finished(self, seconds: float) -> bool:
        """Wait until nothing is under way, at most for some seconds; tell whether that is so.

        In a task that is being cancelled, `asyncio.timeout` of Python 3.11.2 fails.
        """
        await asyncio.sleep(0)  # lets those start whose event was acknowledged just now
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            return False
        return True


class Service:
    """Answers people on Slack through the dispatcher."""

    def __init__(self, dispatcher: Dispatcher, table: CommandTable, delivery: Delivery) -> None:
        self.table = table
        self.delivery = delivery
        self._dispatcher = dispatcher

    @property
    def desk(self) -> Desk:
        """The desk as it is now: its documents may be replaced between two answers."""
        return self._dispatcher.desk

    async def is_first(self, *keys: str) -> bool:
        """Claim what was sent to us, under every key it has; False where it was claimed before.

        The store is shared by all processes: Slack may send one thing several times, and to any.
        """
        claims = [await self.desk.store.claim_event(f"{NAME}:{key}") for key in keys if key]
        if not all(claims):
            self.desk.telemetry.happened(Happening.REDELIVERY, NAME)
        return all(claims)

    async def reply(self, asked: Asked, asker: Asker) -> Reply:
        """Answer what was asked in words."""
        return self._in_our_words(asked, await self.dispatch(self.table.request(asked, asker)))

    async def piece(self, command: str, asker: Asker) -> Reply:
        """Return what a command says, for a page that is shown unasked."""
        asked = Asked(command, "")
        reply = await self._dispatcher.describe(self.table.request(asked, asker))
        return self._in_our_words(asked, reply)

    def _in_our_words(self, asked: Asked, reply: Reply) -> Reply:
        """Return a reply, with help as it is here, where commands are typed otherwise."""
        if asked.command != HELP or reply.outcome.refuses:
            return reply
        return replace(reply, message=self.table.help_text(reply.words))

    def is_worth_saying(self, reply: Reply, asker: Asker) -> bool:
        """Tell whether to answer a message with a reply: who was told to wait is not told again."""
        return reply.outcome is not Outcome.LIMITED or self.is_news(asker)

    def is_news(self, asker: Asker) -> bool:
        """Tell whether somebody has not just been told that there is no answer."""
        return self._dispatcher.limits.is_news(f"{NAME}:{asker.user}")

    async def words_for(self, asker: Asker) -> Words:
        """Return the bot's words in the language that is due in a workspace."""
        return await self._dispatcher.words_for(named_request(HELP, {}, asker))

    async def say(self, asker: Asker, outcome: Outcome, text: str) -> Reply:
        """Return a sentence of our own as a reply, in the language that is due there."""
        return await self._dispatcher.say(named_request(HELP, {}, asker), outcome, text)

    async def settings(self, asker: Asker) -> SpaceSettings:
        """Return what is chosen for a workspace."""
        return await self.desk.store.space_settings(asker.space_key)

    async def dispatch(self, request: Request) -> Reply:
        """Answer a request."""
        return await self._dispatcher.dispatch(request)


def asker_of(context: AsyncBoltContext) -> Asker:
    """Return who asks, as Bolt has read it from what Slack sent."""
    return Asker(context.user_id or "", context.team_id or "", context.enterprise_id or "")


def trigger_key(body: Payload, asker: Asker) -> str:
    """Return what tells one command, press or shortcut of a person from every other."""
    return f"{asker.space}:{body['trigger_id']}" if body.get("trigger_id") else ""
