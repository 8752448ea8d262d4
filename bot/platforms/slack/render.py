"""Replies as Slack messages: blocks for the eye, and the same in words for everything else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.actions import Action, Button
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
    source_line,
)
from bot.domain.quoting import echo, excerpt
from bot.domain.search import Hit
from bot.domain.words import Words, phrase
from bot.platforms.slack import blocks, limits, mrkdwn
from bot.platforms.slack.blocks import Block, Piece
from bot.platforms.slack.buttons import Asked, button_row, feedback_row

LONGEST_ECHO = 300
"""Characters of a question that are restated."""
BUTTONS_ONLY = phrase("Buttons for this answer")
"""The words of a message that holds nothing but buttons."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Slack shows it, and in words."""

    blocks: tuple[Block, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Who sees a reply, and how: `owner` is the id of the person who asked.

    `private` is for the owner's eyes alone, and `asked` lets the owner show it to others; `by` is
    the name of somebody who does. A question is `restated` where its words are not there to see.
    An `agent`'s conversation has thumbs instead of two buttons. In a `view` a reply is looked at
    and paged, nothing else.
    """

    owner: str = ""
    private: bool = False
    asked: Asked | None = None
    by: str = ""
    restated: bool = True
    agent: bool = False
    view: bool = False


def render(reply: Reply, scene: Scene) -> list[Message]:
    """Return all that a reply says, in as many messages as Slack needs."""
    return [_message(group, reply.words) for group in _packed(pieces(reply, scene))]


def pieces(reply: Reply, scene: Scene) -> list[Piece]:
    """Return a reply's blocks in order, the buttons last."""
    return [
        *_asked(scene, reply.words),
        *_said(reply),
        *_lists(reply, scene),
        *(blocks.menu(menu, reply.words) for menu in reply.menus),
        *_buttons(reply, scene),
    ]


def _asked(scene: Scene, words: Words) -> Iterator[Piece]:
    if scene.restated and scene.asked and scene.asked.said:
        question = echo(scene.asked.said, LONGEST_ECHO)
        who = echo(scene.by, limits.LABEL)
        if who:
            yield blocks.aside(words("{who} asked: {question}", who=who, question=question))
        else:
            yield blocks.aside(words("You asked: {question}", question=question))


def _said(reply: Reply) -> Iterator[Piece]:
    if reply.corrections:
        yield blocks.aside(corrections_line(reply.corrections, reply.words))
    yield from blocks.paragraphs(reply.message)
    for quotation in reply.quotations:
        yield from _quoted(quotation)
    for quotation in reply.quotations:
        for instrument in quotation.instruments:
            yield _named(instrument, reply.words)
    documents = {quotation.document.id: quotation.document for quotation in reply.quotations}
    for document in documents.values():
        yield _source(document, reply.words)
    if reply.also:
        yield blocks.aside(also_line(reply.also, reply.words))


def _quoted(quotation: Quotation) -> Iterator[Piece]:
    paragraph = quotation.paragraph
    yield blocks.header(heading(quotation))
    yield from blocks.quote(paragraph.text, paragraph.emphasis, quotation.marks)


def _named(instrument: Instrument, words: Words) -> Piece:
    """Return the line for another text or body that a paragraph names; no part of the quote."""
    markup = words("Named here: {name}", name=mrkdwn.link(instrument.address, instrument.name))
    said = words("Named here: {name}", name=f"{instrument.name}, {instrument.address}")
    return blocks.markup_aside(markup, said)


def _source(document: Document, words: Words) -> Piece:
    date = long_date(document.adopted)
    markup = f"{mrkdwn.escape(date)} · {mrkdwn.link(document.source, words('Source'))}"
    return blocks.markup_aside(markup, source_line(document))


def _lists(reply: Reply, scene: Scene) -> Iterator[Piece]:
    if reply.nearest:
        yield blocks.aside(reply.words(NEAREST))
    for hit in reply.nearest:
        yield blocks.listed(hit.paragraph.number, excerpt(hit.paragraph.text, EXCERPT))
    for hit in reply.results:
        yield blocks.listed(
            hit.paragraph.number,
            excerpt(hit.paragraph.text, EXCERPT),
            _show(hit, scene, reply.words),
        )
    for document in reply.documents:
        yield from document_pieces(document, reply.words)


def document_pieces(document: Document, words: Words) -> Iterator[Piece]:
    """Yield what a document is: its name, its parts and numbers, its date and source."""
    yield blocks.header(document.short_title)
    yield from blocks.paragraphs("\n".join([document.title, *outline(document)]))
    yield _source(document, words)


def _show(hit: Hit, scene: Scene, words: Words) -> Block | None:
    button = Button(Action.SHOW, phrase("Show"), hit.paragraph.id)
    row = button_row([button], scene.owner, words)
    return row[0] if row else None


def _buttons(reply: Reply, scene: Scene) -> Iterator[Piece]:
    feedback = _feedback_paragraph(reply) if scene.agent else ""
    row = button_row(_offered(reply, scene), scene.owner, reply.words, scene.asked)
    if row:
        yield blocks.actions(row)
    thumbs = feedback_row(feedback, scene.owner, reply.words) if feedback else []
    if thumbs:
        yield Piece({"type": "context_actions", "elements": thumbs})


def _offered(reply: Reply, scene: Scene) -> Iterator[Button]:
    verdicts = {Action.HELPFUL, Action.NOT_HELPFUL}
    hidden = verdicts if scene.agent or scene.view else set()
    yield from (button for button in reply.buttons if button.action not in hidden)
    if scene.view:
        return
    if scene.private and scene.asked and reply.quotations:
        yield Button(Action.SHARE, phrase("Show in channel"), reply.quotations[0].paragraph.id)
    if reply.quotations or reply.nearest or reply.results:
        label = phrase("Dismiss") if scene.private else phrase("Delete")
        yield Button(Action.DELETE, label)


def _feedback_paragraph(reply: Reply) -> str:
    return next((b.paragraph for b in reply.buttons if b.action is Action.HELPFUL), "")


def _packed(parts: Iterable[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    length = 0
    for piece in parts:
        size = blocks.json_length(piece.block)
        if group and (len(group) == limits.MESSAGE_BLOCKS or length + size > limits.MESSAGE_JSON):
            yield group
            group, length = [], 0
        group.append(piece)
        length += size
    if group:
        yield group


def _message(group: list[Piece], words: Words) -> Message:
    text = "\n".join(piece.words for piece in group if piece.words).strip()
    if len(text) > limits.TOP_LEVEL_TEXT:
        text = excerpt(text, limits.TOP_LEVEL_TEXT)
    blocks_of_group = tuple(piece.block for piece in group)
    return Message(blocks_of_group, mrkdwn.escape(text or words(BUTTONS_ONLY)))
