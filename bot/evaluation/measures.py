"""Measures of a ranking against its relevant documents, as trec_eval defines them.

`ranked` are document numbers, best first; `relevant` is the set of those that are right. The
definitions are those of Manning, Raghavan and Schütze, "Introduction to Information Retrieval",
2008, chapter 8; trec_eval calls them recip_rank, recall.k and map_cut.k.
"""

from collections.abc import Collection, Sequence


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Return 1 divided by the rank of the first relevant document, 0 where there is none."""
    return next((1 / rank for rank, d in enumerate(ranked, start=1) if d in relevant), 0.0)


def recall_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Return the share of the relevant documents that are among the first k."""
    return sum(document in relevant for document in ranked[:k]) / len(relevant)


def average_precision_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Return the mean, over all relevant documents, of the precision where each is found."""
    found, total = 0, 0.0
    for rank, document in enumerate(ranked[:k], start=1):
        if document in relevant:
            found += 1
            total += found / rank
    return total / len(relevant)
