"""Waiting for something that only a look can tell."""

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE = 60.0
"""Seconds that anything may take: only what is broken takes them, on however slow a machine."""


async def until(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something holds; `holds` may be a coroutine function."""
    async with asyncio.timeout(seconds):
        while not await _value(holds()):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.005)


async def _value(value: object) -> object:
    return await value if isinstance(value, Awaitable) else value
