"""What is counted and timed while the bot works, and the port to whoever counts it."""

from enum import StrEnum
from typing import Protocol


class Happening(StrEnum):
    """Something that a platform did to us, worth counting."""

    RECONNECT = "reconnect"
    RATE_LIMIT = "rate_limit"
    REDELIVERY = "redelivery"


class Telemetry(Protocol):
    """Counts and times; every method returns at once, raises nothing and keeps no text."""

    def asked(self, platform: str, command: str, outcome: str) -> None:
        """Count a request that ended; `command` is one of ours, or "unknown"."""
        ...

    def ranked(self, seconds: float) -> None:
        """Note how long one ranking took."""
        ...

    def answered(self, platform: str, seconds: float) -> None:
        """Note how long an answer took, from the event to the reply that is handed over."""
        ...

    def happened(self, what: Happening, platform: str) -> None:
        """Count something that a platform did."""
        ...

    def store_failed(self, operation: str) -> None:
        """Count an operation of the store that failed; its name is that of the port's method."""
        ...


class Uncounted:
    """Counts nothing: for the terminal, and wherever nobody asks for figures."""

    def asked(self, platform: str, command: str, outcome: str) -> None:
        """Count nothing."""

    def ranked(self, seconds: float) -> None:
        """Note nothing."""

    def answered(self, platform: str, seconds: float) -> None:
        """Note nothing."""

    def happened(self, what: Happening, platform: str) -> None:
        """Count nothing."""

    def store_failed(self, operation: str) -> None:
        """Count nothing."""


UNCOUNTED = Uncounted()
