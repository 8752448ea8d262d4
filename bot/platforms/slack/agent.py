"""What Slack's agent view adds to a direct conversation: prompts, a status, a title."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.chat import Command
from bot.domain.quoting import echo
from bot.domain.words import Words, phrase
from bot.platforms.slack import limits
from bot.platforms.slack.buttons import Asked
from bot.platforms.slack.delivery import UNREACHABLE, refusal
from bot.platforms.slack.requests import Asker

log = logging.getLogger(__name__)

STATUS = phrase("is looking it up…")
PROMPTS_TITLE = phrase("Ask for a paragraph")
LONGEST_TITLE = 60
PATIENCE = 1.0
"""Seconds: a status that comes later than that would only delay the answer."""
_LASTING = {"missing_scope", "not_allowed", "feature_not_enabled", "unknown_method"}
"""Refusals that stay until somebody changes the app: no use to ask again for each message."""


def suggested_prompts(commands: Sequence[Command]) -> list[dict[str, str]]:
    """Return what to suggest to somebody who opens the conversation: the commands' examples."""
    examples = [
        (command, example)
        for command in commands
        if command.listed and command.quotes
        for example in command.examples
    ]
    prompts = [
        example if command.name == "ask" else f"{command.name} {example}"
        for command, example in examples
    ]
    return [{"title": prompt, "message": prompt} for prompt in prompts[: limits.PROMPTS]]


class Agent:
    """Uses the agent view where the app has it; an answer never waits for more than one call."""

    def __init__(self, prompts: Sequence[dict[str, str]]) -> None:
        self._prompts = list(prompts)
        self._without: set[str] = set()

    async def suggest(
        self, client: AsyncWebClient, asker: Asker, channel: str, words: Words
    ) -> None:
        """Show the prompts in a conversation that has just been opened."""
        await self._call(
            asker,
            client.assistant_threads_setSuggestedPrompts,
            channel_id=channel,
            title=words(PROMPTS_TITLE),
            prompts=self._prompts,
        )

    async def show_status(
        self, client: AsyncWebClient, asker: Asker, channel: str, thread: str, words: Words
    ) -> None:
        """Show that the bot is at work; Slack takes it away when the answer is there."""
        await self._call(
            asker,
            client.assistant_threads_setStatus,
            channel_id=channel,
            thread_ts=thread,
            status=words(STATUS),
        )

    async def set_title(
        self, client: AsyncWebClient, asker: Asker, channel: str, thread: str, asked: Asked
    ) -> None:
        """Name a new thread after its question."""
        title = echo(asked.said, LONGEST_TITLE)
        if title:
            method = client.assistant_threads_setTitle
            await self._call(asker, method, channel_id=channel, thread_ts=thread, title=title)

    async def _call(
        self, asker: Asker, method: Callable[..., Awaitable[object]], **arguments: object
    ) -> None:
        if asker.space in self._without:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await method(**arguments)
        except UNREACHABLE as error:
            reason = refusal(error)
            if reason in _LASTING:
                self._without.add(asker.space)
            log.info("no agent view", extra={"reason": reason, "space": asker.space})
