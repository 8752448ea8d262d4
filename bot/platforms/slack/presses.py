"""What happens when a button is pressed."""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands.feedback import OFF
from bot.domain.actions import Action, Press
from bot.domain.chat import Outcome, Reply
from bot.domain.errors import UserError
from bot.domain.words import phrase
from bot.platforms.slack.blocks import Block
from bot.platforms.slack.buttons import PRESSED, Asked, earlier_parts, read_press
from bot.platforms.slack.delivery import UNREACHABLE, ResponsePlace, Visibility, refusal
from bot.platforms.slack.forms import wish_modal
from bot.platforms.slack.render import Scene, render
from bot.platforms.slack.requests import Asker, named_request
from bot.platforms.slack.service import Service, Underway, asker_of, trigger_key
from bot.platforms.slack.views import PRIVACY, answer_modal

log = logging.getLogger(__name__)

NOT_YOURS = phrase("Only the person who asked can delete this answer.")
_VERDICTS = {Action.HELPFUL: "helpful", Action.NOT_HELPFUL: "not_helpful"}


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press with all that surrounds it: who, where, and on what kind of message.

    `earlier` names the messages of the same answer that stand before the one with the button.
    """

    press: Press
    asker: Asker
    name: str
    place: ResponsePlace
    private: bool
    agent: bool
    channel: str
    asked: Asked | None = None
    earlier: tuple[str, ...] = ()

    @property
    def by_owner(self) -> bool:
        """Tell whether the person who asked has pressed."""
        return self.press.owner in {"", self.asker.user}


class Presses:
    """Listens to buttons; one press has one effect, however often Slack reports it."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def register(self, app: AsyncApp, underway: Underway) -> None:
        """Make a Bolt app listen."""
        app.action(PRESSED)(underway.watched(self.press))

    async def press(
        self,
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
    ) -> None:
        """Do what a button says."""
        await ack()
        asker = asker_of(context)
        if not await self._service.is_first(trigger_key(body, asker)):
            return
        try:
            press, asked = read_press(str(action.get("value") or ""))
        except UserError as error:
            place = _place(body, asker)
            refusal = await self._service.say(asker, Outcome.ERROR, str(error))
            await self._tell(client, place, refusal)
            return
        if press.action is Action.TELL:
            await self._ask_what_was_wanted(client, body, press, asker)
        elif "view" in body:
            await self._press_in_view(client, body, press, asker)
        else:
            pressed = _pressed(body, press, asker)
            earlier = tuple(earlier_parts(action["value"]))
            await self._act(client, replace(pressed, asked=asked, earlier=earlier))

    async def _ask_what_was_wanted(
        self, client: AsyncWebClient, body: dict[str, Any], press: Press, asker: Asker
    ) -> None:
        if (await self._service.settings(asker)).feedback:
            words = await self._service.words_for(asker)
            await self._open(client, body, wish_modal(press.paragraph, words))
        else:
            refusal = await self._service.say(asker, Outcome.NOTICE, OFF)
            await self._tell(client, _place(body, asker), refusal)

    async def _act(self, client: AsyncWebClient, pressed: Pressed) -> None:
        action = pressed.press.action
        if action is Action.SHOW:
            await self._show(client, pressed)
        elif action is Action.SHARE:
            await self._share(client, pressed)
        elif action is Action.DELETE:
            await self._delete(client, pressed)
        elif action is Action.FORGET:
            await self._tell(client, pressed.place, await self._forget(pressed.asker))
        else:
            await self._record(client, pressed)

    async def _show(self, client: AsyncWebClient, pressed: Pressed) -> None:
        """Page the message for the person who asked; show a private copy to others."""
        asked = Asked("paragraph", pressed.press.paragraph)
        reply = await self._service.reply(asked, pressed.asker)
        if reply.outcome.refuses:
            await self._tell(client, pressed.place, reply)
            return
        private = pressed.private or not pressed.by_owner
        scene = Scene(
            owner=pressed.asker.user,
            private=private,
            asked=Asked("paragraph", _number(reply)) if private else None,
            restated=False,
            agent=pressed.agent and not private,
        )
        visibility: Visibility = "ephemeral" if private else "in_channel"
        await self._service.delivery.respond(
            client,
            pressed.place,
            render(reply, scene),
            visibility,
            replace=pressed.by_owner,
            words=reply.words,
        )
        if pressed.by_owner:
            await self._service.delivery.remove(client, pressed.channel, pressed.earlier)

    async def _share(self, client: AsyncWebClient, pressed: Pressed) -> None:
        reply = await self._asked_again(pressed)
        if reply.outcome.refuses:
            await self._tell(client, pressed.place, reply)
            return
        scene = Scene(owner=pressed.asker.user, asked=pressed.asked, by=pressed.name)
        delivery = self._service.delivery
        messages = render(reply, scene)
        place, words = pressed.place, reply.words
        if await delivery.respond(client, place, messages, "in_channel", words=words):
            await delivery.delete_original(pressed.place)

    async def _asked_again(self, pressed: Pressed) -> Reply:
        """Answer the question once more; the paragraph alone, should the answer be another now."""
        paragraph, asked = pressed.press.paragraph, pressed.asked
        command = self._service.table.listed.get(asked.command) if asked else None
        if asked and command and command.quotes:
            reply = await self._service.reply(asked, pressed.asker)
            shown = {quotation.paragraph.id for quotation in reply.quotations}
            if reply.outcome is Outcome.LIMITED or paragraph in shown:
                return reply
        return await self._service.reply(Asked("paragraph", paragraph), pressed.asker)

    async def _delete(self, client: AsyncWebClient, pressed: Pressed) -> None:
        if pressed.by_owner:
            await self._service.delivery.delete_original(pressed.place)
            await self._service.delivery.remove(client, pressed.channel, pressed.earlier)
        else:
            refusal = await self._service.say(pressed.asker, Outcome.NOTICE, NOT_YOURS)
            await self._tell(client, pressed.place, refusal)

    async def _record(self, client: AsyncWebClient, pressed: Pressed) -> None:
        verdict = _VERDICTS[pressed.press.action]
        arguments = {"paragraph": pressed.press.paragraph, "verdict": verdict}
        request = named_request("feedback", arguments, pressed.asker)
        await self._tell(client, pressed.place, await self._service.dispatch(request))

    async def _tell(self, client: AsyncWebClient, place: ResponsePlace, reply: Reply) -> None:
        messages = render(reply, Scene(owner=place.user))
        await self._service.delivery.respond(client, place, messages, "ephemeral")

    async def _forget(self, asker: Asker) -> Reply:
        return await self._service.dispatch(named_request("forget", {}, asker))

    async def _press_in_view(
        self, client: AsyncWebClient, body: dict[str, Any], press: Press, asker: Asker
    ) -> None:
        """Page the answer in a modal; what is said to somebody in the home opens one."""
        scene = Scene(owner=asker.user, view=True)
        if press.action is Action.SHOW:
            reply = await self._service.reply(Asked("paragraph", press.paragraph), asker)
            modal = answer_modal(reply, scene)
            if reply.outcome.refuses:  # the answer that stands there stays below
                await _shown(client.views_push(trigger_id=body["trigger_id"], view=modal))
            else:
                await _shown(client.views_update(view_id=body["view"]["id"], view=modal))
        elif press.action is Action.FORGET:
            reply = await self._forget(asker)
            await self._open(client, body, answer_modal(reply, scene, title=PRIVACY))

    async def _open(self, client: AsyncWebClient, body: dict[str, Any], modal: Block) -> None:
        await _shown(client.views_open(trigger_id=body["trigger_id"], view=modal))


async def _shown(call: Awaitable[object]) -> None:
    try:
        await call
    except UNREACHABLE as error:
        log.error("modal not shown", extra={"reason": refusal(error)})  # noqa: TRY400


def _number(reply: Reply) -> str:
    return reply.quotations[0].paragraph.number if reply.quotations else ""


def _pressed(body: dict[str, Any], press: Press, asker: Asker) -> Pressed:
    container, channel = body.get("container") or {}, body.get("channel") or {}
    user = body.get("user") or {}
    return Pressed(
        press=press,
        asker=asker,
        name=str(user.get("name") or user.get("username") or ""),
        place=_place(body, asker),
        private=bool(container.get("is_ephemeral")),
        agent=channel.get("name") == "directmessage",
        channel=str(channel.get("id") or ""),
    )


def _place(body: dict[str, Any], asker: Asker) -> ResponsePlace:
    """Return where to answer a press: in the thread of its message, where there is one."""
    message, container = body.get("message") or {}, body.get("container") or {}
    thread = message.get("thread_ts") or container.get("thread_ts") or ""
    return ResponsePlace(str(body.get("response_url") or ""), asker.user, str(thread))
