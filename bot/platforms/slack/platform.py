"""Slack as a platform: it signs in, connects one way or the other, and leaves in good order."""

import asyncio
import logging

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.dispatcher import Dispatcher
from bot.domain.telemetry import Happening
from bot.platforms.slack.access import Access, http_session, sign_in, web_client
from bot.platforms.slack.application import (
    add_listeners,
    many_workspaces_app,
    single_workspace_app,
)
from bot.platforms.slack.delivery import Delivery
from bot.platforms.slack.manifest import BOT_SCOPES
from bot.platforms.slack.quiet import quiet_logger
from bot.platforms.slack.requests import NAME, CommandTable
from bot.platforms.slack.service import Service, Underway
from bot.platforms.slack.socket_mode import SocketMode
from bot.platforms.slack.web import WebServer

log = logging.getLogger(__name__)

FINISHING_SECONDS = 10.0
"""Seconds that a stopped bot gives to answers that are under way."""


class SlackPlatform:
    """The bot on Slack."""

    name = NAME

    def __init__(self, access: Access, dispatcher: Dispatcher, *, prefix: str = "") -> None:
        self._access = access
        self._dispatcher = dispatcher
        self._table = CommandTable(dispatcher.commands.values(), prefix)
        self._underway = Underway(dispatcher)
        self._socket: SocketMode | None = None
        self._server: WebServer | None = None

    async def run(self) -> None:
        """Serve until cancelled; raises PlatformError when refused."""
        async with http_session(self._limited) as session:
            client = web_client(self._access, session)
            app = await self._app(client)
            delivery = Delivery(session, quiet_logger())
            add_listeners(app, Service(self._dispatcher, self._table, delivery), self._underway)
            if self._access.app_token:
                await self._serve_socket(
                    SocketMode(self._access, app, client, self._underway, self._reconnected)
                )
            else:
                await self._serve_http(WebServer(self._access, app))

    async def ping(self) -> bool:
        """Tell whether people can be answered right now."""
        if self._socket is not None:
            return await self._socket.is_open()
        return self._server is not None and self._server.is_open()

    async def _app(self, client: AsyncWebClient) -> AsyncApp:
        if self._access.client_id:
            return many_workspaces_app(self._access, client, BOT_SCOPES)
        identity = await sign_in(self._access, client)
        log.info("signed in to slack", extra={"space": identity.get("team_id")})
        return single_workspace_app(self._access, client, identity)

    async def _serve_socket(self, socket: SocketMode) -> None:
        try:
            await socket.open()
            self._socket = socket
            log.info("connected to slack", extra={"way": "socket mode"})
            await asyncio.Event().wait()
        finally:
            socket.stop_taking()
            await self._finish()
            await socket.close()

    async def _serve_http(self, server: WebServer) -> None:
        try:
            await server.open()
            self._server = server
            log.info("connected to slack", extra={"way": "http", "port": self._access.port})
            await asyncio.Event().wait()
        finally:
            await server.stop_taking()
            await self._finish()
            await server.close()

    def _limited(self) -> None:
        self._dispatcher.desk.telemetry.happened(Happening.RATE_LIMIT, NAME)

    def _reconnected(self) -> None:
        self._dispatcher.desk.telemetry.happened(Happening.RECONNECT, NAME)

    async def _finish(self) -> None:
        if not await self._underway.finished(FINISHING_SECONDS):
            log.warning("answers were left unfinished")
