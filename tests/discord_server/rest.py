"""The REST interface: routes, authorization, rate limits, faults, and a record of each request."""

import asyncio
import json
import os
import time
from collections import defaultdict, deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.discord_server import world
from tests.discord_server.board import Board
from tests.discord_server.faults import Drop, Fault, Faults, Hold, Status
from tests.discord_server.interactions import Interactions
from tests.discord_server.limits import broken_by
from tests.discord_server.responses import answer, refusal
from tests.waiting import PATIENCE

BODY = web.RequestKey("body", object)
RECORD = "VERBATIM_TEST_DISCORD_LOG"
"""The variable that names a file for the record of all requests, as JSON lines."""


class Rest:
    """Answers requests as Discord does."""

    def __init__(self, token: str, board: Board, interactions: Interactions) -> None:
        self._token = token
        self._board = board
        self._interactions = interactions
        self.faults = Faults()
        self.requests: list[tuple[str, str, Any]] = []
        self.arrived: list[float] = []
        self.commands: dict[int, list[dict[str, Any]]] = {0: []}
        self.application = world.application()
        self.gateway_url = ""
        self.shards = 1
        self.deleted_channels: set[int] = set()
        self.deleted_messages: set[int] = set()
        self.forbidden: dict[int, int] = {}
        self.per_window = (10_000, 1.0)
        self._sent: dict[int, deque[float]] = defaultdict(deque)
        self._direct: dict[int, int] = {}

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes that the bot uses."""
        commands = "/applications/{application}/commands"
        of_guild = "/applications/{application}/guilds/{guild}/commands"
        original = "/webhooks/{application}/{token}/messages/@original"
        return [
            web.get("/api/v10/users/@me", self._me),
            web.get("/api/v10/oauth2/applications/@me", self._application),
            web.get("/api/v10/gateway/bot", self._gateway),
            web.get(f"/api/v10{commands}", self._commands),
            web.put(f"/api/v10{commands}", self._replace_commands),
            web.get(f"/api/v10{of_guild}", self._commands),
            web.put(f"/api/v10{of_guild}", self._replace_commands),
            web.post("/api/v10/channels/{channel}/messages", self._message),
            web.post("/api/v10/channels/{channel}/messages/{message}/threads", self._open_thread),
            web.post("/api/v10/users/@me/channels", self._direct_channel),
            web.post("/api/v10/interactions/{id}/{token}/callback", self._callback),
            web.post("/api/v10/webhooks/{application}/{token}", self._followup),
            web.patch(f"/api/v10{original}", self._edit_original),
            web.delete(f"/api/v10{original}", self._delete_original),
        ]

    @web.middleware
    async def middleware(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Record a request, check who sends it, and let it go wrong where a test says so."""
        if not request.path.startswith("/api/"):
            return await handler(request)
        body = await request.json() if request.can_read_body else None
        request[BODY] = body
        self._record(request, body)
        with_token = "/interactions/" in request.path or "/webhooks/" in request.path
        if not with_token and request.headers.get("Authorization") != f"Bot {self._token}":
            return refusal(401, 0, "401: Unauthorized")
        fault = self.faults.take(request.method, request.path)
        return await self._handle(request, handler, fault)

    async def _handle(self, request: web.Request, handler: Any, fault: Fault | None) -> Any:
        if isinstance(fault, Status):
            body = {"message": "fault", "code": fault.code, **fault.body}
            return answer(body, status=fault.status, headers=fault.headers)
        if isinstance(fault, Hold):
            await fault.until.wait()
        if isinstance(fault, Drop) and not fault.done:
            request.transport.abort()
            return web.Response()
        response = await handler(request)
        if isinstance(fault, Drop):
            request.transport.abort()
        return response

    def _record(self, request: web.Request, body: Any) -> None:
        self.arrived.append(time.perf_counter())
        self.requests.append((request.method, request.path, body))
        file = os.environ.get(RECORD)
        if file:
            entry = {"method": request.method, "path": request.path_qs, "body": body}
            with Path(file).open("a", encoding="utf-8") as record:
                record.write(json.dumps(entry) + "\n")

    async def _me(self, _request: web.Request) -> web.Response:
        return answer(world.user(world.BOT) | {"verified": True, "mfa_enabled": True})

    async def _application(self, _request: web.Request) -> web.Response:
        return answer(self.application)

    async def _gateway(self, _request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        facts = {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit}
        return answer(facts)

    async def _commands(self, request: web.Request) -> web.Response:
        commands = self.commands.get(int(request.match_info.get("guild", 0)), [])
        if request.query.get("with_localizations") == "true":
            return answer(commands)
        return answer([_without_translations(command) for command in commands])

    async def _replace_commands(self, request: web.Request) -> web.Response:
        guild = int(request.match_info.get("guild", 0))
        self.commands[guild] = [_stored(command, guild) for command in request[BODY]]
        return answer(self.commands[guild])

    async def _message(self, request: web.Request) -> web.Response:
        channel, body = int(request.match_info["channel"]), request[BODY]
        bad = self._wrong(channel, body)
        if bad:
            return bad
        wait = self._exceeded(channel)
        if wait:
            return _slow_down(wait)
        return answer(await self._board.post(channel, body))

    def _wrong(self, channel: int, body: dict[str, Any]) -> web.Response | None:
        if channel in self.deleted_channels:
            return refusal(404, 10003, "Unknown Channel")
        if channel in self.forbidden:
            return refusal(403, self.forbidden[channel], "Missing Permissions")
        about = int((body.get("message_reference") or {}).get("message_id", 0))
        if about in self.deleted_messages:
            return refusal(400, 50035, "Invalid Form Body", "message_reference: Unknown message")
        broken = broken_by(body)
        return refusal(400, 50035, "Invalid Form Body", broken) if broken else None

    def _exceeded(self, channel: int) -> float:
        """Return the seconds to wait where a channel has had its share of messages."""
        limit, window = self.per_window
        now, sent = time.monotonic(), self._sent[channel]
        while sent and sent[0] <= now - window:
            sent.popleft()
        if len(sent) >= limit:
            return sent[0] + window - now
        sent.append(now)
        return 0.0

    async def _open_thread(self, request: web.Request) -> web.Response:
        channel, body = int(request.match_info["channel"]), request[BODY]
        if not 1 <= len(body["name"]) <= 100:
            return refusal(400, 50035, "Invalid Form Body", "name: between 1 and 100 in length")
        thread = int(request.match_info["message"])  # a message's thread has the message's id
        return answer(world.thread(thread, channel, body["name"]))

    async def _direct_channel(self, request: web.Request) -> web.Response:
        person = int(request[BODY]["recipient_id"])
        facts = {
            "id": str(self.direct_channel(person)),
            "type": 1,
            "recipients": [world.user(person)],
            "flags": 0,
        }
        return answer(facts | {"last_message_id": None})

    async def _callback(self, request: web.Request) -> web.Response:
        return await self._interactions.callback(request, request[BODY])

    async def _followup(self, request: web.Request) -> web.Response:
        return await self._interactions.followup(request, request[BODY])

    async def _edit_original(self, request: web.Request) -> web.Response:
        return await self._interactions.edit_original(request, request[BODY])

    async def _delete_original(self, request: web.Request) -> web.Response:
        return await self._interactions.delete_original(request)

    def direct_channel(self, person: int) -> int:
        """Return the channel in which the bot and a person write to each other."""
        return self._direct.setdefault(person, world.snowflake())

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until something is true of the requests; raises TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while not true():  # noqa: ASYNC110 - a request tells nobody of itself
                await asyncio.sleep(0.005)

    def sent_to(self, part: str) -> list[Any]:
        """Return the bodies of the requests whose path has a part."""
        return [body for _, path, body in self.requests if part in path]


def _stored(command: dict[str, Any], guild: int) -> dict[str, Any]:
    """Return a command as Discord gives it back: with ids, without what is false by default."""
    stored = {
        "description": "",
        **command,
        "id": str(world.snowflake()),
        "application_id": str(world.APPLICATION),
        "version": str(world.snowflake()),
        "options": [_without_defaults(option) for option in command.get("options", [])],
    }
    if stored.get("default_member_permissions") is not None:
        stored["default_member_permissions"] = str(stored["default_member_permissions"])
    if guild:
        stored |= {"guild_id": str(guild), "contexts": None, "integration_types": None}
    if not stored["options"]:
        del stored["options"]
    return stored


def _without_translations(part: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in part.items() if not name.endswith("_localizations")}
    if "options" in kept:
        kept["options"] = [_without_translations(option) for option in kept["options"]]
    return kept


def _without_defaults(option: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in option.items() if value not in (False, None, [])}


def _slow_down(seconds: float) -> web.Response:
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
    headers = {
        "Retry-After": str(max(1, round(seconds))),
        "Via": "1.1 local",
        "X-RateLimit-Bucket": "messages",
        "X-RateLimit-Limit": "1",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset-After": str(seconds),
        "X-RateLimit-Reset": str(time.time() + seconds),
        "X-RateLimit-Scope": "user",
    }
    return answer(body, status=429, headers=headers)
