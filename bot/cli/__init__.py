"""The command line: reads arguments, calls the parts, ends with the right exit code."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot import __version__
from bot.cli.corpus import corpus
from bot.cli.discord import discord
from bot.cli.doctor import doctor
from bot.cli.feedback import feedback
from bot.cli.operation import completion, config, run
from bot.cli.quality import evaluate, explain
from bot.cli.questions import ask, chat, documents, paragraph, search
from bot.cli.slack import slack
from bot.domain.errors import VerbatimError
from bot.domain.quoting import echo, visible

EXAMPLES = """\b
Examples:
  verbatim ask "Which countries took part?"
  verbatim ask paras 3-5
  verbatim paragraph "Annex 2.4"
  verbatim search safety institutes
  verbatim ask --json - < questions.txt
"""


class _Group(click.Group):
    """Ends with exit code 2 and a sentence on errors of the project and of the system."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return _flushed(super().invoke, ctx)
        except VerbatimError as error:
            sentence = "\n".join(map(visible, str(error).splitlines()))
        except OSError as error:
            if error.errno == errno.EPIPE:  # nobody reads on: click ends without a word
                raise
            sentence = _system_error(error)
            _forget_unwritten_output()
        click.echo(sentence, err=True)
        return ctx.exit(2)


def _flushed(invoke: Callable[[click.Context], Any], ctx: click.Context) -> Any:
    """Write all output before the command ends, so that an error is met here and not later."""
    try:
        return invoke(ctx)
    finally:
        sys.stdout.flush()


def _system_error(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{echo(str(error.filename), 200)}: {reason}" if error.filename else reason


def _forget_unwritten_output() -> None:
    """Keep the interpreter from writing again, as it ends, what could not be written."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=_Group,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(__version__, prog_name="verbatim")
def cli() -> None:
    """Ask a numbered document; get its own words, with the paragraph number.

    Exit codes: 0 answered, 1 no paragraph answers, 2 wrong usage or settings.
    """


for _command in (
    ask,
    paragraph,
    search,
    documents,
    chat,
    evaluate,
    explain,
    run,
    config,
    doctor,
    corpus,
    discord,
    slack,
    feedback,
    completion,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line; the entry point of `verbatim`."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by who started us, as in `verbatim chat <&-`
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    cli(prog_name="verbatim")
