"""Telemetry that keeps what it is told."""

from bot.domain.telemetry import Happening


class Counted:
    """Implements the port `Telemetry`, for tests to look at."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, str]] = []
        self.rankings: list[float] = []
        self.answers: list[tuple[str, float]] = []
        self.happenings: list[tuple[Happening, str]] = []
        self.failures: list[str] = []

    def asked(self, platform: str, command: str, outcome: str) -> None:
        self.requests.append((platform, command, outcome))

    def ranked(self, seconds: float) -> None:
        self.rankings.append(seconds)

    def answered(self, platform: str, seconds: float) -> None:
        self.answers.append((platform, seconds))

    def happened(self, what: Happening, platform: str) -> None:
        self.happenings.append((what, platform))

    def store_failed(self, operation: str) -> None:
        self.failures.append(operation)
