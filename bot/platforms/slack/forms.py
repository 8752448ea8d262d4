"""The form behind "not helpful": what it looks like, and what becomes of what is written."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.commands.buttons import NOT_HELPFUL
from bot.commands.feedback import WISH
from bot.domain.words import Words
from bot.platforms.slack.blocks import Block, plain
from bot.platforms.slack.render import Scene
from bot.platforms.slack.requests import named_request
from bot.platforms.slack.service import Service, Underway, asker_of
from bot.platforms.slack.views import answer_modal, modal

WISH_MODAL = "wish_modal"
"""The callback id of the form."""
_WISH = "wish"


def wish_modal(paragraph: str, words: Words) -> Block:
    """Return the form about a paragraph, which it carries along."""
    text = {
        "type": "plain_text_input",
        "action_id": _WISH,
        "multiline": True,
        "max_length": WISH.longest,
        "focus_on_load": True,
    }
    field = {
        "type": "input",
        "block_id": _WISH,
        "label": plain(words(WISH.title)),
        "hint": plain(words(WISH.notice)),
        "element": text,
    }
    more = {
        "callback_id": WISH_MODAL,
        "private_metadata": paragraph,
        "submit": plain(words("Send")),
    }
    return modal([field], words, title=NOT_HELPFUL, **more)


class Forms:
    """Takes forms that are sent in; sent in again, the same text is kept once."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def register(self, app: AsyncApp, underway: Underway) -> None:
        """Make a Bolt app listen."""
        app.view_submission(WISH_MODAL)(underway.watched(self.submission))

    async def submission(
        self, ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext
    ) -> None:
        """Keep what somebody was looking for, and thank for it in the form's place."""
        values = view.get("state", {}).get("values", {})
        wish = {
            "paragraph": str(view.get("private_metadata") or ""),
            "verdict": "not_helpful",
            "wanted": str(values.get(_WISH, {}).get(_WISH, {}).get("value") or ""),
        }
        reply = await self._service.dispatch(named_request("feedback", wish, asker_of(context)))
        thanks = answer_modal(reply, Scene(view=True), title=NOT_HELPFUL)
        await ack(response_action="update", view=thanks)
