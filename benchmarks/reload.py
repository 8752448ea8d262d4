"""How long answers wait while the documents are read again, in milliseconds.

    python benchmarks/reload.py [--rounds 3]
    python benchmarks/reload.py --collection DIR    # documents in ObliQA's JSON

Measured is the time between two turns of the event loop, in which one question is answered; with a
collection, whose index is made anew, no question is asked. A reload ends when the documents of
before have been freed.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from bot.app import build_dispatcher
from bot.app.answering import Library, read_library
from bot.app.options import options_of
from bot.app.reloading import Reloading, freeze_indexes
from bot.domain.chat import Request
from bot.evaluation.collection import read_collection
from bot.retrieval.index_store import IndexStore
from bot.retrieval.references import CorpusReferences
from bot.retrieval.retriever import Bm25Retriever
from bot.settings import Settings

MOST = 10
"""Milliseconds for which the event loop should be held at most."""
QUESTION = Request("ask", {"question": "which countries took part?"})


def read_anew(folder: Path) -> Library:
    """Read and index a collection, without the file of an index."""
    corpus = read_collection(folder)[0].corpus
    with tempfile.TemporaryDirectory() as files:
        retriever = Bm25Retriever(corpus, store=IndexStore(Path(files)))
        retriever.warm()
    return Library(corpus, retriever, CorpusReferences(corpus))


async def measure(reloading: Reloading, ask: Callable[[], Awaitable[object]], rounds: int) -> None:
    """Print a line for each reload."""
    for _ in range(rounds):
        started = time.perf_counter()
        reload = asyncio.create_task(reloading.reload())
        turns = []
        while not reload.done():
            turn = time.perf_counter()
            await ask()
            await asyncio.sleep(0)
            turns.append((time.perf_counter() - turn) * 1000)
        waits = [turn for turn in turns if turn > 1]
        spread = quantiles([*waits, *waits] or [0.0, 0.0], n=100)
        print(
            f"reload {time.perf_counter() - started:.2f} s, {len(turns)} turns: median"
            f" {median(turns):.1f} ms; those of more than 1 ms: {len(waits)},"
            f" median {spread[49]:.1f} ms, p99 {spread[-1]:.1f} ms,"
            f" over {MOST} ms {sum(turn > MOST for turn in turns)}, longest {max(turns):.1f} ms"
        )


async def start(folder: Path | None, rounds: int) -> None:
    """Measure reloads of the documents of the settings, or of a collection."""
    settings = Settings()
    dispatcher = build_dispatcher(settings, warm=folder is None)
    read = partial(read_library, options_of(settings), warm=True)
    if folder:
        read = partial(read_anew, folder)
        await Reloading(dispatcher, read).reload()
    freeze_indexes()
    ask = partial(asyncio.sleep, 0) if folder else partial(dispatcher.dispatch, QUESTION)
    await measure(Reloading(dispatcher, read), ask, rounds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--collection", type=Path, help="a folder of documents in ObliQA's JSON")
    options = parser.parse_args()
    asyncio.run(start(options.collection, options.rounds))


if __name__ == "__main__":
    main()
