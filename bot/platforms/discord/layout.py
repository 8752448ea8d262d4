"""A page of a reply as discord.py's layout view: text above, buttons below."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Self, TypeAlias

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
_ACTION_ROW = discord.ComponentType.action_row.value
_BUTTON = discord.ComponentType.button.value
_TEXT = discord.ComponentType.text_display.value
_SECONDARY, _LINK = discord.ButtonStyle.secondary.value, discord.ButtonStyle.link.value

Component: TypeAlias = dict[str, Any]
"""A component of a message, as Discord's API has it."""


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


class Layout(ui.LayoutView):
    """A message's components as Discord takes them.

    discord.py's items would be made only to become these, and be done with: a press is found by its
    code alone, so that discord.py need not keep the view.
    """

    def __init__(self, components: list[Component]) -> None:
        super().__init__(timeout=None)
        self._components = components

    def to_components(self) -> list[Component]:
        """Return what is sent."""
        return self._components

    def has_components_v2(self) -> bool:
        """Tell that Discord is to show text where it stands among the components."""
        return True

    def is_finished(self) -> bool:
        """Tell that nothing waits for a press."""
        return True

    def is_dispatchable(self) -> bool:
        """Tell that discord.py has no item here to hand a press to."""
        return False


def layout(page: Page, *, owner: str, private: bool) -> Layout:
    """Return what discord.py sends for a page; `owner` is the id of the person who asked.

    A private page can be shown to the channel, a public one deleted.
    """
    components = [_text(page.asked, ASKED)] if page.asked else []
    for place, block in enumerate(page.blocks):
        components.append(_text(block, ALONE if page.alone and place == 0 else None))
    for menu in page.menus:
        components += [_text(escape(menu.label)), _row([_select(menu, page.words)])]
    components += map(_row, _rows(page, owner, private=private))
    return Layout(components)


def _text(content: str, number: int | None = None) -> Component:
    text: Component = {"type": _TEXT, "content": content}
    return text if number is None else {**text, "id": number}


def _row(items: list[Component]) -> Component:
    return {"type": _ACTION_ROW, "components": items}


def _button(style: int, label: str, **target: str) -> Component:
    return {"type": _BUTTON, "style": style, "disabled": False, "label": label, **target}


def _select(menu: Menu, words: Words) -> Component:
    """Return a menu as Discord has it; what is in force is chosen already."""
    return dict(_select_item(menu, words).to_component_dict())


def _select_item(menu: Menu, words: Words) -> ui.Select[Any] | ui.ChannelSelect[Any]:
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


def _pressable(buttons: Iterable[Button], owner: str, words: Words) -> Iterator[Component]:
    for button in buttons:
        try:
            code = encode_button(button.action, button.paragraph, owner)
        except ValueError:  # an id too long for Discord's 100 characters: no button for it
            continue
        yield _button(_SECONDARY, words(button.label)[:_LONGEST_LABEL], custom_id=code)


def _rows(page: Page, owner: str, *, private: bool) -> Iterator[list[Component]]:
    """Yield rows of buttons: to other paragraphs first, then those that concern this one."""
    turns = [button for button in page.buttons if button.action is Action.SHOW]
    rest = [button for button in page.buttons if button.action is not Action.SHOW]
    words = page.words
    links = [_button(_LINK, words("Source"), url=document.source) for document in page.sources]
    own = _own_buttons(page, private=private)
    below = _pressable([*rest, *own], owner, words)
    for items in (_pressable(turns, owner, words), [*links, *below]):
        line = list(items)
        while line:
            yield line[:ROW]
            line = line[ROW:]
