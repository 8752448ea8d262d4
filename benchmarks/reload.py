"""How long answers wait while the documents are read again, in milliseconds.

    python benchmarks/reload.py [--rounds 3]

Measured is the time between two turns of the event loop, in which one question is answered.
"""

import argparse
import asyncio
import time
from functools import partial
from statistics import median

from bot.app import build_dispatcher
from bot.app.answering import read_library
from bot.app.options import options_of
from bot.app.reloading import Reloading, freeze_indexes
from bot.domain.chat import Request
from bot.settings import Settings

QUESTION = Request("ask", {"question": "which countries took part?"})


async def measure(rounds: int) -> None:
    """Print a line for each reload."""
    settings = Settings()
    dispatcher = build_dispatcher(settings, warm=True)
    freeze_indexes()
    reloading = Reloading(dispatcher, partial(read_library, options_of(settings), warm=True))
    for _ in range(rounds):
        started = time.perf_counter()
        reload = asyncio.create_task(reloading.reload())
        turns = []
        while not reload.done():
            turn = time.perf_counter()
            await dispatcher.dispatch(QUESTION)
            await asyncio.sleep(0)
            turns.append((time.perf_counter() - turn) * 1000)
        print(
            f"reload {time.perf_counter() - started:.2f} s, {len(turns)} answers meanwhile:"
            f" median {median(turns):.1f} ms, longest {max(turns):.1f} ms"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    asyncio.run(measure(parser.parse_args().rounds))


if __name__ == "__main__":
    main()
