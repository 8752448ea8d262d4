"""What Slack calls views: the app's home, the question in a modal, and the answer in its place."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.commands.settings import ALL_DOCUMENTS, EVERY_DOCUMENT
from bot.domain.chat import Reply
from bot.domain.documents import Document
from bot.domain.quoting import excerpt
from bot.domain.words import Words, phrase
from bot.platforms.slack import blocks, limits
from bot.platforms.slack.blocks import Block, Piece, plain
from bot.platforms.slack.render import Scene, document_pieces, pieces

ASK_MODAL = "ask_modal"
"""The callback id of the modal in which a question is asked."""
TITLE = phrase("Ask a declaration")
PRIVACY = phrase("Privacy")
IN_MESSAGES = phrase("This answer is long: it is in our direct messages.")
_QUESTION, _DOCUMENT = "question", "document"


def question_modal(documents: Sequence[Document], words: Words) -> Block:
    """Return the modal that asks for a question and the document to look in."""
    question = {
        "type": "plain_text_input",
        "action_id": _QUESTION,
        "multiline": True,
        "max_length": limits.MODAL_INPUT,
        "focus_on_load": True,
    }
    options = document_options(documents, words)
    choice = {
        "type": "static_select",
        "action_id": _DOCUMENT,
        "options": options,
        "initial_option": options[0],
    }
    return modal(
        [
            _input(_QUESTION, words("Your question, or a paragraph's number"), question),
            _input(_DOCUMENT, words("Where to look"), choice),
        ],
        words,
        callback_id=ASK_MODAL,
        submit=plain(words("Ask")),
    )


def submitted(view: dict[str, Any]) -> dict[str, str]:
    """Return the arguments of `ask` that stand in a submitted modal."""
    values = view.get("state", {}).get("values", {})
    question = values.get(_QUESTION, {}).get(_QUESTION, {}).get("value") or ""
    chosen = values.get(_DOCUMENT, {}).get(_DOCUMENT, {}).get("selected_option") or {}
    document = chosen.get("value", EVERY_DOCUMENT)
    return {
        "question": question,
        "document": "" if document == EVERY_DOCUMENT else document,
    }


def fits_modal(reply: Reply, scene: Scene) -> bool:
    """Tell whether a modal can show all of a reply."""
    return len(pieces(reply, scene)) <= limits.VIEW_BLOCKS


def answer_modal(reply: Reply, scene: Scene, *, title: str = TITLE) -> Block:
    """Return a modal with a reply; where it cannot show all, it says where the answer is."""
    shown = pieces(reply, scene)
    if len(shown) > limits.VIEW_BLOCKS:
        shown = blocks.paragraphs(reply.words(IN_MESSAGES))
    return modal([piece.block for piece in shown], reply.words, title=title)


@dataclass(frozen=True, slots=True)
class Home:
    """What the app's home shows: what it knows, how to ask, the settings, privacy."""

    documents: Sequence[Document]
    how_to_ask: Reply
    settings: Reply
    privacy: Reply


def home_view(home: Home, owner: str) -> Block:
    """Return the app's home for a person; documents that it has no room for are counted."""
    scene = Scene(owner=owner, view=True)
    sections = (
        (phrase("How to ask"), home.how_to_ask),
        (phrase("Settings of this workspace"), home.settings),
        (PRIVACY, home.privacy),
    )
    fixed = [
        piece
        for title, reply in sections
        for piece in (blocks.header(reply.words(title)), *pieces(reply, scene))
    ]
    words, room = home.how_to_ask.words, limits.VIEW_BLOCKS - len(fixed)
    shown = [*_documents(home.documents, room, words), *fixed]
    return {"type": "home", "blocks": [piece.block for piece in shown]}


def _documents(documents: Iterable[Document], room: int, words: Words) -> Iterator[Piece]:
    """Yield whole documents as long as there is room, and say where the others are listed."""
    every = [list(document_pieces(document, words)) for document in documents]
    fitting = list(
        itertools.takewhile(
            lambda total: total < room, itertools.accumulate(len(parts) for parts in every)
        )
    )
    for parts in every[: len(fitting)]:
        yield from parts
    if len(fitting) < len(every):
        more = len(every) - len(fitting)
        yield blocks.aside(words("{count} more: ask me for “documents”.", count=more))


def document_options(documents: Sequence[Document], words: Words) -> list[Block]:
    """Return the choice of a document, or of all; a menu has room for a hundred."""
    named = [
        blocks.option(document.short_title, document.id)
        for document in documents
        if len(document.id) <= limits.OPTION_VALUE
    ]
    return [blocks.option(words(ALL_DOCUMENTS), EVERY_DOCUMENT), *named[: limits.OPTIONS - 1]]


def modal(parts: list[Block], words: Words, *, title: str = TITLE, **more: object) -> Block:
    """Return a modal with some blocks."""
    heading = excerpt(words(title), limits.MODAL_TITLE)
    frame = {"type": "modal", "title": plain(heading), "close": plain(words("Close"))}
    return frame | {"blocks": parts} | more


def _input(name: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": name, "label": plain(label), "element": element}
