"""What a button under a reply does, and the short text that carries it through a chat platform.

A button holds all it needs in this text, so that it works after a restart; the text comes back
from outside and is read like any other input.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import UserError
from bot.domain.words import phrase

UNKNOWN_BUTTON = phrase("This button is not one that I know. Please ask again.")
LONGEST_CODE = 100
"""Characters; Discord's limit on a component's custom_id. Slack allows more."""
_CODE = re.compile(
    r"v1:(?P<action>[a-z]):(?P<owner>[A-Za-z0-9]{0,24}):(?P<paragraph>[a-z0-9-]{1,48}#[^\s:]{1,48})?"
)


class Action(StrEnum):
    """What pressing a button asks for."""

    SHOW = "s"
    SHARE = "p"
    HELPFUL = "h"
    NOT_HELPFUL = "n"
    DELETE = "d"
    TELL = "t"
    FORGET = "f"


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a reply; `paragraph` is the stable id it speaks of, "" for none."""

    action: Action
    label: str
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: what is asked, of which paragraph, and who had asked the question."""

    action: Action
    paragraph: str
    owner: str


def encode_button(action: Action, paragraph: str = "", owner: str = "") -> str:
    """Return the text for a button, at most LONGEST_CODE characters; raises ValueError if longer.

    `owner` is the platform's id of the person whose question was answered.
    """
    code = f"v1:{action.value}:{owner}:{paragraph}"
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        raise ValueError(f"a button cannot carry {paragraph!r} for {owner!r}")
    return code


def decode_button(code: str) -> Press:
    """Read a button's text; raises UserError where it is not one of ours."""
    match = _CODE.fullmatch(code) if len(code) <= LONGEST_CODE else None
    if match is None or match["action"] not in set(Action):
        raise UserError(UNKNOWN_BUTTON)
    return Press(Action(match["action"]), match["paragraph"] or "", match["owner"])
