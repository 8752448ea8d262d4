"""Keeps the platforms running: one that fails is started again, and never stops the others."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.chat import Platform
from bot.domain.errors import PlatformError, PlatformRefusedError
from bot.domain.incidents import place_of
from bot.domain.telemetry import UNCOUNTED, Happening, Telemetry

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How a platform that failed is started again, in seconds.

    The pause doubles from `first` to `longest`; who has run for `quiet` seconds begins anew. After
    `attempts` failures in a row a platform counts as lost, as long as it does not run.
    """

    first: float = 1.0
    longest: float = 300.0
    quiet: float = 300.0
    attempts: int = 5

    def pause(self, failures: int) -> float:
        """Return how long to wait after so many failures in a row, from 1."""
        return float(min(self.longest, self.first * 2 ** min(failures - 1, 30)))


@dataclass(slots=True)
class _Record:
    """What became of one platform: its last error, and how often it failed in a row."""

    failures: int = 0
    error: PlatformError | None = None
    runs: bool = True


class Supervision:
    """Runs platforms side by side."""

    def __init__(
        self,
        platforms: Sequence[Platform],
        *,
        telemetry: Telemetry = UNCOUNTED,
        patience: Patience | None = None,
    ) -> None:
        self._platforms = platforms
        self._telemetry = telemetry
        self._patience = patience or Patience()
        self._records = {platform.name: _Record() for platform in platforms}
        self._lost = asyncio.Event()

    async def run(self) -> None:
        """Serve until cancelled.

        Raises PlatformRefusedError when every platform refuses us for good, PlatformError when
        none is left that works.
        """
        tasks = [asyncio.create_task(self._keep(p), name=p.name) for p in self._platforms]
        try:
            await self._lost.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        raise self._verdict()

    async def _keep(self, platform: Platform) -> None:
        record = self._records[platform.name]
        while not self._lost.is_set():
            record.runs = True
            started = time.monotonic()
            record.error = await _failure(platform)
            record.runs = False
            settled = time.monotonic() - started >= self._patience.quiet
            record.failures = 1 if settled else record.failures + 1
            if all(map(self._is_lost, self._records.values())):
                self._lost.set()
            elif isinstance(record.error, PlatformRefusedError):
                log.error("platform refuses", extra=_facts(platform, record.error))
                return
            else:
                await self._wait(platform, record)

    async def _wait(self, platform: Platform, record: _Record) -> None:
        pause = self._patience.pause(record.failures)
        facts = _facts(platform, record.error) | {"again_in": pause}
        log.warning("platform failed", extra=facts)
        await asyncio.sleep(pause)
        self._telemetry.happened(Happening.RECONNECT, platform.name)

    def _is_lost(self, record: _Record) -> bool:
        if isinstance(record.error, PlatformRefusedError):
            return True
        return not record.runs and record.failures >= self._patience.attempts

    def _verdict(self) -> PlatformError:
        errors = [record.error for record in self._records.values() if record.error]
        for_good = all(isinstance(error, PlatformRefusedError) for error in errors)
        return (PlatformRefusedError if for_good else PlatformError)("\n".join(map(str, errors)))


async def _failure(platform: Platform) -> PlatformError:
    """Run a platform; return why it no longer runs."""
    try:
        await platform.run()
    except PlatformError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
        log.error("platform broke", extra={"platform": platform.name, **place_of(error)})  # noqa: TRY400
        return PlatformError(f"{platform.name} broke: {type(error).__name__}, see the log.")
    return PlatformError(f"{platform.name} ended by itself.")


def _facts(platform: Platform, error: PlatformError | None) -> dict[str, object]:
    return {"platform": platform.name, "reason": str(error)}
