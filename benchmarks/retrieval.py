"""How long a question takes against the size of the corpus: ours, rank_bm25, bm25s, tantivy.

    pip install -e ".[fast]" bm25s tantivy
    python benchmarks/retrieval.py [--sizes 17,1000,10000] [--rivals tantivy "ours numpy"]

Every engine indexes the same words (`benchmarks/regulations.py`) in a process of its own. Then
they are asked the same questions, one engine after another in each round, so that what else the
machine does meets all alike. A round of one engine ends after --seconds. The table has the median
of all questions and the median of the rounds' 99th percentiles, in milliseconds, the time of
indexing, the memory that it took beyond the words, and how many times as long as ours each took.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from typing import IO

from plot import plot
from rivals import RIVALS

SIZES = (17, 1_000, 10_000, 100_000, 1_000_000)


@dataclass
class Engine:
    """One engine in its process, and what has been measured of it."""

    name: str
    process: subprocess.Popen[str]
    seconds: float = 0.0
    bytes: int = 0
    rounds: list[list[float]] = field(default_factory=list)

    def ask(self, seconds: float) -> None:
        """Ask all questions once, or as many as some seconds allow."""
        _pipe(self.process.stdin).write(f"{seconds}\n")
        _pipe(self.process.stdin).flush()
        self.rounds.append(json.loads(_pipe(self.process.stdout).readline()))

    @property
    def asked(self) -> int:
        """How many questions were answered, in all rounds."""
        return sum(map(len, self.rounds))

    @property
    def median(self) -> float:
        """The median of a question, in milliseconds."""
        return median(chain.from_iterable(self.rounds))

    @property
    def p99(self) -> float:
        """The 99th percentile of a question in a round, in milliseconds: the median of rounds."""
        return median(quantiles([*one, *one], n=100, method="inclusive")[-1] for one in self.rounds)


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("the process has no pipe")
    return pipe


def start(name: str, size: int, questions: int) -> Engine:
    """Start an engine and wait until it has indexed."""
    worker = Path(__file__).with_name("rivals.py")
    command = (sys.executable, str(worker), name, str(size), str(questions))
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    engine = Engine(name, subprocess.Popen(command, **pipes))
    facts = json.loads(_pipe(engine.process.stdout).readline())
    engine.seconds, engine.bytes = facts["seconds"], facts["bytes"]
    return engine


def measure(names: Sequence[str], size: int, options: argparse.Namespace) -> list[Engine]:
    """Ask all engines the same questions in turn."""
    engines = [start(name, size, options.questions) for name in names]
    for _ in range(options.rounds):
        for engine in engines:
            engine.ask(options.seconds)
    for engine in engines:
        _pipe(engine.process.stdin).close()
        engine.process.wait()
    return engines


def print_table(size: int, engines: Sequence[Engine]) -> None:
    """Print what was measured at one size."""
    mine = {engine.name: engine.median for engine in engines if engine.name.startswith("ours")}
    head = "".join(f"{f'/ {name}':>16}" for name in mine)
    print(f"\n{size:,} paragraphs")
    print(f"{'':<14}{'median ms':>11}{'p99 ms':>10}{'p99/median':>12}{'asked':>7}", end="")
    print(f"{'index s':>10}{'MB':>8}{'B/para':>8}{head}")
    for engine in engines:
        print(
            f"{engine.name:<14}{engine.median:>11.4f}{engine.p99:>10.4f}"
            f"{engine.p99 / engine.median:>12.2f}{engine.asked:>7}{engine.seconds:>10.2f}"
            f"{engine.bytes / 1e6:>8.1f}{engine.bytes / size:>8.0f}"
            + "".join(f"{engine.median / other:>16.2f}" for other in mine.values()),
            flush=True,
        )


def main() -> None:
    """Measure, print the tables, write the plot."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--rivals", nargs="+", default=list(RIVALS), choices=list(RIVALS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10, help="a round of one engine, at most")
    parser.add_argument("--plot", type=Path, help="an SVG of latency against size")
    options = parser.parse_args()
    lines: dict[str, list[tuple[float, float]]] = {name: [] for name in options.rivals}
    for size in map(int, options.sizes.split(",")):
        engines = measure(options.rivals, size, options)
        print_table(size, engines)
        for engine in engines:
            lines[engine.name].append((size, engine.median))
    if options.plot:
        options.plot.write_text(_plotted(lines), encoding="utf-8")


def _plotted(lines: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    return plot(lines, "paragraphs", "median of a question, ms")


if __name__ == "__main__":
    main()
