"""What choosing in a menu does: a setting of the workspace is changed, and all are shown anew."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.admins import with_rank
from bot.platforms.slack.blocks import CHOICE, CHOSEN
from bot.platforms.slack.delivery import ResponsePlace
from bot.platforms.slack.home import publish_home
from bot.platforms.slack.render import Scene, render
from bot.platforms.slack.requests import named_request
from bot.platforms.slack.service import Service, Underway, asker_of, trigger_key


class Choices:
    """Listens to the menus of the settings, in the home and in messages."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def register(self, app: AsyncApp, underway: Underway) -> None:
        """Make a Bolt app listen."""
        app.action(CHOSEN)(underway.watched(self.choose))

    async def choose(
        self,
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
    ) -> None:
        """Change what was chosen; what comes from outside is checked by the command."""
        await ack()
        asker = asker_of(context)
        if not await self._service.is_first(trigger_key(body, asker)):
            return
        asker = await with_rank(client, asker)
        reply = await self._service.dispatch(named_request("choose", _chosen(action), asker))
        changed = not reply.outcome.refuses
        if "view" in body:
            await publish_home(self._service, client, asker, reply if changed else None)
            return
        place = ResponsePlace(str(body.get("response_url") or ""), asker.user)
        messages = render(reply, Scene(owner=asker.user))
        await self._service.delivery.respond(client, place, messages, "ephemeral", replace=changed)


def _chosen(action: Mapping[str, Any]) -> dict[str, str]:
    option = action.get("selected_option") or {}
    values = action.get("selected_conversations") or [option.get("value") or ""]
    return {
        "setting": str(action.get("action_id")).removeprefix(CHOICE),
        "values": " ".join(map(str, values)),
    }
