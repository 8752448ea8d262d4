"""Where people find the bot without asking yet: its home, its messages tab, the global shortcut."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.admins import with_rank
from bot.platforms.slack.agent import Agent
from bot.platforms.slack.buttons import Asked
from bot.platforms.slack.delivery import UNREACHABLE, refusal
from bot.platforms.slack.home import publish_home
from bot.platforms.slack.render import Scene, render
from bot.platforms.slack.requests import named_request
from bot.platforms.slack.service import Service, Underway, asker_of, trigger_key
from bot.platforms.slack.views import (
    ASK_MODAL,
    answer_modal,
    fits_modal,
    question_modal,
    submitted,
)

log = logging.getLogger(__name__)

ASK_SHORTCUT = "ask_document"
"""The callback id of the global shortcut."""


class Surfaces:
    """Listens to people who open something of the bot's."""

    def __init__(self, service: Service, agent: Agent) -> None:
        self._service = service
        self._agent = agent

    def register(self, app: AsyncApp, underway: Underway) -> None:
        """Make a Bolt app listen."""
        app.event("app_home_opened")(underway.watched(self.opened))
        app.global_shortcut(ASK_SHORTCUT)(underway.watched(self.global_shortcut))
        app.view_submission(ASK_MODAL)(underway.watched(self.submission))

    async def opened(
        self,
        event: dict[str, Any],
        body: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
    ) -> None:
        """Show the home, or suggest what to ask in the conversation."""
        asker = asker_of(context)
        if not await self._service.is_first(body.get("event_id", "")):
            return
        if event.get("tab") == "messages":
            words = await self._service.words_for(asker)
            await self._agent.suggest(client, asker, event["channel"], words)
        else:
            await publish_home(self._service, client, await with_rank(client, asker))

    async def global_shortcut(
        self,
        ack: AsyncAck,
        body: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
    ) -> None:
        """Open the modal that asks for a question."""
        await ack()
        asker = asker_of(context)
        if not await self._service.is_first(trigger_key(body, asker)):
            return
        view = question_modal(
            self._service.desk.corpus.documents, await self._service.words_for(asker)
        )
        try:
            await client.views_open(trigger_id=body["trigger_id"], view=view)
        except UNREACHABLE as error:
            log.error("modal not shown", extra={"reason": refusal(error)})  # noqa: TRY400

    async def submission(
        self,
        ack: AsyncAck,
        view: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
    ) -> None:
        """Put the answer where the question was; what does not fit goes to the direct messages."""
        asker = asker_of(context)
        arguments = submitted(view)
        reply = await self._service.dispatch(named_request("ask", arguments, asker))
        asked = Asked("ask", arguments["question"])
        scene = Scene(owner=asker.user, asked=asked, view=True)
        await ack(response_action="update", view=answer_modal(reply, scene))
        if not fits_modal(reply, scene):
            messages = render(reply, Scene(owner=asker.user, asked=asked))
            await self._service.delivery.post(client, asker.user, "", messages)
