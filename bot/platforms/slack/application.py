"""The Bolt app: who is authorised, which listeners it has, what happens when one fails."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.incidents import failed, incident
from bot.platforms.slack.access import Access
from bot.platforms.slack.agent import Agent, suggested_prompts
from bot.platforms.slack.choices import Choices
from bot.platforms.slack.delivery import UNREACHABLE
from bot.platforms.slack.forms import Forms
from bot.platforms.slack.installations import oauth_flow
from bot.platforms.slack.presses import Presses
from bot.platforms.slack.questions import Questions
from bot.platforms.slack.quiet import quiet_logger
from bot.platforms.slack.requests import is_for_us
from bot.platforms.slack.service import Service, Underway, asker_of
from bot.platforms.slack.surfaces import Surfaces

log = logging.getLogger(__name__)

NAME = "verbatim"
ASKING = ("app_mention", "message")
"""Types of events with which somebody asks."""
NOT_INSTALLED = (
    "This app is not installed in your workspace, so that I cannot answer here."
    " Mention me in a channel that we share, or ask an admin to install the app."
)


def single_workspace_app(
    access: Access, client: AsyncWebClient, identity: AsyncSlackResponse
) -> AsyncApp:
    """Return a Bolt app for the workspace that the bot token belongs to.

    The token was tried when the bot started: no event waits for a call of `auth.test`.
    """
    result = AuthorizeResult.from_auth_test_response(
        bot_token=access.bot_token, auth_test_response=identity
    )

    async def authorize() -> AuthorizeResult:
        return result

    app = AsyncApp(
        name=NAME,
        logger=quiet_logger(),
        client=client,
        signing_secret=access.signing_secret,
        authorize=authorize,
    )
    for event in ("app_uninstalled", "tokens_revoked"):
        app.event(event)(_removed)
    return app


def many_workspaces_app(access: Access, client: AsyncWebClient, scopes: Sequence[str]) -> AsyncApp:
    """Return a Bolt app that workspaces and organisations install for themselves."""
    flow: AsyncOAuthFlow = oauth_flow(access, client, scopes)
    app = AsyncApp(
        name=NAME,
        logger=quiet_logger(),
        client=client,
        signing_secret=access.signing_secret,
        oauth_flow=flow,
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    app.enable_token_revocation_listeners()
    return app


def add_listeners(app: AsyncApp, service: Service, underway: Underway) -> None:
    """Make a Bolt app answer."""
    agent = Agent(suggested_prompts(list(service.table.listed.values())))
    for listeners in (
        Questions(service, agent),
        Presses(service),
        Choices(service),
        Forms(service),
        Surfaces(service, agent),
    ):
        listeners.register(app, underway)
    app.error(_failing(service))


async def _removed(context: AsyncBoltContext) -> None:
    log.warning("the app was removed from its workspace", extra={"space": context.team_id})


def _failing(service: Service) -> Callable[..., Awaitable[None]]:
    async def fail(error: Exception, context: AsyncBoltContext, body: dict[str, Any]) -> None:
        """Log what went wrong in a listener, without a word of it, and tell who asked."""
        number = incident(log, "event not answered", error)
        asker, event = asker_of(context), body.get("event") or {}
        if context.response_url and context.respond is not None:
            said = failed(number, await service.words_for(asker))
            with suppress(*UNREACHABLE):
                await context.respond(said, response_type="ephemeral", replace_original=False)
        elif event.get("type") in ASKING and is_for_us(event) and context.client:
            said = failed(number, await service.words_for(asker))
            await service.delivery.tell(context.client, event["channel"], asker.user, said)

    return fail
