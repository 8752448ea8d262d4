"""What choosing in a menu does: a setting of the server is changed, and all are shown anew."""

from collections.abc import Mapping
from typing import Any

import discord

from bot.dispatcher import Dispatcher
from bot.platforms.discord.delivery import NOBODY, Interaction, Manner, show, surviving, views
from bot.platforms.discord.layout import CHOICE
from bot.platforms.discord.requests import request_of
from bot.platforms.discord.work import Work

_MENUS = {discord.ComponentType.select.value, discord.ComponentType.channel_select.value}


class Choices:
    """Answers choices in the menus of the settings, each of them once."""

    def __init__(self, dispatcher: Dispatcher, work: Work) -> None:
        self._dispatcher = dispatcher
        self._work = work

    async def answer(self, interaction: Interaction) -> None:
        """Change what was chosen, once."""
        async with surviving("menu", interaction):
            if await self._work.claim(interaction.id):
                with self._work.under_way():
                    await self._choose(interaction)

    async def _choose(self, interaction: Interaction) -> None:
        """Hand a choice over; what comes from outside is checked by the command."""
        data: Mapping[str, Any] = interaction.data or {}
        chosen = {
            "setting": str(data.get("custom_id")).removeprefix(CHOICE),
            "values": " ".join(map(str, data.get("values") or ())),
        }
        manner = Manner(str(interaction.user.id), private=True)
        reply = await self._dispatcher.dispatch(request_of(interaction, "choose", chosen))
        if reply.outcome.refuses:
            await show(interaction, reply, manner)
        else:
            (view,) = views(reply, manner)
            await interaction.response.edit_message(view=view, allowed_mentions=NOBODY)


def is_choice(interaction: Interaction) -> bool:
    """Tell whether somebody has chosen in a menu, ours or a made-up one."""
    data: Mapping[str, Any] = interaction.data or {}
    return data.get("component_type") in _MENUS
