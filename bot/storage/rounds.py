"""What is to be done again and again, each job at its own pace."""

import time
from collections.abc import Awaitable, Callable, Mapping

Job = Callable[[], Awaitable[None]]


class Rounds:
    """Jobs with the seconds between two turns of each; all are due at the first."""

    def __init__(
        self, jobs: Mapping[Job, float], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = dict(jobs)
        self._clock = clock
        self._due = dict.fromkeys(self._seconds, clock())

    async def run_due(self) -> None:
        """Run the jobs that are due; one that fails is due again at the next call."""
        for job, due in self._due.items():
            now = self._clock()
            if due <= now:
                await job()
                self._due[job] = now + self._seconds[job]

    def seconds_left(self) -> float:
        """Return the seconds until the next job is due, not below 0."""
        return max(0.0, min(self._due.values()) - self._clock())
