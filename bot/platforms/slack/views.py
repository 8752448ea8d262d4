"""What Slack calls views: the app's home, the question in a modal, and the answer in its place."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.commands.settings import EVERY_DOCUMENT
from bot.domain.chat import Reply
from bot.domain.documents import Document
from bot.platforms.slack import blocks, limits
from bot.platforms.slack.blocks import Block, Piece, plain
from bot.platforms.slack.render import Scene, document_pieces, pieces

ASK_MODAL = "ask_modal"
"""The callback id of the modal in which a question is asked."""
TITLE = "Ask a declaration"
IN_MESSAGES = "This answer is long: it is in our direct messages."
_QUESTION, _DOCUMENT = "question", "document"


def question_modal(documents: Sequence[Document]) -> Block:
    """Return the modal that asks for a question and the document to look in."""
    question = {
        "type": "plain_text_input",
        "action_id": _QUESTION,
        "multiline": True,
        "max_length": limits.MODAL_INPUT,
        "focus_on_load": True,
    }
    options = document_options(documents)
    choice = {
        "type": "static_select",
        "action_id": _DOCUMENT,
        "options": options,
        "initial_option": options[0],
    }
    return modal(
        [
            _input(_QUESTION, "Your question, or a paragraph's number", question),
            _input(_DOCUMENT, "Where to look", choice),
        ],
        callback_id=ASK_MODAL,
        submit=plain("Ask"),
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
        shown = blocks.paragraphs(IN_MESSAGES)
    return modal([piece.block for piece in shown], title=title)


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
        ("How to ask", home.how_to_ask),
        ("Settings of this workspace", home.settings),
        ("Privacy", home.privacy),
    )
    fixed = [
        piece
        for title, reply in sections
        for piece in (blocks.header(title), *pieces(reply, scene))
    ]
    shown = [*_documents(home.documents, limits.VIEW_BLOCKS - len(fixed)), *fixed]
    return {"type": "home", "blocks": [piece.block for piece in shown]}


def _documents(documents: Iterable[Document], room: int) -> Iterator[Piece]:
    """Yield whole documents as long as there is room, and say where the others are listed."""
    every = [list(document_pieces(document)) for document in documents]
    fitting = list(
        itertools.takewhile(
            lambda total: total < room, itertools.accumulate(len(parts) for parts in every)
        )
    )
    for parts in every[: len(fitting)]:
        yield from parts
    if len(fitting) < len(every):
        yield blocks.aside(f"{len(every) - len(fitting)} more: ask me for “documents”.")


def document_options(documents: Sequence[Document]) -> list[Block]:
    """Return the choice of a document, or of all; a menu has room for a hundred."""
    named = [
        blocks.option(document.short_title, document.id)
        for document in documents
        if len(document.id) <= limits.OPTION_VALUE
    ]
    return [blocks.option("All documents", EVERY_DOCUMENT), *named[: limits.OPTIONS - 1]]


def modal(parts: list[Block], *, title: str = TITLE, **more: object) -> Block:
    """Return a modal with some blocks."""
    frame = {"type": "modal", "title": plain(title), "close": plain("Close")}
    return frame | {"blocks": parts} | more


def _input(name: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": name, "label": plain(label), "element": element}
