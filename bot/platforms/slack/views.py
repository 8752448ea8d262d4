"""What Slack calls views: the app's home, the question in a modal, and the answer in its place."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.domain.chat import Reply
from bot.domain.documents import Document
from bot.domain.storage import SpaceSettings
from bot.platforms.slack import blocks, limits
from bot.platforms.slack.blocks import Block, Piece, plain
from bot.platforms.slack.render import Scene, document_pieces, pieces
from bot.platforms.slack.settings_panel import (
    EVERY_DOCUMENT,
    document_options,
    settings_lines,
    settings_menus,
)

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
    return _modal(
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


def answer_modal(reply: Reply, scene: Scene) -> Block:
    """Return a modal with a reply; where it cannot show all, it says where the answer is."""
    shown = pieces(reply, scene)
    if len(shown) > limits.VIEW_BLOCKS:
        shown = blocks.paragraphs(IN_MESSAGES)
    return _modal([piece.block for piece in shown])


def home_view(
    documents: Sequence[Document],
    how_to_ask: Reply,
    privacy: Reply,
    settings: SpaceSettings,
    *,
    for_admin: bool = False,
) -> Block:
    """Return the app's home: what it knows, how to ask, the space's settings, privacy."""
    menus = settings_menus(settings, documents) if for_admin else []
    sections = (
        ("How to ask", blocks.paragraphs(how_to_ask.message)),
        ("Settings of this workspace", [*blocks.paragraphs(settings_lines(settings)), *menus]),
        ("Privacy", blocks.paragraphs(privacy.message)),
    )
    fixed = [piece for title, text in sections for piece in (blocks.header(title), *text)]
    shown = [*_documents(documents, limits.VIEW_BLOCKS - len(fixed)), *fixed]
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


def _modal(parts: list[Block], **more: object) -> Block:
    frame = {"type": "modal", "title": plain(TITLE), "close": plain("Close")}
    return frame | {"blocks": parts} | more


def _input(name: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": name, "label": plain(label), "element": element}
