"""A reply as Discord messages: text displays and the buttons below them (Components V2).

Long text is divided at sentence ends over blocks, and blocks over messages; nothing is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.actions import Button
from bot.domain.chat import Menu, Quotation, Reply
from bot.domain.documents import Document, Instrument, Span
from bot.domain.plain_text import (
    EXCERPT,
    NEAREST,
    also_line,
    corrections_line,
    heading,
    long_date,
    outline,
)
from bot.domain.quoting import echo, excerpt, split_text
from bot.domain.search import Hit
from bot.domain.words import ENGLISH, Words
from bot.platforms.discord.markdown import escape, length, quote_blocks

MESSAGE = 4_000
"""Discord's limit on the text of all components of a message together."""
BLOCK = 3_600
"""The longest single block: a heading and a quotation's first part fit in one message."""
MOST_BLOCKS = 20
"""Text displays in one message; Discord allows 40 components, buttons and rows included."""
MOST_LINKS = 5
"""Source buttons under one reply: a row of them."""
LONGEST_LINK = 512
"""Discord's limit on the address behind a button."""
WEB = ("https://", "http://")
LONGEST_ECHO = 300
"""Characters of a question that are repeated above its answer."""


@dataclass(frozen=True, slots=True)
class Page:
    """One message: its blocks of markdown, and on the last page of a reply what can be pressed.

    `asked` is a line that repeats the question, `quoted` the id of the one paragraph that is
    quoted. `alone` tells that the reply is this one page.
    """

    blocks: tuple[str, ...]
    asked: str = ""
    buttons: tuple[Button, ...] = ()
    sources: tuple[Document, ...] = ()
    menus: tuple[Menu, ...] = ()
    words: Words = ENGLISH
    quoted: str = ""
    alone: bool = True


def asked_line(question: str, words: Words) -> str:
    """Return a small line that repeats a question as plain text, "" for none."""
    shown = echo(question, LONGEST_ECHO)
    return f"-# {words('Asked: “{question}”', question=escape(shown))}" if shown else ""


def pages(reply: Reply, *, asked: str = "", lead: str = "") -> list[Page]:
    """Return the messages of a reply; `asked` and `lead` stand above, as markdown."""
    linked = _linked(reply)
    blocks = [lead] if lead else []
    blocks += _blocks(reply, linked)
    *earlier, last = _packed(blocks, MESSAGE - length(asked))
    found = [Page(tuple(group), words=reply.words, alone=False) for group in earlier]
    last_page = Page(
        tuple(last),
        buttons=reply.buttons,
        sources=linked,
        menus=reply.menus,
        words=reply.words,
        quoted=reply.quotations[0].paragraph.id if len(reply.quotations) == 1 else "",
        alone=not earlier,
    )
    found.append(last_page)
    if asked:
        found[0] = replace(found[0], asked=asked)
    return found


def _packed(blocks: Iterable[str], room: int) -> list[list[str]]:
    """Distribute blocks over messages, in order; the first message has `room` units.

    That message holds no block where the first one has no room beside the question.
    """
    groups: list[list[str]] = [[]]
    for block in blocks:
        is_begun = groups[-1] or room < MESSAGE
        if is_begun and (length(block) > room or len(groups[-1]) == MOST_BLOCKS):
            groups.append([])
            room = MESSAGE
        groups[-1].append(block)
        room -= length(block)
    return groups


def _linked(reply: Reply) -> tuple[Document, ...]:
    """Return the documents whose sources stand behind buttons; the others' stand in the text."""
    quoted = [quotation.document for quotation in reply.quotations]
    named = {document.id: document for document in (*quoted, *reply.documents)}
    return tuple(filter(_has_link, named.values()))[:MOST_LINKS]


def _has_link(document: Document) -> bool:
    return document.source.startswith(WEB) and length(document.source) <= LONGEST_LINK


def _blocks(reply: Reply, linked: Sequence[Document]) -> Iterator[str]:
    if reply.corrections:
        yield f"-# {escape(corrections_line(reply.corrections, reply.words))}"
    if reply.message:
        yield from _lines(reply.message.split("\n"))
    for quotation in reply.quotations:
        yield from _quotation(quotation, reply.words)
    yield from _footer(reply, linked)
    if reply.nearest:
        yield from _listing(reply.words(NEAREST), reply.nearest)
    if reply.results:
        yield from _listing("", reply.results)
    for document in reply.documents:
        yield from _outline(document, linked)


def _quotation(quotation: Quotation, words: Words) -> Iterator[str]:
    title = escape(heading(quotation))
    paragraph = quotation.paragraph
    room = BLOCK - length(title) - 40
    parts = quote_blocks(paragraph.text, paragraph.emphasis, quotation.marks, room)
    for number, part in enumerate(parts, start=1):
        which = words(", part {number} of {count}", number=number, count=len(parts))
        yield f"### {title}{which if len(parts) > 1 else ''}\n{part}"


def _footer(reply: Reply, linked: Sequence[Document]) -> Iterator[str]:
    documents = {quotation.document.id: quotation.document for quotation in reply.quotations}
    notes = [
        f"-# {escape(_adopted(document, linked, named=len(documents) > 1))}"
        for document in documents.values()
    ]
    notes += [
        f"-# {reply.words('Named here: {name}', name=_link(named))}"
        for quotation in reply.quotations
        for named in quotation.instruments
        if named.address.startswith(WEB) and not set(named.address) & set("<>() ")
    ]
    also = also_line(reply.also, reply.words)
    if also:
        notes.append(f"-# {escape(also)}")
    yield from _joined(notes)


def _link(named: Instrument) -> str:
    return f"[{escape(named.name)}](<{named.address}>)"


def _adopted(document: Document, linked: Sequence[Document], *, named: bool) -> str:
    name = [document.short_title] if named else []
    address = [] if document in linked else [document.source]
    return " · ".join([*name, long_date(document.adopted), *address])


def _listing(title: str, hits: Sequence[Hit]) -> Iterator[str]:
    lines = [title] if title else []
    for hit in hits:
        text = escape(excerpt(hit.paragraph.text, EXCERPT))
        lines.append(f"**{escape(hit.paragraph.name)}** · {text}")
    yield from _joined(lines)


def _outline(document: Document, linked: Sequence[Document]) -> Iterator[str]:
    first = f"{document.id} · {_adopted(document, linked, named=False)}"
    yield f"### {escape(document.title)}"
    yield from _lines([first, *outline(document)])


def _lines(lines: Iterable[str]) -> Iterator[str]:
    """Escape plain lines, divide the long ones, and join them to blocks."""
    pieces = [
        escape(line[start:end])
        for line in lines
        for start, end in (split_text(line, BLOCK // 2) or [Span(0, 0)])
    ]
    yield from _joined(pieces)


def _joined(lines: Iterable[str]) -> Iterator[str]:
    block: list[str] = []
    for line in lines:
        if block and sum(map(length, block)) + len(block) + length(line) > BLOCK:
            yield "\n".join(block)
            block = []
        block.append(line)
    if block:
        yield "\n".join(block)
