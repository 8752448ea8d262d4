import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval.lines import SortedTerms, TermSets

WEIGHTS = {"rare": 3.0, "middle": 2.0, "common": 1.0}
SETS = [frozenset({"rare", "common"}), frozenset({"middle"}), frozenset({"common"})]
TERMS = st.sampled_from("abcdef")


def sets(*terms):
    return TermSets(terms or SETS, lambda term: WEIGHTS.get(term, 1.0))


def query(*terms):
    return {term: WEIGHTS.get(term, 1.0) for term in terms}


def test_the_likeness_is_that_of_the_nearest_set():
    assert sets().likeness(query("rare", "common")) == 1
    assert sets().likeness(query("rare")) == pytest.approx(2 * 3 / (3 + 4))
    assert sets().likeness(query("quokka")) == 0
    assert sets().likeness({}) == 0


def test_each_term_has_the_likeness_of_the_nearest_set_with_it():
    asked = query("rare", "middle", "quokka")
    found = sets().likenesses(asked, asked)
    assert found == {"rare": pytest.approx(2 * 3 / (6 + 4)), "middle": pytest.approx(4 / 8)}
    assert sets().likenesses(asked, ["middle", "quokka"]) == {"middle": pytest.approx(4 / 8)}


@given(st.lists(TERMS), TERMS | st.just("quokka"))
def test_sorted_terms_are_a_set(terms, term):
    assert (term in SortedTerms(terms)) == (term in terms)


def test_a_term_is_there_if_any_set_has_it():
    assert "rare" in sets()
    assert "quokka" not in sets()


@given(st.lists(st.frozensets(TERMS, min_size=1)), st.frozensets(TERMS, min_size=1))
def test_all_figures_lie_between_0_and_1_and_a_set_is_like_itself(members, asked):
    found = sets(*members, asked)
    weights = query(*asked)
    assert found.likeness(weights) == pytest.approx(1)
    assert all(0 < likeness <= 1 for likeness in found.likenesses(weights, asked).values())
    assert set(found.likenesses(weights, asked)) == set(weights)
