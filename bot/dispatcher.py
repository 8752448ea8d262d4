"""The one way from a request to a reply: limits, the command, and every error's sentence."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace

from bot.domain.answers import Answer, Answers, answering
from bot.domain.chat import Command, Desk, Outcome, Reply, Request
from bot.domain.errors import UserError
from bot.domain.incidents import failed, incident
from bot.domain.limits import NO_LIMITS, Limits
from bot.domain.storage import hashed

log = logging.getLogger(__name__)

TIME_LIMIT = 2.5
"""Seconds for one answer: chat platforms wait three for the first sign of life."""
TOO_LONG = "That took too long; it is logged as {}. Please try again in a moment."
BUSY = "Very many questions came at once, and I am still answering them. Please try again soon."


class Dispatcher:
    """Runs commands for all platforms; every request gets a reply, never an exception.

    `desk` is read anew for each request and may be replaced between two of them. `answers` counts
    what the platforms have under way; without `limits` nobody has to wait.
    """

    def __init__(
        self,
        commands: Iterable[Command],
        desk: Desk,
        *,
        time_limit: float = TIME_LIMIT,
        limits: Limits | None = None,
    ) -> None:
        self.commands = {command.name: command for command in commands}
        self.desk = desk
        self.answers = Answers()
        self.limits = limits or Limits(NO_LIMITS)
        self._time_limit = time_limit

    async def dispatch(self, request: Request) -> Reply:
        """Answer a request; whatever goes wrong becomes a short sentence in the reply."""
        with answering() as answer:
            answer.asked = True
            refusal = self._refusal(request)
            reply = Reply(Outcome.LIMITED, refusal) if refusal else await self._answer(request)
            self._note(request, reply, answer)
            return reply

    def _refusal(self, request: Request) -> str:
        """Return why a request is not answered now, "" where it is."""
        if self.limits.is_crowded(self.answers.count):
            return BUSY
        user = f"{request.platform}:{request.user}" if request.user else ""
        return self.limits.take(self._hidden(user), self._hidden(request.space_key))

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

    async def _answer(self, request: Request) -> Reply:
        try:
            async with asyncio.timeout(self._time_limit):
                return await self._run(request)
        except UserError as error:
            return Reply(Outcome.ERROR, str(error))
        except TimeoutError as error:
            number = incident(log, "answer timed out", error, command=request.command)
            return Reply(Outcome.ERROR, TOO_LONG.format(number))
        except Exception as error:  # noqa: BLE001 - the one place where everything ends
            number = incident(log, "answer failed", error, command=request.command)
            return Reply(Outcome.ERROR, failed(number))

    async def _run(self, request: Request) -> Reply:
        command = self.commands.get(request.command)
        if command is None:
            known = ", ".join(name for name, one in self.commands.items() if one.listed)
            raise UserError(f"There is no such command. These are: {known}.")
        _check_lengths(command, request)
        desk = self.desk
        settings = await desk.store.space_settings(request.space_key)
        reply = await command.run(replace(desk, settings=settings), request)
        for quotation in reply.quotations:
            if not quotation.paragraph.is_intact():
                raise ValueError(f"{quotation.paragraph.id} differs from its seal")
        return reply


def _check_lengths(command: Command, request: Request) -> None:
    for parameter in command.parameters:
        length = len(request.argument(parameter.name))
        if length > parameter.max_length:
            raise UserError(
                f"The {parameter.name} has {length:,} characters;"
                f" at most {parameter.max_length:,} are read. Please shorten it."
            )
