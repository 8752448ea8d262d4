"""The one way from a request to a reply: limits, the command, and every error's sentence."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.domain.answers import Answer, Answers, answering
from bot.domain.chat import Command, Desk, Outcome, Reply, Request
from bot.domain.errors import UserError
from bot.domain.incidents import failed, incident
from bot.domain.limits import NO_LIMITS, Limits
from bot.domain.storage import SpaceSettings, hashed
from bot.domain.words import Words, english, phrase

log = logging.getLogger(__name__)

TIME_LIMIT = 2.5
"""Seconds for one answer: chat platforms wait three for the first sign of life."""
BUSY = phrase(
    "Very many questions came at once, and I am still answering them. Please try again soon."
)


class Dispatcher:
    """Runs commands for all platforms; every request gets a reply, never an exception.

    `desk` is read once for each request, first of all, and may be replaced between two of them.
    `answers` counts what the platforms have under way; without `limits` nobody has to wait.
    `words_in` returns the bot's words for a locale.
    """

    def __init__(
        self,
        commands: Iterable[Command],
        desk: Desk,
        *,
        time_limit: float = TIME_LIMIT,
        limits: Limits | None = None,
        words_in: Callable[[str], Words] = english,
    ) -> None:
        self.commands = {command.name: command for command in commands}
        self.desk = desk
        self.answers = Answers()
        self.limits = limits if limits is not None else Limits(NO_LIMITS)
        self.words_in = words_in
        self._time_limit = time_limit

    async def dispatch(self, request: Request) -> Reply:
        """Answer a request; whatever goes wrong becomes a short sentence in the reply."""
        with answering() as answer:
            answer.asked = True
            reply = await self._answer(request)
            self._note(request, reply, answer)
            return reply

    async def describe(self, request: Request) -> Reply:
        """Answer for a page that is shown unasked: it is no question, not counted and not limited.

        Errors are met as in `dispatch`.
        """
        with answering():
            return await self._answer(request, unasked=True)

    async def settings_of(self, request: Request) -> SpaceSettings:
        """Return what is chosen for the space in which something was said."""
        return await self.desk.store.space_settings(request.space_key)

    async def words_for(self, request: Request) -> Words:
        """Return the bot's words in the language that is due where something was said."""
        return self._words(request, await self.settings_of(request))

    async def say(self, request: Request, outcome: Outcome, text: str) -> Reply:
        """Return a sentence of a platform's own as a reply, in the language that is due there."""
        words = await self.words_for(request)
        return Reply(outcome, words(text), words=words)

    def _words(self, request: Request, settings: SpaceSettings) -> Words:
        return self.words_in(settings.language or request.locale)

    def _refusal(self, request: Request, words: Words) -> str:
        """Return why a request is not answered now, "" where it is."""
        if self.limits.is_crowded(self.answers.count):
            return words(BUSY)
        user = f"{request.platform}:{request.user}" if request.user else ""
        return self.limits.take(self._hidden(user), self._hidden(request.space_key), words)

    def _hidden(self, name: str) -> str:
        """Return the name of a bucket: other processes are told of it, and need not know whose."""
        return hashed(self.desk.feedback_key, name) if name else ""

    def _note(self, request: Request, reply: Reply, answer: Answer) -> None:
        command = request.command if request.command in self.commands else "unknown"
        self.desk.telemetry.asked(request.platform, command, reply.outcome)
        facts = {
            "answer": answer.id,
            "platform": request.platform,
            "command": command,
            "outcome": reply.outcome.value,
            "ms": round(answer.seconds * 1000, 1),
        }
        log.info("answered", extra=facts)

    async def _answer(self, request: Request, *, unasked: bool = False) -> Reply:
        desk, words = self.desk, self.words_in(request.locale)
        try:
            async with asyncio.timeout(self._time_limit):
                settings = await self.settings_of(request)
                words = self._words(request, settings)
                refusal = "" if unasked else self._refusal(request, words)
                if refusal:
                    return Reply(Outcome.LIMITED, refusal, words=words)
                now = replace(desk, settings=settings, words=words, words_in=self.words_in)
                reply = await self._run(request, now)
                words = await self.words_for(request)  # the language may just have been chosen
                return reply if reply.words is words else replace(reply, words=words)
        except UserError as error:
            sentence = words(str(error))
        except TimeoutError as error:
            number = incident(log, "answer timed out", error, command=request.command)
            sentence = words(
                "That took too long; it is logged as {number}. Please try again in a moment.",
                number=number,
            )
        except Exception as error:  # noqa: BLE001 - the one place where everything ends
            number = incident(log, "answer failed", error, command=request.command)
            sentence = failed(number, words)
        return Reply(Outcome.ERROR, sentence, words=words)

    async def _run(self, request: Request, desk: Desk) -> Reply:
        command = self.commands.get(request.command)
        if command is None:
            known = ", ".join(name for name, one in self.commands.items() if one.listed)
            raise UserError(
                desk.words("There is no such command. These are: {known}.", known=known)
            )
        _check_lengths(command, request, desk.words)
        reply = await command.run(desk, request)
        for quotation in reply.quotations:
            if not quotation.paragraph.is_intact():
                raise ValueError(f"{quotation.paragraph.id} differs from its seal")
        return reply


def _check_lengths(command: Command, request: Request, words: Words) -> None:
    for parameter in command.parameters:
        length = len(request.argument(parameter.name))
        if length > parameter.max_length:
            raise UserError(
                words(
                    "The {name} has {length:,} characters; at most {most:,} are read."
                    " Please shorten it.",
                    name=parameter.name,
                    length=length,
                    most=parameter.max_length,
                )
            )
