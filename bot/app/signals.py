"""Signals: the first asks to stop, the second ends at once; SIGHUP asks for the documents anew."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

log = logging.getLogger(__name__)

_STOPPING = (signal.SIGTERM, signal.SIGINT)
_ENDED_BY_SIGNAL = 128
"""A shell's exit code for a process that a signal ended is this and the signal's number."""


@contextmanager
def obeyed_signals(
    stop: asyncio.Event,
    reload: Callable[[], None],
    leave: Callable[[int], None] = os._exit,
) -> Iterator[None]:
    """Set `stop` on the first SIGTERM or SIGINT, leave on the second, and reload on SIGHUP."""

    def asked_to_stop(number: int) -> None:
        if stop.is_set():
            log.warning("stopped at once", extra={"signal": signal.Signals(number).name})
            leave(_ENDED_BY_SIGNAL + number)
        stop.set()

    loop = asyncio.get_running_loop()
    handlers: dict[int, Callable[[], None]] = {
        number: lambda number=number: asked_to_stop(number)  # type: ignore[misc]
        for number in _STOPPING
    }
    if hasattr(signal, "SIGHUP"):
        handlers[signal.SIGHUP] = reload
    with suppress(NotImplementedError):  # Windows has no signal handlers in a loop
        for number, handler in handlers.items():
            loop.add_signal_handler(number, handler)
    try:
        yield
    finally:
        with suppress(NotImplementedError):
            for number in handlers:
                loop.remove_signal_handler(number)
