"""The command that looks at everything the bot stands on."""

import asyncio
import shutil
import textwrap
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bot.domain.errors import SettingsError
from bot.domain.quoting import visible

if TYPE_CHECKING:
    from bot.app.doctor import Row

_COLOURS = {"ok": "green", "look": "yellow", "wrong": "red", "skipped": None}
_STATE, _PART = 9, 13
"""Characters of the first two columns."""
_LEAST = 30


@click.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Look at settings, documents, store, permissions, clock and platforms; say what to do.

    Nothing is changed anywhere. Exit code 1 if anything is wrong.
    """
    if asyncio.run(_anything_wrong()):
        ctx.exit(1)


async def _anything_wrong() -> bool:
    wrong = 0
    look = 0
    async for row in _rows():
        wrong += row.state == "wrong"
        look += row.state == "look"
        _show(row)
    click.echo(f"\n{_summary(wrong, look)}")
    return wrong > 0


async def _rows() -> AsyncIterator["Row"]:
    from bot.app.doctor import examine, unreadable_rows
    from bot.logs import configure_logs
    from bot.logs.redaction import Redaction
    from bot.settings import read_settings, secret_values

    try:
        settings = read_settings()
    except SettingsError as error:
        for row in unreadable_rows(error):
            yield row
        return
    configure_logs("CRITICAL", settings.log.format)  # what would be logged stands in a row
    shown = Redaction(secret_values(settings)).apply
    async for row in examine(settings):
        yield replace(row, found=shown(row.found), advice=shown(row.advice))


def _show(row: "Row") -> None:
    """Print a row of the table; what to do stands below what was found."""
    width = max(shutil.get_terminal_size().columns - _STATE - _PART, _LEAST)
    margin = " " * (_STATE + _PART)
    state = click.style(f"{row.state:<{_STATE}}", fg=_COLOURS[row.state], bold=row.state == "wrong")
    first, *others = textwrap.wrap(visible(row.found), width, break_long_words=False) or [""]
    click.echo(f"{state}{row.part:<{_PART}}{first}")
    advice = textwrap.wrap(visible(row.advice), width - 2, break_long_words=False)
    for number, line in enumerate(advice):
        others.append(f"{'  ' if number else '→ '}{line}")
    for line in others:
        click.echo(margin + line)


def _summary(wrong: int, look: int) -> str:
    if wrong:
        return f"{_counted(wrong)} wrong." + (f" {_counted(look)} to look at." if look else "")
    return f"Nothing is wrong; {_counted(look)} to look at." if look else "All is in order."


def _counted(number: int) -> str:
    return f"{number} {'thing is' if number == 1 else 'things are'}"
