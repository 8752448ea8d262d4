"""The few kinds of Block Kit blocks that replies are made of, each with the words it shows."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from bot.commands.settings import MOST_CHANNELS
from bot.domain.chat import Menu
from bot.domain.documents import Span
from bot.domain.plain_text import chosen_line
from bot.domain.quoting import Run, excerpt, split_text, styled_runs
from bot.domain.words import Words
from bot.platforms.slack import limits

Block = dict[str, Any]
"""A block as Slack's JSON has it."""
CHOICE = "set-"
"""What the action id of a menu begins with; the rest is the setting's name."""
CHOSEN = re.compile(rf"^{CHOICE}\w+$")
LONGEST_QUOTE_JSON = 8_000
"""Characters of one quotation block as JSON: many marks make a short text a long block."""
_SHORTEST_PIECE = 100


class Piece(NamedTuple):
    """A block and its words, which a notification or a screen reader is given instead."""

    block: Block
    words: str = ""


def plain(text: str) -> dict[str, Any]:
    """Return a text object in which nothing is markup, not even `:smile:`."""
    return {"type": "plain_text", "text": text, "emoji": False}


def header(text: str) -> Piece:
    """Return a heading."""
    return Piece({"type": "header", "text": plain(excerpt(text, limits.HEADER_TEXT))}, text)


def paragraphs(text: str) -> list[Piece]:
    """Return the bot's own words, in as many sections as they need."""
    pieces = (text[a:b] for a, b in split_text(text, limits.SECTION_TEXT))
    return [
        Piece({"type": "section", "text": plain(piece)}, piece) for piece in pieces if piece.strip()
    ]


def aside(text: str) -> Piece:
    """Return a small line of plain text."""
    return Piece({"type": "context", "elements": [plain(text)]}, text)


def markup_aside(markup: str, words: str) -> Piece:
    """Return a small line with a link in it."""
    text = {"type": "mrkdwn", "text": markup, "verbatim": True}
    return Piece({"type": "context", "elements": [text]}, words)


def listed(number: str, text: str, button: Block | None = None) -> Piece:
    """Return a line of a list: a paragraph's number and how it begins."""
    line = f"{number} · {text}"
    block: Block = {"type": "section", "text": plain(excerpt(line, limits.SECTION_TEXT))}
    if button:
        block["accessory"] = button
    return Piece(block, line)


def option(label: str, value: str) -> Block:
    """Return an option of a menu."""
    return {"text": plain(excerpt(label, limits.LABEL)), "value": value}


def menu(setting: Menu, words: Words) -> Piece:
    """Return a setting with its menu; what is in force is chosen already."""
    element: Block = {"action_id": f"{CHOICE}{setting.name}"}
    if setting.of_channels:
        element |= {
            "type": "multi_conversations_select",
            "placeholder": plain(words("In all channels")),
            "filter": {"include": ["public", "private"], "exclude_bot_users": True},
            "max_selected_items": MOST_CHANNELS,
        }
        if setting.chosen:
            element["initial_conversations"] = list(setting.chosen)
    else:
        options = [option(choice.label, choice.value) for choice in setting.choices]
        element |= {"type": "static_select", "options": options}
        chosen = [one for one in options if one["value"] in setting.chosen]
        if chosen:
            element["initial_option"] = chosen[0]
    block: Block = {"type": "section", "text": plain(setting.label), "accessory": element}
    return Piece(block, chosen_line(setting, words))


def actions(elements: Sequence[Block]) -> Piece:
    """Return a row of buttons."""
    return Piece({"type": "actions", "elements": list(elements)})


def quote(text: str, emphasis: Sequence[Span], marks: Sequence[Span]) -> list[Piece]:
    """Return a text as quotation blocks; their texts, joined, are the text, character by character.

    It is rich text: what is in it is never read as markup, so that nothing has to be escaped.
    """
    size = limits.SECTION_TEXT
    while True:
        pieces = [
            _quote_block(
                styled_runs(text, emphasis, marks, within=span), text[span.start : span.end]
            )
            for span in split_text(text, size)
        ]
        if size <= _SHORTEST_PIECE or all(_fits(piece.block) for piece in pieces):
            return pieces
        size //= 2


def _fits(block: Block) -> bool:
    return json_length(block) <= LONGEST_QUOTE_JSON


def json_length(block: Block) -> int:
    """Return how long a block's JSON is, near enough and quickly."""
    return len(str(block))


def _quote_block(runs: Iterable[Run], words: str) -> Piece:
    elements = [_run(run) for run in runs]
    quotation = {"type": "rich_text_quote", "elements": elements}
    return Piece({"type": "rich_text", "elements": [quotation]}, words)


def _run(run: Run) -> Block:
    style = {name: True for name, on in (("bold", run.marked), ("italic", run.emphasised)) if on}
    element: Block = {"type": "text", "text": run.text}
    return element | {"style": style} if style else element
