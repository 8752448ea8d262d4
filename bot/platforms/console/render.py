"""Replies on a terminal: quotations in panels, matched words marked, the rest as short lines."""

from collections.abc import Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.domain.chat import Quotation, Reply
from bot.domain.documents import Document, Instrument
from bot.domain.plain_text import (
    EXCERPT,
    NEAREST,
    also_line,
    corrections_line,
    heading,
    long_date,
    outline,
)
from bot.domain.quoting import excerpt, styled_runs
from bot.domain.search import Hit

WIDEST = 96
"""Columns: longer lines are hard to read."""
_MARKED, _EMPHASISED, _ASIDE = "bold yellow", "italic", "dim"


def print_reply(console: Console, reply: Reply) -> None:
    """Show a reply on a terminal."""
    for block in _blocks(reply):
        console.print(block, width=min(console.width, WIDEST), highlight=False)


def quotation_text(quotation: Quotation) -> Text:
    """Return a paragraph with its marks and its emphasis; its plain text is the paragraph's."""
    paragraph, text = quotation.paragraph, Text()
    for run in styled_runs(paragraph.text, paragraph.emphasis, quotation.marks):
        styles = (_MARKED if run.marked else "", _EMPHASISED if run.emphasised else "")
        text.append(run.text, " ".join(filter(None, styles)))
    return text


def _blocks(reply: Reply) -> Iterator[RenderableType]:
    if reply.corrections:
        yield Text(corrections_line(reply.corrections, reply.words), _ASIDE)
    if reply.message:
        yield Text(reply.message)
    for quotation in reply.quotations:
        yield _panel(quotation)
        yield from map(_instrument_line, quotation.instruments)
    if reply.also:
        yield Text(also_line(reply.also, reply.words), _ASIDE)
    if reply.nearest:
        yield Group(Text(reply.words(NEAREST), _ASIDE), _listing(reply.nearest))
    if reply.results:
        yield _listing(reply.results)
    for document in reply.documents:
        yield _outline_panel(document)


def _panel(quotation: Quotation) -> Panel:
    document = quotation.document
    link = Text(document.source, f"{_ASIDE} link {document.source}", overflow="fold")
    return Panel(
        Group(quotation_text(quotation), Text(), link),
        title=Text(heading(quotation), "bold"),
        title_align="left",
        subtitle=Text(long_date(document.adopted), _ASIDE),
        subtitle_align="right",
        box=box.ROUNDED,
        padding=(1, 2),
    )


def _instrument_line(instrument: Instrument) -> Text:
    name = Text(instrument.name, f"link {instrument.address}")
    return Text.assemble(("Named here: ", _ASIDE), name, (f" {instrument.address}", _ASIDE))


def _listing(hits: tuple[Hit, ...]) -> Table:
    table = Table.grid(padding=(0, 2))
    for hit in hits:
        table.add_row(
            Text(hit.paragraph.number, "bold", no_wrap=True),
            Text(excerpt(hit.paragraph.text, EXCERPT)),
        )
    return table


def _outline_panel(document: Document) -> Panel:
    lines = [document.title, "", *outline(document), "", document.source]
    return Panel(
        Text("\n".join(lines)),
        title=Text(f"{document.short_title} ({document.id})", "bold"),
        title_align="left",
        subtitle=Text(long_date(document.adopted), _ASIDE),
        subtitle_align="right",
        box=box.ROUNDED,
        padding=(1, 2),
    )
