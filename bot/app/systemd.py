"""Tells systemd how the service is: `Type=notify`, with its watchdog."""

import asyncio
import os
import socket
import time
from collections.abc import Mapping

_MICROSECONDS = 1e6


class Systemd:
    """The way to systemd, or to nobody where it has not started us.

    Messages are those of sd_notify(3): datagrams over the socket that NOTIFY_SOCKET names, where @
    begins the name of a socket without a file.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._watchdog = _watchdog_seconds(environment)
        self._is_ready = False

    def ready(self) -> None:
        """Say, the first time, that the service is up."""
        if not self._is_ready:
            self._is_ready = True
            self._tell("READY=1")

    def reloading(self) -> None:
        """Say that the documents are being read again."""
        self._tell(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def reloaded(self) -> None:
        """Say that this is over."""
        self._tell("READY=1")

    def stopping(self) -> None:
        """Say that the service is about to end."""
        self._tell("STOPPING=1")

    async def keep_watchdog_quiet(self) -> None:
        """Send a sign of life twice in the time after which systemd would act; for ever."""
        while self._watchdog:
            self._tell("WATCHDOG=1")
            await asyncio.sleep(self._watchdog / 2)

    def _tell(self, message: str) -> None:
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)  # noqa: FBT003 - the socket's own signature
            try:
                sender.sendto(message.encode(), self._address)
            except OSError:  # systemd is gone or busy: nothing that we could do about it
                return


def _watchdog_seconds(environment: Mapping[str, str]) -> float:
    """Return systemd's patience in seconds, 0.0 where it does not watch this process."""
    if environment.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return 0.0
    microseconds = environment.get("WATCHDOG_USEC", "")
    return int(microseconds) / _MICROSECONDS if microseconds.isdecimal() else 0.0
