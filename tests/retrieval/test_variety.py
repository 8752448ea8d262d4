import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.documents import Corpus
from bot.domain.search import Query
from bot.retrieval.parameters import FieldWeights, RankingParameters
from bot.retrieval.retriever import Bm25Retriever
from bot.retrieval.variety import variety
from tests.indexes import numbered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("a", 1),
        ("a b c", 1),
        ("a b c a b c", 1 - math.log(2)),
        ("a a a b", 1 - math.log(2)),
        ("a a a", 0),
    ],
)
def test_a_text_is_worth_less_the_more_it_repeats_itself(text, expected):
    assert variety(text.split()) == pytest.approx(expected)


@given(st.lists(st.sampled_from("abc")))
def test_variety_lies_between_0_and_1(terms):
    assert 0 <= variety(terms) <= 1


REPEATING = (
    "Fees and dues and fees and dues are paid by members as fees.",
    "Members bring friends, neighbours, children and fees.",
)


def first(weight):
    only = dict.fromkeys(FieldWeights.__dataclass_fields__, 0.0) | {"text": 1.0, "variety": weight}
    retriever = Bm25Retriever(
        Corpus((numbered(*REPEATING),)), RankingParameters(weights=FieldWeights(**only))
    )
    explanation = retriever.explain(Query("fees"))
    return explanation.rows[0], retriever.contributions(explanation)


def test_with_the_weight_of_variety_the_text_that_repeats_nothing_comes_first():
    assert first(0.0)[0] == 0
    row, table = first(2.0)
    assert row == 1
    assert table["variety (en)"][0] > table["variety (en)"][1]
