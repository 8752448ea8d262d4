from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from bot.retrieval.bm25 import Bm25Parameters, build_index

WORDS = st.sampled_from(["ai", "risk", "safety", "law", "share", "state"])
PARAGRAPHS = st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=8)
QUERIES = st.lists(WORDS | st.sampled_from(["quokka", ""]), max_size=8)
PARAMETERS = st.builds(Bm25Parameters, st.floats(0.01, 3), st.floats(0, 1))


def scores_of(index, query, size, weight=1.0):
    scores = np.zeros(size)
    index.add_scores(query, weight, scores)
    return scores


@given(PARAGRAPHS, QUERIES, PARAMETERS)
def test_scores_are_those_of_rank_bm25(paragraphs, query, parameters):
    index = build_index(range(len(paragraphs)), paragraphs, parameters)
    used = [row for row, words in enumerate(paragraphs) if words]
    if not used:
        assert index is None
        return
    model = BM25Plus([paragraphs[row] for row in used], k1=parameters.k1, b=parameters.b, delta=0)
    expected = np.zeros(len(paragraphs))
    expected[used] = model.get_scores(query)
    found = scores_of(index, Counter(query), len(paragraphs))
    assert np.allclose(found, expected, rtol=0, atol=1e-9)


@given(PARAGRAPHS, QUERIES)
def test_weights_of_the_field_and_of_a_term_multiply_its_score(paragraphs, query):
    index = build_index(range(len(paragraphs)), paragraphs, Bm25Parameters())
    if index is not None:
        plain = scores_of(index, Counter(query), len(paragraphs))
        halves = dict.fromkeys(query, 0.0) | {w: n / 2 for w, n in Counter(query).items()}
        weighted = scores_of(index, halves, len(paragraphs), weight=4.0)
        assert np.allclose(weighted, 2 * plain, rtol=0, atol=1e-9)


@given(PARAGRAPHS)
def test_the_rows_with_a_term_come_in_document_order(paragraphs):
    rows = [3 * place + 1 for place in range(len(paragraphs))]
    index = build_index(rows, paragraphs, Bm25Parameters())
    if index is not None:
        for word in ("ai", "risk", "quokka"):
            expected = [r for r, words in zip(rows, paragraphs, strict=True) if word in words]
            assert index.rows_with(word).tolist() == expected
            assert (word in index) == bool(expected)


@pytest.mark.parametrize("terms", [[], [[]], [[], []]])
def test_nothing_to_index_is_no_index(terms):
    assert build_index(range(len(terms)), terms, Bm25Parameters()) is None


def test_scores_are_added_to_those_that_are_there():
    index = build_index([0, 2], [["ai"], ["law"]], Bm25Parameters())
    scores = np.array([1.0, 1.0, 1.0])
    index.add_scores({"ai": 1.0}, 1.0, scores)
    assert scores[0] > 1
    assert scores[1:].tolist() == [1, 1]


def test_a_word_that_every_paragraph_has_still_scores():
    index = build_index([0, 1], [["ai"], ["ai", "law"]], Bm25Parameters())
    assert all(scores_of(index, {"ai": 1.0}, 2) > 0)


def test_with_a_saturation_of_zero_only_presence_counts():
    index = build_index([0, 1, 2], [["ai"] * 5, ["ai"], ["law"]], Bm25Parameters(k1=0, b=0.5))
    found = scores_of(index, {"ai": 1.0}, 3)
    assert found[0] == found[1] > found[2] == 0


def test_paragraphs_and_their_terms_belong_together():
    with pytest.raises(ValueError, match="zip"):
        build_index([0, 1], [["ai"]], Bm25Parameters())
