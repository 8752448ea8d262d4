"""What pressing a button does; its code comes from outside and is read like any other input."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord

from bot.commands.feedback import OFF
from bot.dispatcher import Dispatcher
from bot.domain.actions import UNKNOWN_BUTTON, Action, Press, decode_button
from bot.domain.chat import Outcome, Reply
from bot.domain.errors import UserError
from bot.domain.words import phrase
from bot.platforms.discord.delivery import (
    NOBODY,
    Interaction,
    Manner,
    answer,
    show,
    surviving,
    views,
)
from bot.platforms.discord.forms import wish_form
from bot.platforms.discord.layout import ALONE, ASKED, ReplyButton
from bot.platforms.discord.requests import request_of
from bot.platforms.discord.work import Work

NOT_YOURS = phrase(
    "Only the person who asked, or somebody who may manage messages, can delete this."
)
SHOWN = phrase("This is already shown in the channel.")
MOST_UNSHOWN = 100
"""Replies that could not be shown in a channel, and may be once more."""
_VERDICTS = {Action.HELPFUL: "helpful", Action.NOT_HELPFUL: "not_helpful"}


class Presses:
    """Answers presses of the buttons under replies."""

    def __init__(self, dispatcher: Dispatcher, work: Work) -> None:
        self._dispatcher = dispatcher
        self._work = work
        self._unshown: deque[str] = deque(maxlen=MOST_UNSHOWN)
        self._actions: dict[Action, Callable[[Interaction, Press], Awaitable[None]]] = {
            Action.SHOW: self._turn,
            Action.SHARE: self._share,
            Action.HELPFUL: self._judge,
            Action.NOT_HELPFUL: self._judge,
            Action.DELETE: self._delete,
            Action.TELL: self._tell,
            Action.FORGET: self._forget,
        }

    async def answer(self, interaction: Interaction, code: str) -> None:
        """Do what a button's code asks for, or refuse politely; once."""
        async with surviving("button", interaction):
            if await self._work.claim(interaction.id):
                with self._work.under_way():
                    await self._act(interaction, code)

    async def _act(self, interaction: Interaction, code: str) -> None:
        try:
            press = decode_button(code)
            await self._actions[press.action](interaction, press)
        except UserError as error:
            request = request_of(interaction, "paragraph", {})
            reply = await self._dispatcher.say(request, Outcome.ERROR, str(error))
            await show(interaction, reply, Manner(str(interaction.user.id), private=True))

    async def refuse_forged(self, interaction: Interaction) -> None:
        """Answer a press whose code stands on no button of the message: somebody made it up."""
        data: Mapping[str, Any] = interaction.data or {}
        code = data.get("custom_id")
        if code not in _codes(interaction):
            await self.answer(interaction, "")

    async def _turn(self, interaction: Interaction, press: Press) -> None:
        """Show another paragraph: in place for the asker, a private copy for anybody else."""
        reply = await self._quotation(interaction, press)
        user = str(interaction.user.id)
        own = press.owner == user
        manner = Manner(user, _is_private(interaction) or not own, _asked(interaction))
        found = views(reply, manner)
        if own and len(found) == 1 and _is_alone(interaction):
            await interaction.response.edit_message(view=found[0], allowed_mentions=NOBODY)
        else:
            await show(interaction, reply, manner)

    async def _share(self, interaction: Interaction, press: Press) -> None:
        """Show a private reply to the whole channel, once, with the question."""
        if interaction.message is None or not _is_private(interaction):
            raise UserError(UNKNOWN_BUTTON)
        reply = await self._quotation(interaction, press)
        act = f"shared:{interaction.message.id}:{press.paragraph}"
        if act in self._unshown:
            self._unshown.remove(act)
        elif not await self._work.is_first(act):
            raise UserError(SHOWN)
        manner = Manner(str(interaction.user.id), asked=_asked(interaction))
        try:
            await show(interaction, reply, manner)
        finally:
            if not interaction.response.is_done():
                self._unshown.append(act)

    async def _judge(self, interaction: Interaction, press: Press) -> None:
        verdict = {"paragraph": press.paragraph, "verdict": _VERDICTS[press.action]}
        coming = self._dispatcher.dispatch(request_of(interaction, "feedback", verdict))
        await answer(interaction, coming, Manner(str(interaction.user.id), private=True))

    async def _tell(self, interaction: Interaction, press: Press) -> None:
        """Open the form in which somebody says what they were looking for."""
        if not press.paragraph:
            raise UserError(UNKNOWN_BUTTON)
        request = request_of(interaction, "feedback", {})
        if not (await self._dispatcher.settings_of(request)).feedback:
            raise UserError(OFF)
        words = await self._dispatcher.words_for(request)
        await interaction.response.send_modal(wish_form(press.paragraph, words))

    async def _forget(self, interaction: Interaction, _press: Press) -> None:
        coming = self._dispatcher.dispatch(request_of(interaction, "forget", {}))
        await answer(interaction, coming, Manner(str(interaction.user.id), private=True))

    async def _delete(self, interaction: Interaction, press: Press) -> None:
        """Delete the reply, for the asker and for those who may manage messages there."""
        own = press.owner == str(interaction.user.id)
        if not own and not interaction.permissions.manage_messages:
            raise UserError(NOT_YOURS)
        await interaction.response.defer()
        await interaction.delete_original_response()

    async def _quotation(self, interaction: Interaction, press: Press) -> Reply:
        request = request_of(interaction, "paragraph", {"number": press.paragraph})
        reply = await self._dispatcher.dispatch(request)
        if reply.outcome is not Outcome.QUOTED:
            raise UserError(reply.message)
        return reply


def _is_private(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _is_alone(interaction: Interaction) -> bool:
    """Tell whether the pressed message is a whole reply, so that it may be replaced."""
    return bool(_text(interaction, ALONE))


def _asked(interaction: Interaction) -> str:
    """Read back the line that repeats the question; it is our own, and escaped already."""
    return _text(interaction, ASKED)


def _text(interaction: Interaction, component: int) -> str:
    for part in interaction.message.components if interaction.message else ():
        if isinstance(part, discord.TextDisplay) and part.id == component:
            return part.content
    return ""


def _codes(interaction: Interaction) -> set[str]:
    """Return the codes of the buttons that the pressed message has and that are ours."""
    rows = interaction.message.components if interaction.message else []
    buttons = [item for row in rows for item in getattr(row, "children", ())]
    codes = [getattr(button, "custom_id", None) or "" for button in buttons]
    return {code for code in codes if ReplyButton.takes(code)}
