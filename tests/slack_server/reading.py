"""What a person sees in a message that the bot sent."""

from typing import Any


def quoted(payload: dict[str, Any]) -> str:
    """Return the text that a message quotes, joined."""
    return "".join(element["text"] for element in quoted_elements(payload))


def quoted_elements(payload: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        element
        for block in payload.get("blocks", [])
        if block["type"] == "rich_text"
        for element in block["elements"][0]["elements"]
    ]


def heading(payload: dict[str, Any]) -> str:
    """Return the first heading of a message."""
    headings = [b["text"]["text"] for b in payload.get("blocks", []) if b["type"] == "header"]
    return headings[0] if headings else ""


def asides(payload: dict[str, Any]) -> list[str]:
    """Return the small lines of a message."""
    return [b["elements"][0]["text"] for b in payload.get("blocks", []) if b["type"] == "context"]


def buttons(payload: dict[str, Any]) -> dict[str, str]:
    """Return the values of a message's buttons by label."""
    found = {}
    for block in payload.get("blocks", []):
        elements = block.get("elements", []) if block["type"] == "actions" else []
        for element in [*elements, *([block["accessory"]] if "accessory" in block else [])]:
            found[element["text"]["text"]] = element["value"]
    return found


def thumbs(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the pairs of feedback buttons of a message."""
    return [
        element
        for block in payload.get("blocks", [])
        if block["type"] == "context_actions"
        for element in block["elements"]
    ]
