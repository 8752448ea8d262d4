"""What is counted and timed, as Prometheus reads it."""

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from bot.domain.health import Report
from bot.domain.telemetry import Happening

CONTENT_TYPE = CONTENT_TYPE_LATEST
_RANKING = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_ANSWER = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds, in seconds."""


class Metrics:
    """Counters of one process; its labels take a fixed set of values, never a name of somebody."""

    def __init__(self) -> None:
        # Else every counter is two series.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = registry = CollectorRegistry()
        for kind in (ProcessCollector, PlatformCollector, GCCollector):
            kind(registry=registry)
        self._questions = Counter(
            "verbatim_questions_total",
            "Requests that ended, by how they did.",
            ["platform", "command", "outcome"],
            registry=registry,
        )
        self._ranking = Histogram(
            "verbatim_ranking_seconds",
            "How long a ranking takes.",
            buckets=_RANKING,
            registry=registry,
        )
        self._answers = Histogram(
            "verbatim_answer_seconds",
            "From an event's arrival to the reply that is handed over.",
            ["platform"],
            buckets=_ANSWER,
            registry=registry,
        )
        self._happenings = {
            what: Counter(name, meaning, ["platform"], registry=registry)
            for what, (name, meaning) in _HAPPENINGS.items()
        }
        self._store_errors = Counter(
            "verbatim_store_errors_total",
            "Operations of the store that failed.",
            ["operation"],
            registry=registry,
        )
        self._ready = Gauge(
            "verbatim_ready", "Whether a part works: 1 or 0.", ["part"], registry=registry
        )

    def asked(self, platform: str, command: str, outcome: str) -> None:
        """Count a request that ended."""
        self._questions.labels(platform, command, outcome).inc()

    def ranked(self, seconds: float) -> None:
        """Note how long a ranking took."""
        self._ranking.observe(seconds)

    def answered(self, platform: str, seconds: float) -> None:
        """Note how long an answer took."""
        self._answers.labels(platform).observe(seconds)

    def happened(self, what: Happening, platform: str) -> None:
        """Count something that a platform did."""
        self._happenings[what].labels(platform).inc()

    def store_failed(self, operation: str) -> None:
        """Count an operation of the store that failed."""
        self._store_errors.labels(operation).inc()

    def expect(self, platform: str) -> None:
        """Show a platform's counters from the start, as 0: an increase is seen from the first."""
        self._answers.labels(platform)
        for counter in self._happenings.values():
            counter.labels(platform)

    def text(self, report: Report) -> bytes:
        """Return everything in Prometheus' text format, with the parts as they are now."""
        for part in report.parts:
            self._ready.labels(part.name).set(part.works)
        return generate_latest(self._registry)


_HAPPENINGS = {
    Happening.RECONNECT: (
        "verbatim_platform_reconnects_total",
        "Connections to a platform that were made anew.",
    ),
    Happening.RATE_LIMIT: (
        "verbatim_rate_limits_total",
        "Times that a platform asked to wait (HTTP 429).",
    ),
    Happening.REDELIVERY: (
        "verbatim_redeliveries_dropped_total",
        "Events that came once more and were not answered again.",
    ),
}
