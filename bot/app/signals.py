"""Signals: the first asks to stop, the second ends at once; SIGHUP asks for the documents anew."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from contextlib import suppress

log = logging.getLogger(__name__)

_ENDED_BY_SIGNAL = 128
"""A shell's exit code for a process that a signal ended is this and the signal's number."""


def obey_signals(
    stop: asyncio.Event,
    reload: Callable[[], None],
    leave: Callable[[int], None] = os._exit,
) -> None:
    """Set `stop` on the first SIGTERM or SIGINT, leave on the second, and reload on SIGHUP.

    It holds until the running loop is closed: what closes last may be interrupted as well.
    """

    def asked_to_stop(number: int) -> None:
        if stop.is_set():
            log.warning("stopped at once", extra={"signal": signal.Signals(number).name})
            leave(_ENDED_BY_SIGNAL + number)
        stop.set()

    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows has no signal handlers in a loop
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, asked_to_stop, number)
        loop.add_signal_handler(signal.SIGHUP, reload)
