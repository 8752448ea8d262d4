"""The store on SQLite or PostgreSQL, which goes on working while the database does not."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.domain.errors import StoreError
from bot.domain.storage import Feedback, SpaceSettings
from bot.storage.backlog import Backlog, VerdictKey, succeeding, verdict_key
from bot.storage.choices import Choices
from bot.storage.claims import Claims
from bot.storage.database import Database
from bot.storage.failures import StoreUnreachableError, UnfitDataError
from bot.storage.outage import Outage
from bot.storage.rounds import Rounds
from bot.storage.sharing import SharedSpending

log = logging.getLogger(__name__)
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the store does what it does by itself, in seconds; the bounds of its calls."""

    refresh: float = 10.0
    checkpoint: float = 5.0
    purge_events: float = 60.0
    purge_feedback: float = 3_600.0
    first_retry: float = 0.25
    longest_retry: float = 15.0
    ping: float = 1.0
    opening: float = 40.0
    patience: float = 5.0
    closing: float = 3.0


class SqlStore:
    """Settings are read from memory; each claim goes to the database; failures are mended later.

    What cannot be written waits in a bounded backlog. One log line says that the database went,
    one that it came back.
    """

    name = "store"

    def __init__(
        self,
        database: Database,
        defaults: SpaceSettings | None = None,
        *,
        feedback_days: int = 90,
        pace: Pace | None = None,
        on_failure: Callable[[str], None] | None = None,
    ) -> None:
        self.outage = Outage(on_failure) if on_failure else Outage()
        self.spending = SharedSpending(database.share, self.outage)
        self._database = database
        self._feedback_days = feedback_days
        self._pace = pace or Pace()
        self._is_open = False
        self._choices = Choices(defaults or SpaceSettings())
        self._claims = Claims(database.claim, self.outage, at_once=database.claim_now)
        self._settings = Backlog[str, SpaceSettings](database.keep_settings)
        self._verdicts = Backlog[VerdictKey, Feedback](self._keep_verdict)
        self._backlogs: list[Backlog[Any, Any]] = [self._settings, self._verdicts]
        self._rounds = self._own_rounds()
        self._mending, self._reading = asyncio.Lock(), asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, bring the tables up to date, read the settings; from then on mend what fails.

        Raises StoreError where somebody has to change something before it can work; a database that
        does not answer now is tried again in the background.
        """
        try:
            await self._open_database()
        except StoreUnreachableError as error:
            self.outage.begin("open", error)
        except StoreError:
            await self._close_database()
            raise
        self._task = asyncio.create_task(self._look_after(), name="store")

    async def close(self) -> None:
        """Write what waits, within a bound, and close all connections."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        with contextlib.suppress(StoreError, TimeoutError):
            await asyncio.wait_for(self._mend(), self._pace.closing)
        if self._waiting:
            log.error("store closed before all was written", extra={"lost": self._waiting})
        await self._close_database()

    async def space_settings(self, space: str) -> SpaceSettings:
        """Return a space's settings as last known; the defaults where nothing was chosen."""
        return self._choices.of(space)

    async def save_space_settings(self, space: str, settings: SpaceSettings) -> bool:
        """Replace a space's settings; they hold at once. False where they are not kept yet."""
        with self._choices.chosen(space, settings), self._settings.keeping(space, settings):
            async with self._reading:
                return await self._kept(self._settings, space, settings)

    async def record_feedback(self, feedback: Feedback) -> bool:
        """Keep a verdict; the last of a user on a paragraph counts. False where it is not yet kept.

        Once this has returned True, the verdict outlives the process.
        """
        key = verdict_key(feedback)
        feedback = succeeding(feedback, self._verdicts.get(key))
        with self._verdicts.keeping(key, feedback):
            return await self._kept(self._verdicts, key, feedback)

    async def forget_user(self, user: str) -> int:
        """Delete all that is kept of a user, by the keyed hash; return how many verdicts it was.

        Raises StoreError where the database cannot be reached.
        """
        async with self._mending:
            try:
                await self._write_waiting()
                return await self._database.forget(user)
            except StoreError as error:
                self.outage.begin("forget", error)
                raise

    async def claim_event(self, event: str) -> bool:
        """Return True to the first caller for an event's id, False to every later one."""
        return await self._claims.claim(event)

    def write_later(self, backlog: Backlog[Any, Any]) -> None:
        """Write a further backlog too, whenever the database works."""
        self._backlogs.append(backlog)

    async def ping(self) -> bool:
        """Tell whether the database can be read and, as far as was tried, written; in a second."""
        try:
            async with asyncio.timeout(self._pace.ping):
                if self.outage.is_on:
                    await self._mend()
                else:
                    await self._database.probe(self._pace.ping)
        except StoreError as error:
            self.outage.begin("ping", error)
        except TimeoutError:
            return False
        return not self.outage.is_on

    @property
    def _waiting(self) -> int:
        return sum(map(len, self._backlogs))

    async def _kept(self, backlog: Backlog[K, V], key: K, value: V) -> bool:
        """Write a value, or put it where it waits; what cannot be kept at all is not."""
        if not self.outage.is_on:
            try:
                await backlog.write(key, value)
            except UnfitDataError as error:
                log.error("value not kept", extra={"reason": str(error)})  # noqa: TRY400
                return False
            except StoreError as error:
                self.outage.begin("write", error)
            else:
                return True
        backlog.add(key, value)
        return False

    async def _keep_verdict(self, _key: VerdictKey, verdict: Feedback) -> None:
        await self._database.keep_feedback(verdict)

    async def _look_after(self) -> None:
        """Mend what fails, with growing pauses, and do what is to be done from time to time."""
        pause = self._pace.first_retry
        while True:
            self.outage.began.clear()
            if await self._is_well():
                pause = self._pace.first_retry
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._rounds.seconds_left()):
                        await self.outage.began.wait()
            else:
                await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - out of step
                pause = min(2 * pause, self._pace.longest_retry)

    async def _is_well(self) -> bool:
        """Mend and do what is due; tell whether all of it could be done."""
        try:
            if self.outage.is_on or self._waiting:
                await self._mend()
            await self._rounds.run_due()
        except StoreError as error:
            self.outage.begin("mend", error)
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, the store goes on being mended
            log.error("store not looked after", extra={"error": type(error).__name__})  # noqa: TRY400
            return False
        return True

    async def _mend(self) -> None:
        """Write what waits, then say that the database works; raises StoreError where it does not.

        Connections of before are dropped: those to a server that was stopped are of no use.
        """
        async with self._mending:
            if self.outage.is_on:
                await self._database.close()
            written = await self._write_waiting()
            await self._database.probe()
            if self.outage.since is not None:
                await self._claims.catch_up(
                    self.outage.since, lambda claims: self.outage.end(written + claims)
                )

    async def _write_waiting(self) -> int:
        if not self._is_open:
            await self._open_database()
        return sum([await backlog.write_all() for backlog in self._backlogs])

    async def _open_database(self) -> None:
        await self._database.open(self._pace.opening, self._pace.patience)
        await self._rounds.run_due()  # purging also shows whether the database can be written
        self._is_open = True

    async def _close_database(self) -> None:
        with contextlib.suppress(StoreError):
            await self._database.close()

    def _own_rounds(self) -> Rounds:
        pace = self._pace
        return Rounds(
            {
                self._refresh: pace.refresh,
                self._database.checkpoint: pace.checkpoint,
                self._database.purge_events: pace.purge_events,
                self._purge_feedback: pace.purge_feedback,
            }
        )

    async def _refresh(self) -> None:
        async with self._reading:
            rows = await self._database.settings(self._choices.since)
            self._choices.learn(rows, self._settings)

    async def _purge_feedback(self) -> None:
        await self._database.purge_feedback(self._feedback_days)
