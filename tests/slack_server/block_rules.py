"""What Slack refuses in a message or a view; the limits are those of docs.slack.dev."""

import json
from collections.abc import Iterator
from typing import Any

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
LONGEST = {"section": 3000, "header": 150, "context": 3000}
LONGEST_MESSAGE = 13_200
KINDS = {
    "section",
    "header",
    "context",
    "actions",
    "rich_text",
    "divider",
    "input",
    "context_actions",
}


def problems(blocks: list[dict[str, Any]], *, most: int = MESSAGE_BLOCKS) -> list[str]:
    """Return all that Slack would refuse."""
    found = [problem for block in blocks for problem in _block_problems(block)]
    if len(blocks) > most:
        found.append(f"{len(blocks)} blocks")
    if most == MESSAGE_BLOCKS and len(json.dumps(blocks, ensure_ascii=False)) > LONGEST_MESSAGE:
        found.append("msg_blocks_too_long")
    return found


def _block_problems(block: dict[str, Any]) -> Iterator[str]:
    kind = block.get("type", "")
    if kind not in KINDS:
        yield f"no block is a {kind!r}"
    if kind in {"section", "header"}:
        yield from _text_problems(block["text"], LONGEST[kind], plain=kind == "header")
        if "accessory" in block:
            yield from _element_problems(block["accessory"])
    elif kind == "context":
        yield from _context_problems(block["elements"])
    elif kind in {"actions", "context_actions"}:
        yield from _row_problems(block["elements"])
    elif kind == "rich_text":
        yield from _rich_text_problems(block["elements"])


def _context_problems(elements: list[dict[str, Any]]) -> Iterator[str]:
    if not 1 <= len(elements) <= 10:
        yield "context with too few or too many elements"
    for text in elements:
        yield from _text_problems(text, LONGEST["context"])


def _rich_text_problems(containers: list[dict[str, Any]]) -> Iterator[str]:
    if not all(element["text"] for container in containers for element in container["elements"]):
        yield "empty rich text"


def _row_problems(elements: list[dict[str, Any]]) -> Iterator[str]:
    if not 1 <= len(elements) <= 25:
        yield f"{len(elements)} elements"
    ids = [element["action_id"] for element in elements]
    if len(ids) != len(set(ids)):
        yield "an action_id twice"
    for element in elements:
        yield from _element_problems(element)


def _element_problems(element: dict[str, Any]) -> Iterator[str]:
    if element["type"] == "static_select":
        yield from _select_problems(element)
    if element["type"] == "multi_conversations_select":
        chosen = element.get("initial_conversations", ["C1"])
        if not 1 <= len(chosen) <= element["max_selected_items"]:
            yield "conversations that do not fit"
    if element["type"] == "button":
        yield from _text_problems(element["text"], 75, plain=True)
        if len(element.get("value", "")) > 2000:
            yield "a value that is too long"
        if element.get("style") not in {None, "primary", "danger"}:
            yield "an unknown style"
        if len(element.get("accessibility_label", "x")) > 75:
            yield "an accessibility label that is too long"


def _select_problems(element: dict[str, Any]) -> Iterator[str]:
    options = element["options"]
    if not 1 <= len(options) <= 100 or element.get("initial_option", options[0]) not in options:
        yield "options that do not fit"
    for option in options:
        yield from _text_problems(option["text"], 75, plain=True)
        if not 1 <= len(option["value"]) <= 150:
            yield "an option's value that is too long"


def _text_problems(text: dict[str, Any], longest: int, *, plain: bool = False) -> Iterator[str]:
    if plain and text["type"] != "plain_text":
        yield "markup where plain text belongs"
    if not 1 <= len(text["text"]) <= longest:
        yield f"a text of {len(text['text'])} characters"
    if text["type"] == "mrkdwn" and "emoji" in text:
        yield "emoji with mrkdwn"
