"""A bot that runs as long as a test needs it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from bot.platforms.slack.platform import SlackPlatform
from tests.waiting import PATIENCE


@contextlib.asynccontextmanager
async def running(platform: SlackPlatform) -> AsyncIterator[SlackPlatform]:
    """Run a platform until the block ends, then stop it as a signal does."""
    task = asyncio.create_task(platform.run())
    async with asyncio.timeout(PATIENCE):
        while not await platform.ping():
            if task.done():
                task.result()
            await asyncio.sleep(0.005)
    try:
        yield platform
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
