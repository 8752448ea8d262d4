"""How long a process takes from an index file to its first answer, in seconds.

    python benchmarks/index_file.py [--size 1000000] [--processes 3]

The made-up corpus is indexed once, as one field, and written; then processes start, one after the
other, each of which maps the file, checks it, and answers a question.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from regulations import make_corpus

from bot.retrieval.index.arrays import IndexArrays
from bot.retrieval.index.file import Stored, read_index, write_index
from bot.retrieval.index.inverted import InvertedIndex, numbered
from bot.retrieval.index.model_index import index_of_paragraphs
from bot.retrieval.index.query_lists import WeightedTerms
from bot.retrieval.index.statistics import LeanPlus
from bot.retrieval.index.vocabulary import MappedVocabulary, mapped

VALUES = ("rows", "segment", "code_bits", "is_plain")
LETTERS = ("checksums", "numbers", "starts", "letters")


def write(path: Path, size: int) -> list[str]:
    """Index and write; return a question."""
    corpus = make_corpus(size, 1)
    index = index_of_paragraphs(corpus.paragraphs, LeanPlus).index
    started = time.perf_counter()
    terms = mapped(index.vocabularies[0]).arrays
    arrays = {**index.arrays.named(), **{f"terms {name}": terms[name] for name in LETTERS}}
    values = {name: getattr(index.arrays, name) for name in VALUES}
    write_index(path, "made up", Stored(arrays, values))
    print(f"written: {path.stat().st_size / 1e6:.0f} MB, {time.perf_counter() - started:.2f} s")
    return corpus.questions[0]


def answer(path: Path, question: list[str]) -> None:
    """Map the file, answer, and print how long that took."""
    started = time.perf_counter()
    stored = read_index(path, "made up")
    terms = MappedVocabulary(*(stored.arrays[f"terms {name}"] for name in LETTERS))
    named = {k: v for k, v in stored.arrays.items() if not k.startswith("terms ")}
    index = InvertedIndex(IndexArrays(**named, **stored.values), [terms])
    ready = time.perf_counter()
    query = WeightedTerms(*numbered([terms], [dict.fromkeys(question, 1.0)]), np.ones(1))
    rows, _ = index.top_k(query, 5)
    seconds = time.perf_counter() - ready
    print(f"ready: {ready - started:.2f} s, first answer: {seconds:.3f} s, rows {rows}")


def main() -> None:
    """Write, then start processes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--answer", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.answer:
        answer(Path(options.answer[0]), options.answer[1:])
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up.index"
        question = write(path, options.size)
        for _ in range(options.processes):
            command = [sys.executable, __file__, "--answer", str(path), *question]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
