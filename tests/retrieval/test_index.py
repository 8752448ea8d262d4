from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi, BM25Plus

from bot.retrieval.index import compiled_search
from bot.retrieval.index.inverted import IndexBuilder, InvertedIndex
from bot.retrieval.index.model_index import index_of_model, index_of_paragraphs
from bot.retrieval.index.numpy_search import WeightedTerms
from bot.retrieval.index.statistics import LeanOkapi, LeanPlus

LEAN = {BM25Okapi: LeanOkapi, BM25Plus: LeanPlus}
WORDS = st.sampled_from(["ai", "risk", "safety", "law", "share", "state"])
PARAGRAPHS = st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=12).filter(any)
QUERIES = st.lists(WORDS | st.sampled_from(["quokka", ""]), max_size=8)
MODELS = st.sampled_from([BM25Okapi, BM25Plus])
PARAMETERS = st.fixed_dictionaries({"k1": st.floats(0.01, 3), "b": st.floats(0, 0.99)})
SEGMENTS = st.sampled_from([1, 2, 3, 65_536])


@given(PARAGRAPHS, QUERIES, MODELS, PARAMETERS, SEGMENTS)
def test_scores_are_those_of_rank_bm25(paragraphs, query, kind, parameters, segment):
    model = kind(paragraphs, **parameters)
    expected = model.get_scores(query)
    for index in (
        index_of_model(model, segment=segment),
        index_of_paragraphs(paragraphs, LEAN[kind], segment=segment, **parameters),
    ):
        assert np.allclose(index.scores(query), expected, rtol=0, atol=1e-9)


@given(PARAGRAPHS, QUERIES, MODELS, PARAMETERS, SEGMENTS, st.integers(1, 14))
def test_the_best_share_a_word_and_come_by_score_then_in_document_order(
    paragraphs, query, kind, parameters, segment, k
):
    model = kind(paragraphs, **parameters)
    found = index_of_model(model, segment=segment).top_k(query, k)
    scores = model.get_scores(query)
    sharing = [row for row, words in enumerate(paragraphs) if {*words} & {*query}]
    assert len(found) == min(k, len(sharing))
    assert {row for row, _ in found} <= {*sharing}
    assert [score for _, score in found] == pytest.approx([scores[row] for row, _ in found])
    keys = [(-score, row) for row, score in found]
    assert keys == sorted(keys)
    left_out = [scores[row] for row in sharing if row not in dict(found)]
    assert not found or all(score <= found[-1][1] + 1e-9 for score in left_out)
    for row in {row for row in sharing if row not in dict(found)}:
        twins = [one for one, _ in found if sorted(paragraphs[one]) == sorted(paragraphs[row])]
        assert all(twin < row for twin in twins)


@given(PARAGRAPHS, MODELS, PARAMETERS)
def test_a_lean_model_has_the_statistics_of_rank_bm25(paragraphs, kind, parameters):
    model = kind(paragraphs, **parameters)
    index = index_of_paragraphs(paragraphs, LEAN[kind], **parameters)
    vocabulary = index.index.vocabularies[0]
    assert {word: index.idf[vocabulary.get(word)] for word in vocabulary} == model.idf
