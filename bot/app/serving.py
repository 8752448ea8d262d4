"""Serves until a signal asks to stop, and leaves in good order."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.app.signals import obey_signals
from bot.app.supervision import Supervision
from bot.app.systemd import Systemd
from bot.domain.health import Health
from bot.domain.incidents import place_of

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two looks whether the first platform is connected, while none is."""
AGAIN_AFTER = 60.0
"""Seconds after which background work that failed is tried again."""

Background = Callable[[], Coroutine[Any, Any, None]]


def _nothing() -> None:
    """Do nothing: there are no documents to read again."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the platforms while they run.

    `background` is what is done beside them, each for ever; what fails there is tried again after
    so many seconds. `reload` is what SIGHUP asks for.
    """

    health: Health = field(default_factory=lambda: Health([]))
    systemd: Systemd = field(default_factory=lambda: Systemd({}))
    background: Sequence[Background] = ()
    again_after: float = AGAIN_AFTER
    reload: Callable[[], None] = _nothing


async def serve(supervision: Supervision, around: Surroundings | None = None) -> None:
    """Run platforms until SIGTERM or SIGINT; raises PlatformError where none is left that works.

    Being cancelled, a platform takes no new work, finishes what is under way, and closes.
    """
    around = around or Surroundings()
    stop = asyncio.Event()
    asyncio.get_running_loop().set_exception_handler(log_unhandled)
    obey_signals(stop, around.reload)
    serving = asyncio.create_task(supervision.run(), name="platforms")
    stopped = asyncio.create_task(stop.wait(), name="stop")
    beside = [asyncio.create_task(_surviving(job, around.again_after)) for job in around.background]
    try:
        await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        around.health.stopping = True
        around.systemd.stopping()
        log.info("stopping")
        await _ended(serving)
        await _ended(stopped, *beside)
    if not serving.cancelled():
        serving.result()
    log.info("stopped")


async def notify_when_connected(
    health: Health, platforms: Sequence[str], systemd: Systemd, every: float = LOOK_EVERY
) -> None:
    """Tell systemd that the service is up once one of its platforms is."""
    while not await _is_connected(health, platforms):  # noqa: ASYNC110 - it tells when asked
        await asyncio.sleep(every)
    systemd.ready()


async def _is_connected(health: Health, platforms: Sequence[str]) -> bool:
    report = await health.report()
    return any(part.works for part in report.parts if part.name in platforms)


def log_unhandled(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log an error that nobody waited for, without its text, which asyncio itself would quote."""
    error = context.get("exception")
    facts = place_of(error) if error else {"error": str(context.get("message"))}
    log.error("task failed", extra=facts)


async def _ended(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _surviving(job: Background, pause: float) -> None:
    """Do something in the background; what fails there is logged, and tried again later."""
    while True:
        try:
            return await job()
        except Exception as error:  # noqa: BLE001 - it must not end those who answer people
            log.error("background work failed", extra=place_of(error))  # noqa: TRY400
        await asyncio.sleep(pause)
