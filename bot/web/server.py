"""The HTTP server for whoever watches over the process: a probe, a load balancer, Prometheus."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.domain.errors import SettingsError
from bot.domain.health import Health, PartState, Report
from bot.web.metrics import CONTENT_TYPE, Metrics

_CLOSING_SECONDS = 1.0
_HEADERS = {"Cache-Control": "no-store"}


@asynccontextmanager
async def health_server(
    host: str, port: int, health: Health, metrics: Metrics
) -> AsyncIterator[None]:
    """Serve until the block ends; raises SettingsError where the address cannot be had."""
    runner = web.AppRunner(
        _application(health, metrics), access_log=None, shutdown_timeout=_CLOSING_SECONDS
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise SettingsError(
                f"VERBATIM_HEALTH__PORT: cannot listen on {host}:{port}: {_reason(error)}."
                " Choose another port, or 0 for none."
            ) from error
        yield
    finally:
        await runner.cleanup()


def _application(health: Health, metrics: Metrics) -> web.Application:
    application = web.Application()
    pages = _Pages(health, metrics)
    application.router.add_get("/healthz", pages.alive)
    application.router.add_get("/readyz", pages.ready)
    application.router.add_get("/readyz/{part}", pages.part_ready)
    application.router.add_get("/metrics", pages.metrics)
    return application


class _Pages:
    def __init__(self, health: Health, metrics: Metrics) -> None:
        self._health = health
        self._metrics = metrics

    async def alive(self, _request: web.Request) -> web.Response:
        """Tell that the loop turns: an answer is the proof."""
        return _json({"alive": True}, good=True)

    async def ready(self, _request: web.Request) -> web.Response:
        """Tell whether everybody is answered, and the state of each part."""
        report = await self._health.report()
        return _json(_shown(report), good=report.ready)

    async def part_ready(self, request: web.Request) -> web.Response:
        """Tell whether one part works, for a load balancer that leads to this part alone."""
        report = await self._health.report()
        state = report.part(request.match_info["part"])
        if state is None:
            raise web.HTTPNotFound
        return _json(_state(state), good=state.works and not report.stopping)

    async def metrics(self, _request: web.Request) -> web.Response:
        """Tell what was counted."""
        body = self._metrics.text(await self._health.report())
        return web.Response(body=body, headers={**_HEADERS, "Content-Type": CONTENT_TYPE})


def _json(facts: dict[str, object], *, good: bool) -> web.Response:
    return web.json_response(facts, status=200 if good else 503, headers=_HEADERS)


def _shown(report: Report) -> dict[str, object]:
    return {
        "ready": report.ready,
        "degraded": report.degraded,
        "stopping": report.stopping,
        "parts": {part.name: _state(part) for part in report.parts},
    }


def _state(part: PartState) -> dict[str, object]:
    return {"state": "up" if part.works else "down", "seconds": round(part.seconds, 1)}


def _reason(error: OSError) -> str:
    """Return the system's words; asyncio's repeat the address."""
    known = error.errno is not None and error.errno > 0
    return os.strerror(error.errno) if known and error.errno else str(error.strerror)
