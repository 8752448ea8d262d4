"""What is under way, so that a stop waits for it and nothing new begins."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.dispatcher import Dispatcher
from bot.domain.answers import begin
from bot.domain.telemetry import Happening
from bot.platforms.discord.requests import NAME


class Work:
    """Counts the answers under way; each event is answered once, none after `stop`."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._stopped = False
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def claim(self, event: int) -> bool:
        """Tell whether an event is to be answered: it is new, and nothing has been stopped.

        The answer begins here: what the task logs from now on has its id.
        """
        begin()
        if self._stopped:
            return False
        with self._counted():  # what is claimed here is answered by nobody else
            is_first = await self.is_first(str(event))
        if not is_first:
            self._dispatcher.desk.telemetry.happened(Happening.REDELIVERY, NAME)
        return is_first

    async def is_first(self, act: str) -> bool:
        """Tell whether something happens for the first time, in all processes."""
        return await self._dispatcher.desk.store.claim_event(f"{NAME}:{act}")

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Count an answer for as long as it takes."""
        with self._counted(), self._dispatcher.answers.one() as answer:
            yield
            if answer.asked:
                self._dispatcher.desk.telemetry.answered(NAME, answer.seconds)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._count += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._idle.set()

    async def stop(self, grace: float) -> bool:
        """Begin nothing new; tell whether all that was under way ended within `grace` seconds.

        In a task that is being cancelled, `asyncio.timeout` of Python 3.11.2 fails.
        """
        self._stopped = True
        try:
            await asyncio.wait_for(self._ended(), grace)
        except TimeoutError:
            return False
        return True

    async def _ended(self) -> None:
        while self._count:  # a claim that has ended begins an answer
            await self._idle.wait()
