"""From what Slack sends to a request: which command is meant, who asks, and in which space."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.commands.small_talk import HOW_TO_ASK
from bot.domain.chat import Command, Request
from bot.domain.words import Words
from bot.platforms.slack.buttons import Asked
from bot.platforms.slack.mrkdwn import typed_text

NAME = "slack"
UMBRELLA = "verbatim"
"""The slash command whose first word names one of the other commands."""
Payload = Mapping[str, Any]
"""What Slack sends, as its JSON has it."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the enterprise and the team that the app is installed in, and the user.

    `manages` tells whether Slack has said that the user is an admin of the workspace.
    """

    user: str
    team: str
    enterprise: str = ""
    manages: bool = False

    @property
    def space(self) -> str:
        """The key of everything that belongs to a workspace."""
        return f"{self.enterprise}:{self.team}" if self.enterprise else self.team

    @property
    def space_key(self) -> str:
        """The key of the workspace's settings, as a request of theirs has it."""
        return f"{NAME}:{self.space}" if self.space else ""


class CommandTable:
    """Which words, typed on Slack, are which of the commands that people can ask for."""

    def __init__(self, commands: Iterable[Command], prefix: str = "") -> None:
        self.listed = {command.name: command for command in commands if command.listed}
        self._prefix = prefix

    def slash_commands(self) -> dict[str, Command | None]:
        """Return the slash commands; None stands for the one with sub-commands."""
        own: dict[str, Command | None] = {
            f"/{self._prefix}{command.name}": command
            for command in self.listed.values()
            if command.quotes
        }
        return own | {f"/{self._prefix}{UMBRELLA}": None}

    def is_managed(self, asked: Asked) -> bool:
        """Tell whether a command is for those who manage the workspace."""
        command = self.listed.get(asked.command)
        return command is not None and command.managed

    def sub_commands(self) -> list[Command]:
        """Return what the umbrella command offers: all that has no slash command of its own."""
        return [command for command in self.listed.values() if not command.quotes]

    def help_text(self, words: Words) -> str:
        """Say how to ask on Slack, where most commands are words after one slash command."""
        lines = [
            f"{name} {required(command)} – {words(command.description)}"
            for name, command in self.slash_commands().items()
            if command
        ]
        umbrella = f"/{self._prefix}{UMBRELLA}"
        for command in self.sub_commands():
            usage = f"{umbrella} {command.name} {required(command)}".strip()
            lines.append(f"{usage} – {words(command.description)}")
        return "\n".join([words(HOW_TO_ASK), "", *lines])

    def slash(self, name: str, text: str) -> Asked:
        """Return what a slash command and the text after it ask."""
        command = self.slash_commands().get(name)
        typed = typed_text(text)
        return Asked(command.name, typed) if command else self._umbrella(typed)

    def message(self, text: str) -> Asked:
        """Return what a message asks: a command that is named and nothing else, or a question."""
        typed = typed_text(text)
        named = self.listed.get(typed.casefold())
        return Asked(named.name, "") if named and not named.parameters else Asked("ask", typed)

    def request(self, asked: Asked, asker: Asker) -> Request:
        """Return the request; the text is the first argument of a command that takes any."""
        command = self.listed.get(asked.command)
        arguments = {}
        if command and command.parameters:
            arguments[command.parameters[0].name] = asked.text
        return named_request(asked.command, arguments, asker)

    def _umbrella(self, typed: str) -> Asked:
        if not typed:
            return Asked("help", "")
        name, _, rest = typed.partition(" ")
        if name.casefold() in self.listed:
            return Asked(name.casefold(), rest.strip())
        return Asked("ask", typed)


def named_request(command: str, arguments: Mapping[str, str], asker: Asker) -> Request:
    """Return a request for a command with its arguments."""
    return Request(
        command,
        dict(arguments),
        platform=NAME,
        space=asker.space,
        user=asker.user,
        manages=asker.manages,
    )


def required(command: Command) -> str:
    """Return the arguments that a command cannot do without: "WORDS"."""
    return " ".join(p.name.upper() for p in command.parameters if p.required)


def is_for_us(event: Payload) -> bool:
    """Tell whether a message was written by a person: no bot, no edit, no join, no other subtype.

    A message with a file attached, and one sent to a thread and its channel, are a person's too.
    """
    if event.get("bot_id") or event.get("bot_profile") or not event.get("user"):
        return False
    if event.get("edited"):
        return False
    return event.get("subtype", "") in {"", "file_share", "thread_broadcast"}
