"""What Slack calls views: the app's home, the question in a modal, and the answer in its place."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.domain.chat import Reply
from bot.domain.documents import Document
from bot.domain.quoting import excerpt
from bot.domain.storage import SpaceSettings
from bot.platforms.slack import blocks, limits
from bot.platforms.slack.blocks import Block, Piece, plain
from bot.platforms.slack.render import Scene, document_pieces, pieces

ASK_MODAL = "ask_modal"
"""The callback id of the modal in which a question is asked."""
TITLE = "Ask a declaration"
EVERY_DOCUMENT = "*"
"""The value of the choice of all documents: no document has such an id."""
IN_MESSAGES = "This answer is long: it is in our direct messages."
_QUESTION, _DOCUMENT = "question", "document"
_LONGEST_VALUE = 150
"""Characters of an option's value."""


def question_modal(documents: Sequence[Document]) -> Block:
    """Return the modal that asks for a question and the document to look in."""
    question = {
        "type": "plain_text_input",
        "action_id": _QUESTION,
        "multiline": True,
        "max_length": limits.MODAL_INPUT,
        "focus_on_load": True,
    }
    every = _option("All documents", EVERY_DOCUMENT)
    named = [
        _option(document.short_title, document.id)
        for document in documents
        if len(document.id) <= _LONGEST_VALUE
    ]
    choice = {
        "type": "static_select",
        "action_id": _DOCUMENT,
        "options": [every, *named[: limits.OPTIONS - 1]],
        "initial_option": every,
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
    documents: Sequence[Document], how_to_ask: Reply, privacy: Reply, settings: SpaceSettings
) -> Block:
    """Return the app's home: what it knows, how to ask, the space's settings, privacy."""
    sections = (
        ("How to ask", blocks.paragraphs(how_to_ask.message)),
        ("Settings of this workspace", blocks.paragraphs(_settings(settings))),
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


def _settings(settings: SpaceSettings) -> str:
    document = settings.default_document or "all of them"
    return (
        f"Document that is searched where none is named: {document}\n"
        f"Further paragraphs named below a quotation: at most {settings.also_limit}"
    )


def _modal(parts: list[Block], **more: object) -> Block:
    frame = {"type": "modal", "title": plain(TITLE), "close": plain("Close")}
    return frame | {"blocks": parts} | more


def _input(name: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": name, "label": plain(label), "element": element}


def _option(label: str, value: str) -> Block:
    return {"text": plain(excerpt(label, limits.LABEL)), "value": value}
