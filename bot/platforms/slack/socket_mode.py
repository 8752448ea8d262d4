"""Socket Mode: events come over a WebSocket that the bot opens, so that it needs no address."""

import asyncio
import contextlib
from collections.abc import Callable

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.answers import answering
from bot.platforms.slack.access import Access, open_socket
from bot.platforms.slack.quiet import quiet_logger
from bot.platforms.slack.service import Underway


def _nothing() -> None:
    """Tell nobody."""


class _Socket(SocketModeClient):
    """The SDK's client, which tells when it has connected once more."""

    reconnected: Callable[[], None] = staticmethod(_nothing)

    async def connect(self) -> None:
        """Connect, and tell if there was a connection before."""
        again = self.current_session is not None
        await super().connect()  # type: ignore[no-untyped-call]
        if again and not self.closed:
            self.reconnected()


class SocketMode:
    """One WebSocket of the app; Slack spreads the events over all that are open."""

    def __init__(
        self,
        access: Access,
        app: AsyncApp,
        client: AsyncWebClient,
        underway: Underway,
        reconnected: Callable[[], None],
    ) -> None:
        self._access = access
        self._app = app
        self._web_client = client
        self._underway = underway
        self._reconnected = reconnected
        self._socket: SocketModeClient | None = None
        self._leaving = False

    async def open(self) -> None:
        """Connect; raises PlatformError where Slack refuses."""
        address = await open_socket(self._access, self._web_client)
        socket = _Socket(
            app_token=self._access.app_token,
            logger=quiet_logger(),
            web_client=self._web_client,
            ping_interval=self._access.ping_seconds,
        )
        socket.wss_uri = address
        socket.reconnected = self._reconnected
        socket.socket_mode_request_listeners.append(self._receive)
        self._socket = socket
        await socket.connect()

    def stop_taking(self) -> None:
        """Take no further events; Slack gives what is not acknowledged to another process."""
        self._leaving = True

    async def close(self) -> None:
        """Close the WebSocket."""
        if self._socket is not None:
            socket, self._socket = self._socket, None
            with contextlib.suppress(ConnectionError):
                await socket.close()  # type: ignore[no-untyped-call]
            await asyncio.sleep(0)  # lets the SDK's own tasks end

    async def is_open(self) -> bool:
        """Tell whether the WebSocket is up."""
        return self._socket is not None and await self._socket.is_connected()

    async def _receive(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if self._leaving:
            return
        started = asyncio.get_running_loop().time()
        with self._underway.one(), answering():
            response = await run_async_bolt_app(self._app, request)
            await send_async_response(client, request, response, started)
