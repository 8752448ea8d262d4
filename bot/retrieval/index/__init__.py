"""BM25 at any size: rank_bm25's statistics in flat arrays, and an inverted index of them."""
