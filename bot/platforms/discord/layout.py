"""A page of a reply as discord.py's layout view: text above, buttons below."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.commands.settings import MOST_CHANNELS
from bot.domain.actions import Action, Button, encode_button
from bot.domain.chat import Menu
from bot.domain.quoting import excerpt
from bot.domain.words import Words, phrase
from bot.platforms.discord.markdown import escape
from bot.platforms.discord.render import Page

ASKED = 7_001
"""The component id of the line that repeats the question; a press reads the line back."""
ALONE = 7_002
"""The component id of the first block of a reply that is one message: it is paged in place."""
ROW = 5
"""Buttons in one row."""
CHOICE = "set:"
"""What the custom_id of a menu begins with; the rest is the setting's name."""
LONGEST_OPTION = 100
"""Discord's limit on the label and on the value of an option."""
ANSWERED_IN = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
]
_LONGEST_LABEL = 80


_CODE = re.compile(r"v1:.{0,97}", re.DOTALL)


class ReplyButton(ui.DynamicItem[ui.Button[Any]], template=_CODE):
    """A button that works after a restart: its custom_id says all there is to know."""

    def __init__(self, label: str, code: str) -> None:
        super().__init__(ui.Button(label=label, custom_id=code))

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
    for menu in page.menus:
        view.add_item(ui.TextDisplay(escape(menu.label)))
        view.add_item(ui.ActionRow(_select(menu, page.words)))
    for row in _rows(page, owner, private=private):
        view.add_item(ui.ActionRow(*row))
    view.stop()  # else discord.py keeps each view; presses are found by their codes alone
    return view


def _select(menu: Menu, words: Words) -> ui.Select[Any] | ui.ChannelSelect[Any]:
    """Return a menu as Discord has it; what is in force is chosen already."""
    code = f"{CHOICE}{menu.name}"
    if menu.of_channels:
        chosen = [discord.Object(int(c)) for c in menu.chosen if c.isdecimal()][:MOST_CHANNELS]
        return ui.ChannelSelect(
            custom_id=code,
            placeholder=words("In all channels"),
            channel_types=ANSWERED_IN,
            min_values=0,
            max_values=MOST_CHANNELS,
            default_values=[discord.SelectDefaultValue.from_channel(c) for c in chosen],
        )
    options = [
        discord.SelectOption(
            label=excerpt(choice.label, LONGEST_OPTION),
            value=choice.value,
            default=choice.value in menu.chosen,
        )
        for choice in menu.choices
        if len(choice.value) <= LONGEST_OPTION
    ]
    return ui.Select(custom_id=code, options=options)


def _own_buttons(page: Page, *, private: bool) -> list[Button]:
    """Return the buttons that only Discord's replies have: show in channel, or delete."""
    if not private:
        return [Button(Action.DELETE, phrase("Delete"))]
    return [Button(Action.SHARE, phrase("Show in channel"), page.quoted)] if page.quoted else []


def _pressable(buttons: Sequence[Button], owner: str, words: Words) -> Iterator[ui.Item[Any]]:
    for button in buttons:
        try:
            code = encode_button(button.action, button.paragraph, owner)
        except ValueError:  # an id too long for Discord's 100 characters: no button for it
            continue
        yield ui.Button(label=words(button.label)[:_LONGEST_LABEL], custom_id=code)


def _rows(page: Page, owner: str, *, private: bool) -> Iterator[list[ui.Item[Any]]]:
    """Yield rows of buttons: to other paragraphs first, then those that concern this one."""
    turns = [button for button in page.buttons if button.action is Action.SHOW]
    rest = [button for button in page.buttons if button.action is not Action.SHOW]
    words = page.words
    links = [ui.Button[Any](label=words("Source"), url=d.source) for d in page.sources]
    own = _own_buttons(page, private=private)
    below = _pressable([*rest, *own], owner, words)
    for items in (_pressable(turns, owner, words), [*links, *below]):
        line = list(items)
        while line:
            yield line[:ROW]
            line = line[ROW:]
