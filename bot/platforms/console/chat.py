"""A conversation in the terminal: questions, and commands after a slash."""

import contextlib
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator

from bot.domain.chat import Command, Reply, Request
from bot.platforms.console.output import Show

PROMPT = "verbatim> "
WELCOME = "Ask a question, or /help. Ctrl-D leaves."


async def converse(
    lines: Iterable[str],
    commands: Iterable[Command],
    dispatch: Callable[[Request], Awaitable[Reply]],
    show: Show,
    document: str,
) -> None:
    """Answer line after line until there are no more."""
    table = {command.name: command for command in commands}
    for line in lines:
        if line.strip():
            show(await dispatch(request_of(line, table, document)))


def request_of(line: str, commands: dict[str, Command], document: str) -> Request:
    """Read a line: "/paragraph 4" is a command and its argument, all else a question."""
    name, text = "ask", line.strip()
    if text.startswith("/"):
        name, _, text = text[1:].partition(" ")
    command = commands.get(name)
    arguments = {"document": document}
    if command and command.parameters:
        arguments[command.parameters[0].name] = text
    return Request(name, arguments)


def typed_lines() -> Iterator[str]:
    """Yield what is typed: with a prompt and a history on a terminal, else line by line.

    The history lives in memory only and ends with the conversation.
    """
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    with contextlib.suppress(ImportError):  # gives input() its history, where the system has it
        import readline  # noqa: F401, PLC0415
    print(WELCOME)  # noqa: T201 - the console's output
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            print()  # noqa: T201
            return
