"""Discord's limits on what is sent: the first that is broken, as a path and a sentence."""

from collections.abc import Iterator
from typing import Any

from tests.discord_server.world import COMPONENTS_V2

TEXTS, COMPONENTS, CONTENT = 4_000, 40, 2_000
ROW, BUTTON, MENU, CHANNELS, LABEL = 1, 2, 3, 8, 18
TEXT_DISPLAY = 10


def broken_by(message: dict[str, Any]) -> str:
    """Return which limit a message breaks, "" for none."""
    return next(_broken(message), "")


def broken_form(form: dict[str, Any]) -> str:
    """Return which limit a form breaks, "" for none."""
    labels = form["components"]
    texts = [label["component"] for label in labels]
    if not 1 <= len(form["title"]) <= 45 or not 1 <= len(form["custom_id"]) <= 100:
        return "title: must be between 1 and 45 in length"
    if not 1 <= len(labels) <= 5 or any(label["type"] != LABEL for label in labels):
        return "components: between 1 and 5 labels"
    if any(not 1 <= len(label["label"]) <= 45 for label in labels):
        return "label: must be between 1 and 45 in length"
    if any(len(label.get("description") or "") > 100 for label in labels):
        return "description: must be 100 or fewer in length"
    if any(not 1 <= text.get("max_length", 1) <= 4000 for text in texts):
        return "max_length: must be between 1 and 4000"
    return ""


def _broken(message: dict[str, Any]) -> Iterator[str]:
    parts = list(_flat(message.get("components") or []))
    texts = [part["content"] for part in parts if part["type"] == TEXT_DISPLAY]
    if not message.get("flags", 0) & COMPONENTS_V2:
        if not message.get("content"):
            yield "Cannot send an empty message"
        if len(message.get("content") or "") > CONTENT or texts:
            yield "content: must be 2000 or fewer in length"
        return
    if message.get("content") or message.get("embeds"):
        yield "content: cannot be used with MessageFlags.IS_COMPONENTS_V2"
    if not parts or len(parts) > COMPONENTS:
        yield "components: between 1 and 40"
    if any(not text for text in texts) or sum(map(_units, texts)) > TEXTS:
        yield "components: text must be between 1 and 4000 in length"
    yield from _broken_buttons(parts)
    yield from _broken_menus(parts)


def _broken_buttons(parts: list[dict[str, Any]]) -> Iterator[str]:
    buttons = [part for part in parts if part["type"] == BUTTON]
    codes = [button["custom_id"] for button in buttons if button.get("custom_id")]
    if len(codes) != len(set(codes)):
        yield "components: custom_id cannot be duplicated"
    if any(len(code) > 100 for code in codes):
        yield "custom_id: must be between 1 and 100 in length"
    if any(not 1 <= len(button["label"]) <= 80 for button in buttons):
        yield "label: must be between 1 and 80 in length"
    if any(len(button.get("url") or "") > 512 for button in buttons):
        yield "url: must be 512 or fewer in length"
    if any(len(part["components"]) > 5 for part in parts if part["type"] == ROW):
        yield "components: a row has 1 to 5"
    numbers = [part["id"] for part in parts if part.get("id")]
    if len(numbers) != len(set(numbers)):
        yield "components: id cannot be duplicated"


def _broken_menus(parts: list[dict[str, Any]]) -> Iterator[str]:
    for menu in (part for part in parts if part["type"] in (MENU, CHANNELS)):
        options = menu.get("options") or []
        if menu["type"] == MENU and not 1 <= len(options) <= 25:
            yield "options: between 1 and 25"
        if any(not 1 <= len(o[key]) <= 100 for o in options for key in ("label", "value")):
            yield "option: must be between 1 and 100 in length"
        chosen = menu.get("default_values") or [o for o in options if o.get("default")]
        if not menu.get("min_values", 1) <= menu.get("max_values", 1) <= 25:
            yield "max_values: must be 25 or fewer"
        if len(chosen) > menu.get("max_values", 1):
            yield "default_values: more than max_values"
    rows = [part["components"] for part in parts if part["type"] == ROW]
    if any(row[0]["type"] in (MENU, CHANNELS) and len(row) > 1 for row in rows):
        yield "components: a menu fills its row"


def _flat(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _flat(component.get("components") or [])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
