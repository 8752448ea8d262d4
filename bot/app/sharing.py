"""Tells other processes what was taken from the limits' buckets, and learns what they took."""

import asyncio
import logging

from bot.domain.errors import StoreError
from bot.domain.limits import Limits
from bot.domain.storage import Spending
from bot.domain.telemetry import UNCOUNTED, Telemetry

log = logging.getLogger(__name__)

EVERY = 1.5
"""Seconds between two exchanges: for so long, a limit counts once for each process."""


async def share_spending(
    limits: Limits, spending: Spending, *, every: float = EVERY, telemetry: Telemetry = UNCOUNTED
) -> None:
    """Exchange what was taken, in the background; for ever. No answer waits for it."""
    limits.shared = True
    while True:
        await asyncio.sleep(every)
        await exchange(limits, spending, telemetry)


async def exchange(limits: Limits, spending: Spending, telemetry: Telemetry = UNCOUNTED) -> None:
    """Exchange once; what cannot be told now is told the next time."""
    spent = limits.spent()
    try:
        limits.others_took(await spending.share(spent))
    except StoreError:
        limits.not_told(spent)
        telemetry.store_failed("share")
        log.debug("limits not shared")
