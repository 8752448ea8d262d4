"""BM25's parameters; its statistics and scores are in `bot.retrieval.index`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bm25Parameters:
    """Term-frequency saturation `k1` (0 or more) and length normalisation `b` (0 to 1).

    Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
    """

    k1: float = 0.6
    b: float = 0.65
