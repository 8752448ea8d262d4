"""The form behind "not helpful": what it looks like, and what becomes of what is written."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui

from bot.commands.feedback import WISH
from bot.dispatcher import Dispatcher
from bot.domain.actions import Action, decode_button, encode_button
from bot.domain.chat import Outcome
from bot.domain.errors import UserError
from bot.domain.words import Words
from bot.platforms.discord.delivery import Interaction, Manner, answer, show, surviving
from bot.platforms.discord.requests import request_of
from bot.platforms.discord.work import Work


def wish_form(paragraph: str, words: Words) -> ui.Modal:
    """Return the form about a paragraph; its custom_id says all there is to know."""
    form = ui.Modal(title=words(WISH.title), custom_id=encode_button(Action.TELL, paragraph))
    text = ui.TextInput[Any](style=discord.TextStyle.paragraph, max_length=WISH.longest)
    form.add_item(ui.Label(text=words(WISH.label), description=words(WISH.notice), component=text))
    form.stop()  # else discord.py keeps it; what is sent in is found by its code alone
    return form


class Forms:
    """Takes forms that are sent in, each of them once."""

    def __init__(self, dispatcher: Dispatcher, work: Work) -> None:
        self._dispatcher = dispatcher
        self._work = work

    async def answer(self, interaction: Interaction) -> None:
        """Keep what somebody was looking for, once."""
        async with surviving("form", interaction):
            if await self._work.claim(interaction.id):
                with self._work.under_way():
                    await self._keep(interaction)

    async def _keep(self, interaction: Interaction) -> None:
        """Hand the text over; the form's code is read like any other input."""
        data: Mapping[str, Any] = interaction.data or {}
        manner = Manner(str(interaction.user.id), private=True)
        try:
            about = decode_button(str(data.get("custom_id"))).paragraph
        except UserError as error:
            request = request_of(interaction, "feedback", {})
            refusal = await self._dispatcher.say(request, Outcome.ERROR, str(error))
            await show(interaction, refusal, manner)
            return
        wish = {"paragraph": about, "verdict": "not_helpful", "wanted": _written(data)}
        coming = self._dispatcher.dispatch(request_of(interaction, "feedback", wish))
        await answer(interaction, coming, manner)


def _written(data: Mapping[str, Any]) -> str:
    return next((str(part["value"]) for part in _parts(data) if part.get("value")), "")


def _parts(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield all components of a form, the outer ones first."""
    inner = [*(part.get("components") or ()), *filter(None, [part.get("component")])]
    for one in inner:
        yield one
        yield from _parts(one)
