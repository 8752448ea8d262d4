"""The one way from a request to a reply: limits, the command, and every error's sentence."""

import asyncio
import logging
import secrets
import traceback
from collections.abc import Iterable
from dataclasses import replace

from bot.domain.chat import Command, Desk, Outcome, Reply, Request
from bot.domain.errors import UserError

log = logging.getLogger(__name__)

TIME_LIMIT = 2.5
"""Seconds for one answer: chat platforms wait three for the first sign of life."""


class Dispatcher:
    """Runs commands for all platforms; every request gets a reply, never an exception."""

    def __init__(
        self,
        commands: Iterable[Command],
        desk: Desk,
        *,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        self.commands = {command.name: command for command in commands}
        self.desk = desk
        self._time_limit = time_limit

    async def dispatch(self, request: Request) -> Reply:
        """Answer a request; whatever goes wrong becomes a short sentence in the reply."""
        try:
            async with asyncio.timeout(self._time_limit):
                return await self._run(request)
        except UserError as error:
            return Reply(Outcome.ERROR, str(error))
        except TimeoutError:
            log.warning("answer timed out", extra={"command": request.command})
            return Reply(Outcome.ERROR, "That took too long. Please try again in a moment.")
        except Exception as error:  # noqa: BLE001 - the one place where everything ends
            incident = secrets.token_hex(4)
            facts = {"incident": incident, "command": request.command, **_where(error)}
            log.error("answer failed", extra=facts)  # noqa: TRY400 - its text may be a message's
            return Reply(Outcome.ERROR, f"Something went wrong here; it is logged as {incident}.")

    async def _run(self, request: Request) -> Reply:
        command = self.commands.get(request.command)
        if command is None:
            known = ", ".join(name for name, one in self.commands.items() if one.listed)
            raise UserError(f"There is no such command. These are: {known}.")
        _check_lengths(command, request)
        settings = await self.desk.store.space_settings(request.space_key)
        reply = await command.run(replace(self.desk, settings=settings), request)
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


def _where(error: Exception) -> dict[str, str]:
    """Return an error's type and the lines it passed, without its text."""
    frames = traceback.extract_tb(error.__traceback__)
    trace = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return {"error": type(error).__name__, "trace": trace}
