"""Buttons on Slack: what each carries in its value, and how a press is read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.commands.buttons import HELPFUL, NOT_HELPFUL
from bot.domain.actions import UNKNOWN_BUTTON, Action, Button, Press, decode_button, encode_button
from bot.domain.errors import UserError
from bot.domain.quoting import excerpt
from bot.domain.words import Words, phrase
from bot.platforms.slack import limits
from bot.platforms.slack.blocks import Block, plain

PRESSED = re.compile(r"^press-\d+$")
"""The action ids of all our buttons: unique in their block, as Slack wants it."""
_TIMESTAMP = re.compile(r"\d{10}\.\d{6}")
"""How Slack names a message within its channel."""
_STYLES = {Action.SHARE: "primary", Action.DELETE: "danger", Action.FORGET: "danger"}
_SPOKEN = {
    Action.HELPFUL: phrase("Say that this paragraph helped"),
    Action.NOT_HELPFUL: phrase("Say that this paragraph did not help"),
    Action.SHARE: phrase("Show this answer to everybody here"),
    Action.DELETE: phrase("Delete this answer"),
    Action.TELL: phrase("Say what you were looking for"),
    Action.FORGET: phrase("Delete all that is kept of you"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, by which command: what a share button needs to ask it once more."""

    command: str
    text: str

    @property
    def said(self) -> str:
        """How the question is restated."""
        return self.text if self.command == "ask" else f"{self.command} {self.text}".strip()


def button_row(
    buttons: Iterable[Button], owner: str, words: Words, asked: Asked | None = None
) -> list[Block]:
    """Return the elements for some buttons; one whose state is too long to carry is left out."""
    elements: list[Block] = []
    for button in buttons:
        value = _value(button, owner, asked)
        if value is not None:
            elements.append(_element(button, value, len(elements), words))
    return elements


def feedback_row(paragraph: str, owner: str, words: Words) -> list[Block]:
    """Return Slack's own pair of thumbs, for the agent's conversations."""
    verdicts = (
        ("positive_button", Button(Action.HELPFUL, HELPFUL, paragraph)),
        ("negative_button", Button(Action.NOT_HELPFUL, NOT_HELPFUL, paragraph)),
    )
    element: Block = {"type": "feedback_buttons", "action_id": "press-0"}
    for name, button in verdicts:
        value = _value(button, owner, None)
        if value is None:
            return []
        element[name] = {
            "text": plain(words(button.label)),
            "accessibility_label": words(_SPOKEN[button.action]),
            "value": value,
        }
    return [element]


def read_press(value: str) -> tuple[Press, Asked | None]:
    """Read a button's value, which comes from outside; raises UserError where it is not ours."""
    if len(value) > limits.BUTTON_VALUE:
        raise UserError(UNKNOWN_BUTTON)
    code, *rest = value.split("\n", 2)
    press = decode_button(code)
    return press, Asked(*rest) if len(rest) == 2 else None  # noqa: PLR2004 - a command and its text


def with_earlier_parts(message: Iterable[Block], parts: Sequence[str]) -> list[Block]:
    """Return the last message of an answer, with buttons that know the messages before it.

    Turning the page of the answer, or deleting it, has to remove those too.
    """
    return [
        block | {"elements": [_knowing(element, parts) for element in block["elements"]]}
        if block["type"] == "actions"
        else block
        for block in message
    ]


def earlier_parts(value: str) -> list[str]:
    """Return the messages of the same answer that a button's value names."""
    _, _, names = value.partition("\n")
    parts = names.split(",")
    return parts if all(_TIMESTAMP.fullmatch(part) for part in parts) else []


def _knowing(element: Block, parts: Sequence[str]) -> Block:
    value = f"{element['value']}\n{','.join(parts)}"
    fits = "\n" not in element["value"] and len(value) <= limits.BUTTON_VALUE
    return element | {"value": value} if fits else element


def _value(button: Button, owner: str, asked: Asked | None) -> str | None:
    try:
        code = encode_button(button.action, button.paragraph, owner)
    except ValueError:
        return None
    if button.action is not Action.SHARE or asked is None:
        return code
    value = f"{code}\n{asked.command}\n{asked.text}"
    return value if len(value) <= limits.BUTTON_VALUE else None


def _element(button: Button, value: str, place: int, words: Words) -> Block:
    element: Block = {
        "type": "button",
        "action_id": f"press-{place}",
        "text": plain(excerpt(words(button.label), limits.LABEL)),
        "value": value,
        "accessibility_label": excerpt(_spoken(button, words), limits.LABEL),
    }
    if button.action in _STYLES:
        element["style"] = _STYLES[button.action]
    return element


def _spoken(button: Button, words: Words) -> str:
    if button.action is Action.SHOW:
        number = button.paragraph.partition("#")[2].replace("-", " ")
        return words("Show paragraph {number}", number=number)
    return words(_SPOKEN[button.action])
