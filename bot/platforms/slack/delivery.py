"""How messages reach Slack: in order, with patience where Slack says "too many", lost never."""

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal
from weakref import WeakValueDictionary

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.domain.words import ENGLISH, Words, phrase
from bot.platforms.slack import limits
from bot.platforms.slack.buttons import with_earlier_parts
from bot.platforms.slack.render import Message
from bot.platforms.slack.server_errors import ServerErrorRetryHandler

log = logging.getLogger(__name__)

RATE_LIMIT_RETRIES = 30
"""How often a message is tried again after "too many requests", each time when Slack allows."""
OTHER_RETRIES = 3
_WAITS = (0.2, 1.0, 3.0)
UNREACHABLE = (SlackApiError, aiohttp.ClientError, TimeoutError)
"""What a call of Slack's API ends with when it does not succeed."""
_QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
OVERFLOW = phrase(
    "The rest of this answer is in our direct messages: it is too long for one reply here."
)

_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")

Visibility = Literal["ephemeral", "in_channel"]


@dataclass(frozen=True, slots=True)
class ResponsePlace:
    """Where an interaction is answered: its response_url, and the thread it happened in.

    `user` receives as direct messages what is more than a response_url takes.
    """

    url: str
    user: str
    thread: str = ""


def retry_handlers() -> list[AsyncRetryHandler]:
    """Return what tries a call again: after 429 when Slack allows, else after a short while."""
    return [
        AsyncConnectionErrorRetryHandler(max_retry_count=OTHER_RETRIES),
        AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMIT_RETRIES),
        ServerErrorRetryHandler(max_retry_count=OTHER_RETRIES),
    ]


class Delivery:
    """Sends messages over one HTTP session; what goes to one channel goes one after the other."""

    def __init__(self, session: aiohttp.ClientSession, logger: logging.Logger) -> None:
        self._session = session
        self._logger = logger
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def post(
        self, client: AsyncWebClient, channel: str, thread: str, messages: Sequence[Message]
    ) -> bool:
        """Post messages to a channel, in order; returns False where Slack refuses."""
        posted: list[str] = []
        async with self._turn(channel):
            for message in messages:
                blocks = list(message.blocks)
                if posted and message is messages[-1]:
                    blocks = with_earlier_parts(blocks, posted)
                try:
                    response = await client.chat_postMessage(
                        channel=channel,
                        thread_ts=thread or None,
                        text=message.text,
                        blocks=blocks,
                        mrkdwn=False,
                        **_QUIET,
                    )
                except UNREACHABLE as error:
                    facts = {"reason": refusal(error), "channel": channel}
                    log.error("answer not posted", extra=facts)  # noqa: TRY400 - no text in logs
                    return False
                posted.append(str(response.get("ts")))
        return True

    async def tell(self, client: AsyncWebClient, channel: str, user: str, text: str) -> None:
        """Say something short to one person in a channel, for nobody else's eyes."""
        try:
            await client.chat_postEphemeral(channel=channel, user=user, text=text, **_QUIET)
        except UNREACHABLE as error:
            log.info("person not told", extra={"reason": refusal(error), "channel": channel})

    async def remove(self, client: AsyncWebClient, channel: str, parts: Sequence[str]) -> None:
        """Delete messages of ours; one that is gone already is no matter."""
        for part in parts:
            try:
                await client.chat_delete(channel=channel, ts=part)
            except UNREACHABLE as error:
                log.info("message not deleted", extra={"reason": refusal(error)})

    async def respond(
        self,
        client: AsyncWebClient,
        place: ResponsePlace,
        messages: Sequence[Message],
        visibility: Visibility,
        *,
        replace: bool = False,
        words: Words = ENGLISH,
    ) -> bool:
        """Answer an interaction; works where the app is no member. False where Slack refuses."""
        here, elsewhere = messages, messages[:0]
        if len(messages) > limits.RESPONSES:
            here, elsewhere = _overflowing(messages, words)
        for place_in_row, message in enumerate(here):
            body = {
                "text": message.text,
                "blocks": list(message.blocks),
                "response_type": visibility,
                "replace_original": replace and place_in_row == 0,
                "mrkdwn": False,
                **_QUIET,
            }
            if not await self._send(place, body):
                return False
        return not elsewhere or await self.post(client, place.user, "", elsewhere)

    async def delete_original(self, place: ResponsePlace) -> bool:
        """Delete the message whose button was pressed."""
        return await self._send(place, {"delete_original": True})

    async def _send(self, place: ResponsePlace, body: dict[str, Any]) -> bool:
        if not place.url:  # as for a made-up button in a view, where there is no message
            log.warning("nowhere to answer")
            return False
        if place.thread and "text" in body and not body["replace_original"]:
            body["thread_ts"] = place.thread
        webhook = AsyncWebhookClient(
            place.url,
            session=self._session,
            logger=self._logger,
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMIT_RETRIES)],
        )
        status = await _sent(webhook, body)
        if status != HTTPStatus.OK:
            log.error("answer not accepted", extra={"status": status})
        return status == HTTPStatus.OK

    def _turn(self, channel: str) -> asyncio.Lock:
        return self._turns.setdefault(channel, asyncio.Lock())


def _overflowing(
    messages: Sequence[Message], words: Words
) -> tuple[Sequence[Message], Sequence[Message]]:
    """Return what a response_url still takes, with a line about where the rest is, and the rest."""
    first = limits.RESPONSES - 1
    said = words(OVERFLOW)
    section = {"type": "section", "text": {"type": "plain_text", "text": said, "emoji": False}}
    return [*messages[:first], Message((section,), said)], messages[first:]


async def _sent(webhook: AsyncWebhookClient, body: dict[str, Any]) -> int:
    """Send to a response_url, again where Slack's server fails; return HTTP's status, 0 for none.

    Of the SDK's own retries only that after 429 works here.
    """
    status = await _sent_once(webhook, body)
    for wait in _WAITS:
        if 0 < status < HTTPStatus.INTERNAL_SERVER_ERROR:
            break
        await asyncio.sleep(wait)
        status = await _sent_once(webhook, body)
    return status


async def _sent_once(webhook: AsyncWebhookClient, body: dict[str, Any]) -> int:
    try:
        return (await webhook.send_dict(body)).status_code
    except UNREACHABLE:
        return 0


def refusal(error: Exception) -> str:
    """Return Slack's word for why it refuses, or what kind of failure it was.

    It is logged: what is no single word of Slack's kind could be anybody's text, and is left out.
    """
    if isinstance(error, SlackApiError) and hasattr(error.response, "get"):
        word = str(error.response.get("error"))
        return word if _WORD.fullmatch(word) else "unknown"
    return type(error).__name__
