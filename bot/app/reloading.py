"""Reads the documents again while the bot answers, and swaps them as a whole."""

import asyncio
import gc
import logging
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.app.answering import Library
from bot.app.letting_go import let_go
from bot.app.systemd import Systemd
from bot.dispatcher import Dispatcher
from bot.domain.errors import CorpusError, VerbatimError
from bot.domain.health import Health

log = logging.getLogger(__name__)

NAME = "corpus"
EVERY = 2.0
"""Seconds between two looks at the folder of documents."""
TURN = 0.001
"""Seconds for which the reading of documents may keep answers waiting, several times."""
_TOLD = 20
"""At most so many problems of a broken corpus are logged, a line each."""

Snapshot = frozenset[tuple[str, int, int]]
"""Every file of a folder with the time of its last change in nanoseconds, and its size."""


class LoadedCorpus:
    """The documents as a part of the program: they are there, or nothing would have started."""

    name = NAME

    async def ping(self) -> bool:
        """Tell that the documents are loaded."""
        return True


class Reloading:
    """Replaces the dispatcher's documents; they are kept where the new ones cannot be used."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        read: Callable[[], Library],
        *,
        health: Health | None = None,
        systemd: Systemd | None = None,
    ) -> None:
        self._dispatcher = dispatcher
        self._read = read
        self._health = health or Health([])
        self._systemd = systemd or Systemd({})
        self._wanted = asyncio.Event()

    def ask(self) -> None:
        """Ask for a reload; asking again before it begins changes nothing."""
        self._wanted.set()

    async def serve(self) -> None:
        """Reload whenever somebody asks, one at a time; for ever."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            self._systemd.reloading()
            await self.reload()
            self._systemd.reloaded()

    async def reload(self) -> bool:
        """Read, check and index in a thread; then swap. False where the old documents are kept."""
        try:
            library = await asyncio.to_thread(_without_pauses, self._read)
        except CorpusError as error:
            _tell_problems(error)
            return False
        except VerbatimError as error:
            log.error("corpus kept", extra={"reason": str(error)})  # noqa: TRY400 - a sentence
            return False
        except Exception as error:  # noqa: BLE001 - no document may stop a bot that answers
            log.error("corpus kept", extra={"reason": type(error).__name__})  # noqa: TRY400
            return False
        await asyncio.to_thread(let_go, self._swap(library))
        return True

    def _swap(self, library: Library) -> list[object]:
        """Use other documents from now on; return the old ones with all that searches them."""
        corpus, before = library.corpus, self._dispatcher.desk
        self._dispatcher.desk = replace(before, **library._asdict())
        self._health.renewed(NAME)
        facts = {"documents": len(corpus.documents), "paragraphs": len(corpus.paragraphs)}
        log.info("corpus loaded", extra=facts)
        return [before.corpus, before.retriever, before.references]


def snapshot(folder: Path) -> Snapshot:
    """Return what tells one state of a folder's files from another; empty where it is gone."""
    found = set()
    for path in (folder, *folder.rglob("*")):
        try:
            state = path.stat()
        except OSError:  # it was removed just now
            continue
        if not stat.S_ISDIR(state.st_mode):
            found.add((str(path), state.st_mtime_ns, state.st_size))
    return frozenset(found)


async def watch(
    folder: Path,
    ask: Callable[[], None],
    every: float = EVERY,
    look: Callable[[Path], Snapshot] = snapshot,
) -> None:
    """Ask for a reload when a folder has changed and stays the same for a while; for ever.

    Two looks that see the same change: so nothing is read that is still being copied.
    """
    loaded = before = await asyncio.to_thread(look, folder)
    while True:
        await asyncio.sleep(every)
        now = await asyncio.to_thread(look, folder)
        if now == before != loaded:
            loaded = now
            ask()
        before = now


def _without_pauses(read: Callable[[], Library]) -> Library:
    """Read documents without the garbage collector, which would halt all answers meanwhile.

    What there is then is kept from it, as it would look through all that is new at once. Threads
    take turns more often than they otherwise do, as an answer takes several turns.
    """
    interval = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    gc.disable()
    try:
        library = read()
        gc.freeze()
        return library
    finally:
        gc.enable()
        sys.setswitchinterval(interval)


def freeze_indexes() -> None:
    """Keep the garbage collector from looking through the indexes again and again."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _tell_problems(error: CorpusError) -> None:
    log.error("corpus kept", extra={"problems": len(error.problems)})
    for problem in error.problems[:_TOLD]:
        log.error("corpus problem", extra={"problem": str(problem)})
