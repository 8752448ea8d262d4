"""Commands that read what people said of quotations: feedback summary, feedback export."""

import asyncio
import csv
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from bot.domain.quoting import visible

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from bot.storage.archive import FeedbackArchive

NOTHING = "There is no feedback yet."
FIELDS = ("at", "paragraph", "helpful", "wanted", "platform", "space", "user")
_FORMULA = ("=", "+", "-", "@", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
            "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip


@click.group()
def feedback() -> None:
    """Read what people said of quotations."""


@feedback.command()
def summary() -> None:
    """Count, for each paragraph, how often it helped, did not help, and what was wanted instead."""
    counts = _read(lambda archive: archive.counts())
    if not counts:
        click.echo(NOTHING, err=True)
        return
    width = max(len("paragraph"), *(len(count.paragraph) for count in counts))
    click.echo(f"{'paragraph':<{width}}  helpful  not helpful  wishes")
    for count in counts:
        numbers = f"{count.helpful:>7}  {count.not_helpful:>11}  {count.wishes:>6}"
        click.echo(f"{visible(count.paragraph):<{width}}  {numbers}")


@feedback.command()
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV instead of a JSON object a line.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="Only what was said from this day (UTC) on.",
)
def export(since: datetime | None, *, as_csv: bool) -> None:
    """Print all verdicts, oldest first; spaces and people are hashes."""
    start = since.replace(tzinfo=UTC) if since else None
    verdicts = _read(lambda archive: archive.verdicts(start))
    if not verdicts:
        click.echo(NOTHING if start is None else "There is no feedback since then.", err=True)
    rows = [{name: _plain(getattr(verdict, name)) for name in FIELDS} for verdict in verdicts]
    if as_csv:
        _print_csv(rows)
    else:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))


def _read(ask: "Callable[[FeedbackArchive], Awaitable[list[Any]]]") -> "list[Any]":
    from bot.app.store import opened_archive
    from bot.settings import read_settings

    async def read() -> list[Any]:
        async with opened_archive(read_settings()) as archive:
            return await ask(archive)

    return asyncio.run(read())


def _plain(value: object) -> object:
    """Return a value as it is printed: texts in one line, with nothing invisible in them."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return visible(" ".join(value.split())) if isinstance(value, str) else value


def _print_csv(rows: "Iterable[dict[str, object]]") -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([_cell(value) for value in row.values()] for row in rows)


def _cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
