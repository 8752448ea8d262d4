import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval.best_unit import build_best_unit_index
from bot.retrieval.bm25 import Bm25Parameters, build_index

PARAMETERS = Bm25Parameters()
TERMS = st.lists(st.sampled_from("abcd"), max_size=4)
UNITS = st.lists(st.tuples(st.lists(st.integers(0, 5), min_size=1, unique=True), TERMS))


def scores(index, query, weight=1.0):
    found = np.zeros(6)
    if index:
        index.add_scores(query, weight, found)
    return found


@given(UNITS, st.dictionaries(st.sampled_from("abcdz"), st.floats(0.1, 2)))
def test_a_paragraph_counts_as_its_best_unit(units, query):
    plain = build_index(range(len(units)), [terms for _, terms in units], PARAMETERS)
    of_units = np.zeros(len(units))
    if plain:
        plain.add_scores(query, 1.0, of_units)
    expected = [
        max((of_units[n] for n, (rows, _) in enumerate(units) if row in rows), default=0)
        for row in range(6)
    ]
    assert scores(build_best_unit_index(units, PARAMETERS), query) == pytest.approx(expected)


def test_scores_are_weighted_and_added():
    index = build_best_unit_index([([1, 2], ["a"]), ([2], ["b"])], PARAMETERS)
    found = np.ones(6)
    index.add_scores({"a": 1}, 2.0, found)
    assert found - 1 == pytest.approx(2 * scores(index, {"a": 1}))
    assert found[0] == 1 < found[1] == found[2]


def test_it_has_the_terms_of_its_units():
    index = build_best_unit_index([([0], ["a"]), ([1], [])], PARAMETERS)
    assert "a" in index
    assert "b" not in index


@pytest.mark.parametrize("units", [[], [([0], [])]])
def test_units_without_a_term_make_no_index(units):
    assert build_best_unit_index(units, PARAMETERS) is None
