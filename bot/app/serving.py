"""Runs the platforms, until a signal asks to stop."""

import asyncio
import contextlib
import signal
from collections.abc import Sequence

from bot.domain.chat import Platform


async def serve(platforms: Sequence[Platform]) -> None:
    """Run platforms until SIGTERM or SIGINT; raises PlatformError where one is refused.

    Being cancelled, a platform takes no new work, finishes what is under way, and closes.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers in a loop
            loop.add_signal_handler(number, stopped.set)
    running = [asyncio.create_task(p.run(), name=p.name) for p in platforms]
    waiting = asyncio.create_task(stopped.wait(), name="stop")
    try:
        await asyncio.wait([*running, waiting], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (*running, waiting):
            task.cancel()
        results = await asyncio.gather(*running, waiting, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
