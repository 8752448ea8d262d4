"""The server: it answers as Slack does, refuses what Slack refuses, and fails when told to."""

import asyncio
import hashlib
import hmac
import io
import json
import os
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.slack_server.block_rules import VIEW_BLOCKS, problems
from tests.waiting import PATIENCE

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-right", "xapp-right", "the-signing-secret"
BOT_USER, BOT_ID, TEAM = "U0BOT", "B0BOT", "T0001"
RECORD = "VERBATIM_TEST_SLACK_RECORD"
RESPONSES = 5


@dataclass(frozen=True)
class Call:
    """A call of the Web API, or of a response_url."""

    method: str
    payload: dict[str, Any]
    at: float = field(default_factory=time.perf_counter)


@dataclass(frozen=True)
class Fault:
    """How a call fails: an error in the body, or a status, perhaps after a while."""

    error: str = ""
    status: int = 200
    retry_after: int | None = None
    delay: float = 0.0


@dataclass
class SlackServer:
    """One workspace, its channels where the bot is a member, and all that the bot did there."""

    channels: set[str] = field(default_factory=lambda: {"C0001", "C0002", "D0001"})
    tokens: set[str] = field(default_factory=lambda: {BOT_TOKEN})
    scopes: str = "app_mentions:read,assistant:write,chat:write,commands,im:history,users:read"
    admins: set[str] = field(default_factory=set)
    calls: list[Call] = field(default_factory=list)
    responses: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    acks: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict)
    sent: dict[str, float] = field(default_factory=dict)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    oauth: dict[str, dict[str, Any]] = field(default_factory=dict)
    connections: int = 0
    greet: bool = True
    url: str = ""
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: int = 0

    async def start(self) -> None:
        application = web.Application(client_max_size=16 * 1024**2)
        application.router.add_route("*", "/api/{method}", self._api)
        application.router.add_post("/response/{token}", self._response)
        application.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.session = aiohttp.ClientSession()

    async def stop(self) -> None:
        for socket in self.sockets:
            await socket.close()
        await self.session.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method, or of "response", fail."""
        self.faults[method].extend(faults)

    def called(self, method: str) -> list[dict[str, Any]]:
        return [call.payload for call in self.calls if call.method == method]

    @property
    def posts(self) -> list[dict[str, Any]]:
        return self.called("chat.postMessage")

    async def until(self, condition, seconds: float = PATIENCE) -> None:
        """Wait until something holds that the bot's calls bring about."""
        async with asyncio.timeout(seconds):
            while not condition():
                self._news.clear()
                await self._news.wait()

    # Socket Mode

    async def emit(self, kind: str, payload: dict[str, Any], **more: Any) -> str:
        """Send an envelope over one of the open sockets, in turn, as Slack does."""
        self._numbers += 1
        envelope = {
            "envelope_id": f"e{self._numbers}",
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
            **more,
        }
        await self.until(lambda: self.open_sockets)
        socket = self.open_sockets[self._numbers % len(self.open_sockets)]
        self.sent[envelope["envelope_id"]] = time.perf_counter()
        await socket.send_str(json.dumps(envelope))
        return envelope["envelope_id"]

    @property
    def open_sockets(self) -> list[web.WebSocketResponse]:
        return [socket for socket in self.sockets if not socket.closed]

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.greet:
            await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        self.sockets.append(socket)
        self._news.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                answer = json.loads(message.data)
                ack = (time.perf_counter(), answer.get("payload") or {})
                self.acks[answer["envelope_id"]] = ack
                self._news.set()
        return socket

    # HTTP

    async def deliver(
        self,
        address: str,
        payload: dict[str, Any] | bytes,
        *,
        form: bool = False,
        secret: str = SIGNING_SECRET,
        timestamp: str = "",
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        """Send a signed request to the bot, as Slack does; return status and body."""
        body = payload if isinstance(payload, bytes) else _encoded(payload, form=form)
        timestamp = timestamp or str(int(time.time()))
        base = b"v0:" + timestamp.encode() + b":" + body
        signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        every = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature,
            **(headers or {}),
        }
        async with self.session.post(address, data=io.BytesIO(body), headers=every) as response:
            return response.status, await response.text()

    # Web API

    def response_url(self, token: str) -> str:
        return f"{self.url}/response/{token}"

    async def _response(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        payload = await request.json()
        failure = await self._failure("response")
        if failure is not None:
            return failure
        if len(self.responses[token]) >= RESPONSES:
            return web.Response(status=404, text="used_url")
        if found := problems(payload.get("blocks", [])):
            return web.Response(status=400, text=f"invalid_blocks {found}")
        _record("response", payload)
        self.responses[token].append(payload)
        self.calls.append(Call("response", payload))
        self._news.set()
        return web.Response(text="ok")

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arrived = time.perf_counter()
        payload = await _payload(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        failure = await self._failure(method)
        if failure is not None:
            return failure
        error = self._refusal(method, token or payload.pop("token", ""), payload)
        if error:
            return web.json_response({"ok": False, "error": error})
        self.calls.append(Call(method, payload, arrived))
        answer = self._answer(method, payload)
        self._news.set()
        return web.json_response({"ok": True, **answer}, headers={"X-OAuth-Scopes": self.scopes})

    async def _failure(self, method: str) -> web.Response | None:
        if not self.faults[method]:
            return None
        fault = self.faults[method].popleft()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.error:
            return web.json_response({"ok": False, "error": fault.error})
        if fault.status == 200:
            return None
        self.calls.append(Call(f"{method} refused", {"at": time.monotonic()}))
        self._news.set()
        wait = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        answer = {"ok": False, "error": "ratelimited"}
        return web.json_response(answer, status=fault.status, headers=wait)

    def _refusal(self, method: str, token: str, payload: dict[str, Any]) -> str:
        if method == "oauth.v2.access":
            return "" if _grant(payload) in self.oauth else "invalid_code"
        right = {APP_TOKEN} if method == "apps.connections.open" else self.tokens
        if token not in right:
            return "invalid_auth"
        if method == "chat.postMessage":
            channel = payload["channel"]
            if channel not in self.channels and not channel.startswith("U"):
                return "not_in_channel" if channel.startswith("C") else "channel_not_found"
            return ", ".join(problems(payload.get("blocks", [])))
        if method in {"views.open", "views.publish", "views.push", "views.update"}:
            return ", ".join(problems(payload["view"]["blocks"], most=VIEW_BLOCKS))
        return ""

    def _answer(self, method: str, payload: dict[str, Any]) -> dict[str, Any]:
        if method == "auth.test":
            return {
                "url": "https://example.slack.com/",
                "team": "Example",
                "team_id": TEAM,
                "user_id": BOT_USER,
                "user": "verbatim",
                "bot_id": BOT_ID,
            }
        if method == "apps.connections.open":
            self.connections += 1
            return {"url": f"ws{self.url[4:]}/socket"}
        if method == "oauth.v2.access":
            return self.oauth[_grant(payload)]
        if method == "chat.postMessage":
            _record("message", payload)
            return {"channel": payload["channel"], "ts": f"{time.time():.6f}"}
        if method == "users.info":
            return {"user": {"id": payload["user"], "is_admin": payload["user"] in self.admins}}
        if method.startswith("views."):
            _record(payload["view"]["type"], payload["view"])
        return {}


async def _payload(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    payload: dict[str, Any] = {**request.query, **await request.post()}
    for name in ("blocks", "view", "prompts"):
        if isinstance(payload.get(name), str):
            payload[name] = json.loads(payload[name])
    return payload


def _grant(payload: dict[str, Any]) -> str:
    """Return what is exchanged for a token: a code, or a token for refreshing."""
    return payload.get("code") or f"refresh:{payload.get('refresh_token')}"


def _encoded(payload: dict[str, Any], *, form: bool) -> bytes:
    return urlencode(payload).encode() if form else json.dumps(payload).encode()


def _record(kind: str, payload: dict[str, Any]) -> None:
    """Append a payload to the file that the environment names, for checks by hand."""
    name = os.environ.get(RECORD)
    if name:
        line = json.dumps({"kind": kind, "payload": payload}, ensure_ascii=False)
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
