"""The app's home as a person sees it: published when it is opened, and after a choice there."""

import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.chat import Reply
from bot.platforms.slack.delivery import UNREACHABLE, refusal
from bot.platforms.slack.requests import Asker
from bot.platforms.slack.service import Service
from bot.platforms.slack.views import Home, home_view

log = logging.getLogger(__name__)


async def publish_home(
    service: Service, client: AsyncWebClient, asker: Asker, settings: Reply | None = None
) -> None:
    """Show a person the home; `settings` is a reply about them that is at hand already."""
    home = Home(
        documents=service.desk.corpus.documents,
        how_to_ask=await service.piece("help", asker),
        settings=settings or await service.piece("settings", asker),
        privacy=await service.piece("privacy", asker),
    )
    try:
        await client.views_publish(user_id=asker.user, view=home_view(home, asker.user))
    except UNREACHABLE as error:
        log.error("home not shown", extra={"reason": refusal(error)})  # noqa: TRY400
