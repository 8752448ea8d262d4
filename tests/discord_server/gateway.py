"""The gateway: sessions that can be resumed, heartbeats, and events over a compressed socket."""

import asyncio
import json
import time
import zlib
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.discord_server import world
from tests.waiting import PATIENCE

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT = 0, 1, 2, 3, 6, 7
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
"""Members, presences and message content."""


@dataclass
class Session:
    """What Discord remembers of a shard between two connections."""

    id: str
    shard: list[int]
    intents: int
    presence: Any = None
    events: list[dict[str, Any]] = field(default_factory=list)
    socket: "Socket | None" = None


class Socket:
    """One connection; its messages share one compression context, as zlib-stream wants it."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.request = request
        self.left = 0.0
        self._compressor = zlib.compressobj()

    async def send(self, payload: dict[str, Any]) -> None:
        data = self._compressor.compress(json.dumps(payload).encode())
        data += self._compressor.flush(zlib.Z_SYNC_FLUSH)
        self.left = time.perf_counter()
        if not self.socket.closed:
            await self.socket.send_bytes(data)

    def cut(self) -> None:
        """Break the connection without a word."""
        if self.request.transport:
            self.request.transport.abort()


class Gateway:
    """Accepts shards and sends them events."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.guilds: list[dict[str, Any]] = [world.guild(world.GUILD)]
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self.refuse_with = 0
        self.heartbeats = 0
        self.left: dict[str, float] = {}
        self.heartbeat_interval = 41_250
        self.resumable = True
        self._changed = asyncio.Condition()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection of a shard."""
        if request.query.get("compress") != "zlib-stream" or request.query.get("v") != "10":
            raise web.HTTPBadRequest
        response = web.WebSocketResponse(autoping=True)
        await response.prepare(request)
        socket = Socket(response, request)
        await socket.send({"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_interval}})
        session = None
        async for message in response:
            if message.type is not WSMsgType.TEXT:
                break
            session = await self._receive(socket, json.loads(message.data), session)
        if session and session.socket is socket:
            session.socket = None
        return response

    async def _receive(
        self, socket: Socket, payload: dict[str, Any], session: Session | None
    ) -> Session | None:
        op, data = payload["op"], payload["d"]
        if op == HEARTBEAT:
            self.heartbeats += 1
            await socket.send({"op": HEARTBEAT_ACK, "d": None})
        elif op == IDENTIFY:
            return await self._identify(socket, data)
        elif op == RESUME:
            return await self._resume(socket, data)
        elif op == PRESENCE and session:
            session.presence = data
        return session

    async def _identify(self, socket: Socket, data: dict[str, Any]) -> Session | None:
        code = self._refusal(data)
        if code:
            await socket.socket.close(code=code, message=b"refused")
            return None
        session = Session(
            id=f"session{self.identified}",
            shard=data.get("shard", [0, 1]),
            intents=data["intents"],
            presence=data.get("presence"),
            socket=socket,
        )
        self.sessions[session.id] = session
        await self._welcome(session, str(socket.request.url.with_query(None)))
        await self._count(identified=1)
        return session

    def _refusal(self, data: dict[str, Any]) -> int:
        if self.refuse_with:
            return self.refuse_with
        if data["token"] != self.token:
            return 4004
        return 4014 if data["intents"] & PRIVILEGED else 0

    async def _welcome(self, session: Session, address: str) -> None:
        mine = [
            g for g in self.guilds if (int(g["id"]) >> 22) % session.shard[1] == session.shard[0]
        ]
        ready = {
            "v": 10,
            "user": world.user(world.BOT),
            "guilds": [{"id": guild["id"], "unavailable": True} for guild in mine],
            "session_id": session.id,
            "resume_gateway_url": address.replace("http", "ws", 1),
            "shard": session.shard,
            "application": {"id": str(world.APPLICATION), "flags": 0},
        }
        await self._to(session, "READY", ready)
        for guild in mine:
            await self._to(session, "GUILD_CREATE", guild)

    async def _resume(self, socket: Socket, data: dict[str, Any]) -> Session | None:
        session = self.sessions.get(data["session_id"]) if self.resumable else None
        if session is None or data["token"] != self.token:
            await socket.send({"op": INVALID_SESSION, "d": False})
            return None
        session.socket = socket
        for event in session.events:
            if event["s"] > data["seq"]:
                await socket.send(event)
        await self._to(session, "RESUMED", {})
        await self._count(resumed=1)
        return session

    async def _count(self, *, identified: int = 0, resumed: int = 0) -> None:
        async with self._changed:
            self.identified += identified
            self.resumed += resumed
            self._changed.notify_all()

    async def wait_for(self, *, identified: int = 0, resumed: int = 0) -> None:
        """Wait until so many sessions have begun and been resumed, in all."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(
                lambda: self.identified >= identified and self.resumed >= resumed
            )

    async def send(self, kind: str, data: dict[str, Any]) -> None:
        """Send an event to the shard that it concerns; it is kept until the session ends."""
        guild = int(data.get("guild_id") or 0)
        for session in [*self.sessions.values()]:
            if (guild >> 22) % session.shard[1] == session.shard[0]:
                await self._to(session, kind, data)

    async def _to(self, session: Session, kind: str, data: dict[str, Any]) -> None:
        event = {"op": DISPATCH, "t": kind, "s": len(session.events) + 1, "d": data}
        session.events.append(event)
        if session.socket:
            await session.socket.send(event)
            if kind == "MESSAGE_CREATE":
                self.left[data["id"]] = session.socket.left

    def cut(self) -> None:
        """Break every connection; what is sent meanwhile is replayed when a shard resumes."""
        for session in self.sessions.values():
            if session.socket:
                socket, session.socket = session.socket, None
                socket.cut()

    async def ask_to_reconnect(self) -> None:
        """Ask every shard to connect again."""
        for session in self.sessions.values():
            if session.socket:
                socket, session.socket = session.socket, None
                await socket.send({"op": RECONNECT, "d": None})

    async def invalidate(self) -> None:
        """End every session; shards have to identify again."""
        sockets = [session.socket for session in self.sessions.values() if session.socket]
        self.sessions.clear()
        for socket in sockets:
            await socket.send({"op": INVALID_SESSION, "d": False})

    async def close(self) -> None:
        """Close every connection."""
        for session in self.sessions.values():
            if session.socket:
                await session.socket.socket.close(code=WSCloseCode.GOING_AWAY)
