"""The command line: reads arguments, calls the parts, ends with the right exit code."""

import sys
from typing import Any

import click

from bot import __version__
from bot.cli.corpus import corpus
from bot.cli.discord import discord
from bot.cli.operation import completion, config, run
from bot.cli.questions import ask, chat, documents, paragraph, search
from bot.domain.errors import VerbatimError

EXAMPLES = """\b
Examples:
  verbatim ask "Which countries took part?"
  verbatim ask paras 3-5
  verbatim paragraph "Annex 2.4"
  verbatim search safety institutes
  verbatim ask --json - < questions.txt
"""


class _Group(click.Group):
    """Ends with exit code 2 and a sentence where the project raises one of its own errors."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except VerbatimError as error:
            click.echo(str(error), err=True)
            ctx.exit(2)


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


for _command in (ask, paragraph, search, documents, chat, run, discord, config, corpus, completion):
    cli.add_command(_command)


def main() -> None:
    """Run the command line; the entry point of `verbatim`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    cli(prog_name="verbatim")
