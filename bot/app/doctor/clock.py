"""Whether this machine's clock agrees with the platforms'."""

import time
from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from bot.app.doctor.rows import Row, State

PART = "clock"
PATIENCE = 5.0
"""Seconds for a platform to say what time it is."""
CLOSE_ENOUGH = 5.0
"""Seconds: the platform's own time has whole seconds and takes its way."""
TOO_FAR = 120.0
"""Seconds. Slack's signatures are good for 300, and Discord's buttons less."""
_ADVICE = "let it be set from the network, as by: timedatectl set-ntp true"


async def clock_row(addresses: Sequence[tuple[str, str]]) -> Row:
    """Compare with the first platform that answers; takes names and addresses."""
    if not addresses:
        return Row(PART, State.SKIPPED, "not compared: no platform is configured")
    for name, address in addresses:
        ahead = await seconds_ahead(address)
        if ahead is not None:
            return _compared(name, ahead)
    names = " and ".join(name for name, _ in addresses)
    return Row(PART, State.SKIPPED, f"not compared: {names} did not say what time it is")


async def seconds_ahead(address: str) -> float | None:
    """Return how far this clock is ahead of a server's, in seconds; None where it does not say."""
    import aiohttp  # noqa: PLC0415 - only where there is a network to ask

    limit = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        before = time.time()
        async with (
            aiohttp.ClientSession(timeout=limit, trust_env=True) as session,
            session.get(address, allow_redirects=False) as response,
        ):
            middle = (before + time.time()) / 2
            theirs = parsedate_to_datetime(response.headers["Date"])
    except (aiohttp.ClientError, OSError, KeyError, ValueError):
        return None
    return middle - theirs.timestamp()


def _compared(name: str, ahead: float) -> Row:
    if abs(ahead) <= CLOSE_ENOUGH:
        return Row(PART, State.OK, f"agrees with {name}'s")
    state = State.WRONG if abs(ahead) > TOO_FAR else State.LOOK
    direction = "ahead of" if ahead > 0 else "behind"
    return Row(PART, state, f"{abs(ahead):.0f} seconds {direction} {name}'s", _ADVICE)
