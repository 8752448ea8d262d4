"""Where replies go: a styled terminal, or plain text for everything else."""

import sys
from collections.abc import Callable
from typing import TextIO

from bot.domain.chat import Outcome, Reply
from bot.domain.plain_text import plain_text

Show = Callable[[Reply], None]


def reply_printer() -> Show:
    """Return what shows a reply: styled on a terminal, plain where the output goes elsewhere.

    Errors go to standard error.
    """
    if not sys.stdout.isatty():
        return _print_plain
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it

    from bot.platforms.console.render import print_reply  # noqa: PLC0415

    console = Console()

    def show(reply: Reply) -> None:
        if reply.outcome is Outcome.ERROR:
            _print_plain(reply)
        else:
            print_reply(console, reply)

    return show


def _print_plain(reply: Reply) -> None:
    stream: TextIO = sys.stderr if reply.outcome is Outcome.ERROR else sys.stdout
    print(plain_text(reply), file=stream)
