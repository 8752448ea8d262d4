"""How long one question takes inside a process, in milliseconds, over the judged questions.

    python benchmarks/questions.py [--rounds 5]

Measured is what a platform waits for between request and reply: references, languages, ranking,
evidence, the check of the seal. Small talk and look-ups are counted apart.
"""

import argparse
import asyncio
import time
from statistics import median, quantiles

from bot.app import build_dispatcher
from bot.app.reloading import freeze_indexes
from bot.documents.loader import packaged_corpus
from bot.domain.chat import Request
from bot.evaluation.judgments import read_judgments
from bot.settings import Settings


async def measure(rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of every question, by kind."""
    dispatcher = build_dispatcher(Settings(), warm=True)
    freeze_indexes()
    place = packaged_corpus() / "judgments" / "seoul-declaration.jsonl"
    questions = read_judgments(str(place), place.read_text(encoding="utf-8"))
    taken: dict[str, list[float]] = {}
    for turn in range(rounds + 1):
        for question in questions:
            request = Request("ask", {"question": question.question})
            started = time.perf_counter()
            await dispatcher.dispatch(request)
            if turn:
                milliseconds = (time.perf_counter() - started) * 1000
                taken.setdefault(question.kind, []).append(milliseconds)
    return taken


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    taken = asyncio.run(measure(parser.parse_args().rounds))
    taken["all"] = [value for values in taken.values() for value in values]
    print(f"{'kind':<14}{'median':>10}{'p99':>10}")
    for kind, values in taken.items():
        print(f"{kind:<14}{median(values):>7.2f} ms{quantiles(values, n=100)[-1]:>7.2f} ms")


if __name__ == "__main__":
    main()
