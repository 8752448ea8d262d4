"""A page of a reply as discord.py's layout view: text above, buttons below, all of it dynamic."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.domain.actions import Action, Button, encode_button
from bot.platforms.discord.render import Page

ASKED = 7_001
"""The component id of the line that repeats the question; a press reads the line back."""
ALONE = 7_002
"""The component id of the first block of a reply that is one message: it is paged in place."""
ROW = 5
"""Buttons in one row."""
_LONGEST_LABEL = 80


_CODE = re.compile(r"v1:.{0,97}", re.DOTALL)


class ReplyButton(ui.DynamicItem[ui.Button[Any]], template=_CODE):
    """A button that works after a restart: its custom_id says all there is to know."""

    def __init__(self, label: str, code: str) -> None:
        super().__init__(ui.Button(label=label[:_LONGEST_LABEL], custom_id=code))

    @staticmethod
    def takes(code: str) -> bool:
        """Tell whether discord.py hands a press with this code to this button."""
        return _CODE.fullmatch(code) is not None

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        """Make the button again from what Discord sends when it is pressed."""
        return cls(getattr(item, "label", None) or "", match.group())

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press over; the code is read there like any other input."""
        await interaction.client.presses.answer(interaction, self.custom_id)


def layout(page: Page, *, owner: str, private: bool) -> ui.LayoutView:
    """Return what discord.py sends for a page; `owner` is the id of the person who asked.

    A private page can be shown to the channel, a public one deleted.
    """
    view = ui.LayoutView(timeout=None)
    if page.asked:
        view.add_item(ui.TextDisplay(page.asked, id=ASKED))
    for place, block in enumerate(page.blocks):
        first = page.alone and place == 0
        view.add_item(ui.TextDisplay(block, id=ALONE if first else None))
    for row in _rows(page, owner, private=private):
        view.add_item(ui.ActionRow(*row))
    return view


def _own_buttons(rest: Sequence[Button], *, private: bool) -> list[Button]:
    """Return the buttons that only Discord's replies have: show in channel, or delete."""
    if not private:
        return [Button(Action.DELETE, "Delete")]
    return [Button(Action.SHARE, "Show in channel", b.paragraph) for b in rest[:1]]


def _pressable(buttons: Sequence[Button], owner: str) -> Iterator[ui.Item[Any]]:
    for button in buttons:
        try:
            code = encode_button(button.action, button.paragraph, owner)
        except ValueError:  # an id too long for Discord's 100 characters: no button for it
            continue
        yield ReplyButton(button.label, code)


def _rows(page: Page, owner: str, *, private: bool) -> Iterator[list[ui.Item[Any]]]:
    """Yield rows of buttons: to other paragraphs first, then those that concern this one."""
    turns = [button for button in page.buttons if button.action is Action.SHOW]
    rest = [button for button in page.buttons if button.action is not Action.SHOW]
    links = [ui.Button[Any](label="Source", url=document.source) for document in page.sources]
    own = _own_buttons(rest, private=private)
    for items in (_pressable(turns, owner), [*links, *_pressable([*rest, *own], owner)]):
        line = list(items)
        while line:
            yield line[:ROW]
            line = line[ROW:]
