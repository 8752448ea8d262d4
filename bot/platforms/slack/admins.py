"""Who manages a workspace: its admins and owners, as Slack knows them at the moment."""

import logging
from dataclasses import replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.delivery import UNREACHABLE, refusal
from bot.platforms.slack.requests import Asker

log = logging.getLogger(__name__)


async def with_rank(client: AsyncWebClient, asker: Asker) -> Asker:
    """Return who asks, and whether they manage the workspace; nobody does if Slack does not say."""
    try:
        response = await client.users_info(user=asker.user)
    except UNREACHABLE as error:
        log.warning("admins not known", extra={"reason": refusal(error)})
        return asker
    user = response.get("user") or {}
    return replace(asker, manages=bool(user.get("is_admin") or user.get("is_owner")))
