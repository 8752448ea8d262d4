"""The settings of a workspace as its admins see and change them in the app's home."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.documents import Document
from bot.domain.quoting import excerpt
from bot.domain.storage import SpaceSettings
from bot.platforms.slack import blocks, limits
from bot.platforms.slack.blocks import Block, Piece, plain

SET_DOCUMENT, SET_ALSO = "set-document", "set-also"
"""The action ids of the two menus."""
EVERY_DOCUMENT = "*"
"""The value of the choice of all documents: no document has such an id."""
MOST_ALSO = 4
_LONGEST_VALUE = 150
"""Characters of an option's value."""
_FOR_ADMINS = "Only admins see these menus; a choice holds for the whole workspace."


def settings_lines(settings: SpaceSettings) -> str:
    """Say which settings are in force."""
    document = settings.default_document or "all of them"
    return (
        f"Document that is searched where none is named: {document}\n"
        f"Further paragraphs named below a quotation: at most {settings.also_limit}"
    )


def settings_menus(settings: SpaceSettings, documents: Sequence[Document]) -> list[Piece]:
    """Return the menus that change the settings."""
    numbers = [option(str(number), str(number)) for number in range(MOST_ALSO + 1)]
    also = next(o for o in numbers if o["value"] == str(min(settings.also_limit, MOST_ALSO)))
    choices = document_options(documents)
    chosen = settings.default_document or EVERY_DOCUMENT
    current = next((o for o in choices if o["value"] == chosen), choices[0])
    menus = [
        _menu(SET_DOCUMENT, "Document", choices, current),
        _menu(SET_ALSO, "Further paragraphs", numbers, also),
    ]
    return [blocks.actions(menus), blocks.aside(_FOR_ADMINS)]


def changed_settings(
    settings: SpaceSettings, action: dict[str, Any], documents: Sequence[Document]
) -> SpaceSettings | None:
    """Return the settings after a choice in a menu; None where it is no choice that we offered."""
    value = (action.get("selected_option") or {}).get("value", "")
    if action.get("action_id") == SET_ALSO:
        offered = {str(number) for number in range(MOST_ALSO + 1)}
        return replace(settings, also_limit=int(value)) if value in offered else None
    if value == EVERY_DOCUMENT:
        return replace(settings, default_document=None)
    known = {document.id for document in documents}
    return replace(settings, default_document=value) if value in known else None


def document_options(documents: Sequence[Document]) -> list[Block]:
    """Return the choice of a document, or of all; a menu has room for a hundred."""
    named = [
        option(document.short_title, document.id)
        for document in documents
        if len(document.id) <= _LONGEST_VALUE
    ]
    return [option("All documents", EVERY_DOCUMENT), *named[: limits.OPTIONS - 1]]


def option(label: str, value: str) -> Block:
    """Return an option of a menu."""
    return {"text": plain(excerpt(label, limits.LABEL)), "value": value}


def _menu(action: str, label: str, options: list[Block], current: Block) -> Block:
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(label),
        "options": options,
        "initial_option": current,
    }
