"""The engines that `benchmarks/retrieval.py` compares, each behind the same two steps.

A process of its own for each: it makes the corpus, indexes it, and, for each line of standard
input with a number of seconds, asks all questions once, or as many as that time allows. It answers
with a line of JSON: the milliseconds that each took.

    python benchmarks/rivals.py NAME SIZE QUESTIONS
"""

import argparse
import ctypes
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from regulations import make_corpus

TOP = 5
WARMING = 10
"""Questions before each round that are not timed: others ran meanwhile, and caches are theirs."""
K1, B = 1.5, 0.75
Ask: TypeAlias = Callable[[list[str]], object]
Paragraphs: TypeAlias = Sequence[list[str]]


def rank_bm25(paragraphs: Paragraphs) -> Ask:
    """rank_bm25's BM25Plus, asked as its own `get_top_n` does."""
    from rank_bm25 import BM25Plus  # noqa: PLC0415

    model = BM25Plus(paragraphs, k1=K1, b=B)
    return lambda question: np.argsort(model.get_scores(question))[::-1][:TOP]


def bm25s(paragraphs: Paragraphs, backend: str = "numpy") -> Ask:
    """bm25s, with one of its backends."""
    import bm25s as engine  # noqa: PLC0415

    model = engine.BM25(k1=K1, b=B, backend=backend)
    model.index(paragraphs, show_progress=False)
    return lambda question: model.retrieve([question], k=TOP, show_progress=False)


def tantivy(paragraphs: Paragraphs) -> Ask:
    """tantivy in memory; its queries are made of terms, not parsed."""
    import tantivy as engine  # noqa: PLC0415

    schema_builder = engine.SchemaBuilder()
    schema_builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    schema = schema_builder.build()
    index = engine.Index(schema)
    writer = index.writer(heap_size=500_000_000)
    for words in paragraphs:
        writer.add_document(engine.Document(text=" ".join(words)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(question: list[str]) -> object:
        terms = [engine.Query.term_query(schema, "text", word) for word in question]
        query = engine.Query.boolean_query([(engine.Occur.Should, term) for term in terms])
        return searcher.search(query, TOP).hits

    return ask


def ours(paragraphs: Paragraphs, *, compiled: bool = False) -> Ask:
    """Verbatim's index with numpy, or with the compiled kernel of the extra "fast"."""
    from bot.retrieval.index.model_index import index_of_paragraphs  # noqa: PLC0415
    from bot.retrieval.index.postings import SEGMENT  # noqa: PLC0415
    from bot.retrieval.index.statistics import LeanPlus  # noqa: PLC0415

    with ThreadPoolExecutor(1) as executor:
        large = executor if len(paragraphs) > SEGMENT else None
        model = index_of_paragraphs(paragraphs, LeanPlus, executor=large, k1=K1, b=B)
    if compiled:
        from bot.retrieval.index.compiled_search import CompiledSearch  # noqa: PLC0415

        cache = Path(tempfile.gettempdir()) / "verbatim-benchmark"
        model = model.searched_by(CompiledSearch.prepared(model.index.arrays, cache))
    return lambda question: model.top_k(question, TOP)


RIVALS: dict[str, Callable[[Paragraphs], Ask]] = {
    "rank_bm25": rank_bm25,
    "bm25s numpy": bm25s,
    "bm25s numba": lambda paragraphs: bm25s(paragraphs, "numba"),
    "tantivy": tantivy,
    "ours numpy": ours,
    "ours [fast]": lambda paragraphs: ours(paragraphs, compiled=True),
}


def _resident() -> int:
    """Return the bytes of memory that the process uses, where the system tells.

    What has been freed is handed back first, as far as the C library can.
    """
    gc.collect()
    hand_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if hand_back is not None:
        hand_back(0)
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


def main() -> None:
    """Index, then answer until the input ends."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name", choices=list(RIVALS))
    parser.add_argument("size", type=int)
    parser.add_argument("questions", type=int)
    options = parser.parse_args()
    corpus = make_corpus(options.size, options.questions)
    before, started = _resident(), time.perf_counter()
    ask = RIVALS[options.name](corpus.paragraphs)
    seconds = time.perf_counter() - started
    facts: dict[str, Any] = {"seconds": seconds, "bytes": _resident() - before}
    gc.freeze()
    for question in corpus.questions[:3]:  # what is compiled or cached at the first question
        ask(question)
    print(json.dumps(facts), flush=True)
    for line in sys.stdin:
        print(json.dumps(_round(ask, corpus.questions, float(line))), flush=True)


def _round(ask: Ask, questions: Paragraphs, seconds: float) -> list[float]:
    """Return the milliseconds of each question; the processor has met the engine before."""
    taken: list[float] = []
    for question in questions[-WARMING:]:
        ask(question)
    for question in questions:
        started = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - started) * 1000)
        if sum(taken) > seconds * 1000:
            break
    return taken


if __name__ == "__main__":
    main()
