"""HTTP: Slack calls the bot, which answers only what is signed with the app's secret."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_internals import build_async_context
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.domain.answers import answering
from bot.domain.errors import PlatformRefusedError
from bot.platforms.slack.access import Access

EVENTS_PATH = "/slack/events"
LARGEST_BODY = 1024**2
"""Bytes. Slack sends some thousand; a larger body is refused before it is read."""
_UNREADABLE = (ValueError, LookupError, AttributeError, TypeError, RecursionError)
"""What Bolt raises where a payload is not of the kind that it says it is."""
_TIMESTAMP_DIGITS = 12
"""Digits. Slack sends ten; the SDK fails where a number is too large for its arithmetic."""
_CLOSING_SECONDS = 5.0
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebServer:
    """Serves the three paths of the Slack app; several may stand behind a load balancer."""

    def __init__(self, access: Access, app: AsyncApp) -> None:
        self._access = access
        self._app = app
        self._verifier = SignatureVerifier(access.signing_secret)
        self._runner = web.AppRunner(
            self.application(), access_log=None, shutdown_timeout=_CLOSING_SECONDS
        )
        self._site: web.TCPSite | None = None
        self._leaving = False

    def application(self) -> web.Application:
        """Return the paths as an aiohttp application."""
        application = web.Application(client_max_size=LARGEST_BODY)
        application.router.add_post(EVENTS_PATH, self._events)
        flow = self._app.oauth_flow
        if flow is not None:
            application.router.add_get(flow.install_path, _installing(flow))
            application.router.add_get(flow.redirect_uri_path, _returning(flow))
        return application

    async def open(self) -> None:
        """Listen; raises PlatformRefusedError where the address is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._access.host, self._access.port)
        try:
            await site.start()
        except OSError as error:
            place = f"{self._access.host}:{self._access.port}"
            raise PlatformRefusedError(
                f"VERBATIM_SLACK__PORT: cannot listen on {place}: {error.strerror}"
            ) from error
        self._site = site

    async def stop_taking(self) -> None:
        """Take no further connections, and no further requests over those that are open."""
        self._leaving = True
        if self._site is not None:
            site, self._site = self._site, None
            await site.stop()

    async def close(self) -> None:
        """Close what is open."""
        await self._runner.cleanup()

    def is_open(self) -> bool:
        """Tell whether the bot listens."""
        return self._site is not None

    async def _events(self, request: web.Request) -> web.Response:
        if self._leaving:  # Slack or the load balancer tries another process
            headers = {"Connection": "close", "Retry-After": "1"}
            return web.json_response({"error": "stopping"}, status=503, headers=headers)
        with answering():
            return await self._answered(request)

    async def _answered(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not self._is_signed(request, body):
            return web.json_response({"error": "invalid request"}, status=401)
        try:
            bolt_request = _mended(await to_bolt_request(request))
            response = await self._app.async_dispatch(bolt_request)
        except _UNREADABLE:
            return web.json_response({"error": "unreadable"}, status=400)
        return await to_aiohttp_response(response)

    def _is_signed(self, request: web.Request, body: bytes) -> bool:
        """Check the signature before anything is parsed; it is good for five minutes."""
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and signature.isascii()):
            return False
        if len(timestamp) > _TIMESTAMP_DIGITS:
            return False
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except UnicodeDecodeError:
            return False


def _mended(request: AsyncBoltRequest) -> AsyncBoltRequest:
    """Return a request with its form fields, which Bolt loses where a text says "payload".

    Bolt 1.30 takes any form with this word for an interaction, slack_bolt/request/internals.py.
    """
    if not request.body and request.raw_body:
        request.body = dict(parse_qsl(request.raw_body, keep_blank_values=True))
        request.context = build_async_context(AsyncBoltContext(), request.body)
    return request


def _installing(flow: AsyncOAuthFlow) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        bolt_request = await to_bolt_request(request)
        return await to_aiohttp_response(await flow.handle_installation(bolt_request))

    return handle


def _returning(flow: AsyncOAuthFlow) -> _Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        bolt_request = await to_bolt_request(request)
        return await to_aiohttp_response(await flow.handle_callback(bolt_request))

    return handle
