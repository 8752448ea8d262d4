"""Discord's slash commands, made from the table of commands, and the message command."""

import inspect
import logging
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

import discord
from discord import app_commands

from bot.dispatcher import Dispatcher
from bot.domain.chat import Command, Outcome, Parameter, Request
from bot.domain.incidents import failed, incident
from bot.domain.words import phrase
from bot.platforms.discord.delivery import (
    Interaction,
    Manner,
    answer,
    show,
    surviving,
    tell,
)
from bot.platforms.discord.render import asked_line
from bot.platforms.discord.requests import NAME, request_of
from bot.platforms.discord.suggestions import SUGGESTIONS, Suggest
from bot.platforms.discord.work import Work

log = logging.getLogger(__name__)

FIND = phrase("Find the paragraph")
PRIVATE, FOR = "private", "for"
CHANGED = phrase("This command has changed. Please try again in a minute, or type it anew.")
EITHER = phrase("An answer is either private or for somebody else. Please choose one of the two.")
NO_TEXT = phrase("That message has no text that I could look for.")
_FOR = "for_"  # `for` is a word of Python's own
_DELIVERY = {
    PRIVATE: phrase("Only you see the answer"),
    _FOR: phrase("Somebody who should see it; nobody else is notified"),
}

Slash = app_commands.Command[Any, ..., None]


class Commands:
    """Answers slash commands and the message command through the dispatcher."""

    def __init__(self, dispatcher: Dispatcher, work: Work) -> None:
        self._dispatcher = dispatcher
        self._work = work

    def slash_commands(self) -> list[Slash]:
        """Return a slash command for each listed command of the table."""
        listed = [c for c in self._dispatcher.commands.values() if c.listed]
        return [self._slash_command(command) for command in listed]

    def message_command(self) -> app_commands.ContextMenu:
        """Return the command in the menu of anybody's message."""

        async def find(interaction: discord.Interaction, message: discord.Message) -> None:
            await self.find(interaction, message)

        return app_commands.ContextMenu(name=FIND, callback=find)

    async def run(
        self, interaction: Interaction, command: Command, given: Mapping[str, Any]
    ) -> None:
        """Answer a slash command; what needs no argument concerns the asker alone."""
        arguments = {p.name: given.get(p.name) or "" for p in command.parameters}
        request = request_of(interaction, command.name, arguments)
        person = given.get(_FOR)
        with self._work.under_way():
            async with surviving("command", interaction):
                private = await self._is_private(request, command, given)
                manner = Manner(
                    owner=str(interaction.user.id),
                    private=private,
                    asked=await self._asked(request, command),
                    for_=person.id if person else None,
                )
                if person and private:
                    refusal = await self._dispatcher.say(request, Outcome.ERROR, EITHER)
                    await show(interaction, refusal, manner)
                else:
                    await answer(interaction, self._dispatcher.dispatch(request), manner)

    async def find(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer the text of a message, to the person alone."""
        shared = (snapshot.content for snapshot in message.message_snapshots)
        text = "\n".join(filter(None, [message.content, *shared]))
        request = request_of(interaction, "ask", {"question": text})
        with self._work.under_way():
            async with surviving("message command", interaction):
                asked = asked_line(text, await self._dispatcher.words_for(request))
                manner = Manner(str(interaction.user.id), private=True, asked=asked)
                if text.strip():
                    await answer(interaction, self._dispatcher.dispatch(request), manner)
                else:
                    refusal = await self._dispatcher.say(request, Outcome.ERROR, NO_TEXT)
                    await show(interaction, refusal, manner)

    async def _is_private(
        self, request: Request, command: Command, given: Mapping[str, Any]
    ) -> bool:
        """Tell who sees an answer: as was asked for, else as the server has chosen.

        What takes no argument, and the settings, concern the asker alone.
        """
        if command.managed or not command.parameters:
            return True
        wish = given.get(PRIVATE)
        if wish is not None or given.get(_FOR):
            return bool(wish)
        return bool((await self._dispatcher.settings_of(request)).private)

    async def _asked(self, request: Request, command: Command) -> str:
        """Return the line that repeats what was typed; a chosen suggestion needs no repetition."""
        typed = request.argument(command.parameters[0].name) if command.parameters else ""
        if self._dispatcher.desk.corpus.paragraph(typed):
            return ""
        return asked_line(typed, await self._dispatcher.words_for(request))

    def _slash_command(self, command: Command) -> Slash:
        async def callback(interaction: discord.Interaction, **given: Any) -> None:
            await self.run(interaction, command, given)

        options = [*map(_option, command.parameters), *_delivery_options(command)]
        first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        signature = inspect.Signature([first, *options])
        callback.__signature__ = signature  # type: ignore[attr-defined]  # read by discord.py
        names = {option.name for option in options} & set(_DELIVERY)
        texts = {p.name: p.description for p in command.parameters}
        app_commands.describe(**texts, **{n: _DELIVERY[n] for n in names})(callback)
        if _FOR in names:
            app_commands.rename(**{_FOR: FOR})(callback)
        slash: Slash = app_commands.Command(
            name=command.name, description=command.description, callback=callback
        )
        if command.managed:
            slash.default_permissions = discord.Permissions(manage_guild=True)
            slash.allowed_contexts = app_commands.AppCommandContext(
                guild=True, dm_channel=False, private_channel=False
            )
            slash.allowed_installs = app_commands.AppInstallationType(guild=True, user=False)
        for parameter in command.parameters:
            if parameter.name in SUGGESTIONS:
                slash.autocomplete(parameter.name)(self._suggester(SUGGESTIONS[parameter.name]))
        return slash

    def _suggester(
        self, suggest: Suggest
    ) -> Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
        async def offer(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
            if not self._dispatcher.limits.may_type(f"{NAME}:{interaction.user.id}"):
                return []
            return await suggest(self._dispatcher, interaction, typed)

        return offer


class CommandTree(app_commands.CommandTree[Any]):
    """Takes each interaction once, and answers politely where a command cannot be run."""

    def __init__(self, client: discord.Client, work: Work) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self._work = work

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let an interaction through the first time it arrives; suggestions may come twice."""
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        taken = False
        async with surviving("interaction", interaction):
            taken = await self._work.claim(interaction.id)
        return taken  # noqa: RET504 - an error leaves it False

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Say that a command is not the one that Discord knows; log anything else by its type."""
        if isinstance(error, app_commands.CommandInvokeError):
            number = incident(log, "command failed", error.original)
            await tell(interaction, partial(failed, number))
        else:
            log.warning("command differs", extra={"error": type(error).__name__})
            await tell(interaction, lambda words: words(CHANGED))


def _option(parameter: Parameter) -> inspect.Parameter:
    annotation = app_commands.Range[str, 1, parameter.max_length]
    default = inspect.Parameter.empty if parameter.required else None
    return inspect.Parameter(
        parameter.name,
        inspect.Parameter.KEYWORD_ONLY,
        annotation=annotation,
        default=default,
    )


def _delivery_options(command: Command) -> list[inspect.Parameter]:
    if not command.quotes:
        return []
    kind = inspect.Parameter.KEYWORD_ONLY
    return [
        inspect.Parameter(PRIVATE, kind, annotation=bool | None, default=None),
        inspect.Parameter(_FOR, kind, annotation=discord.User | None, default=None),
    ]
