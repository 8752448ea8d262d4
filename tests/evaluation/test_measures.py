import pytest

from bot.evaluation.measures import average_precision_at, recall_at, reciprocal_rank

RANKED = ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("relevant", "expected"),
    [({"a"}, 1), ({"b"}, 1 / 2), ({"c", "e"}, 1 / 3), ({"x"}, 0), (set(), 0)],
)
def test_the_reciprocal_rank_is_that_of_the_first_relevant_document(relevant, expected):
    assert reciprocal_rank(RANKED, relevant) == expected


@pytest.mark.parametrize(
    ("k", "relevant", "expected"),
    [(1, {"a"}, 1), (1, {"b"}, 0), (3, {"a", "c", "e", "x"}, 1 / 2), (9, {"e"}, 1), (0, {"a"}, 0)],
)
def test_recall_is_the_share_of_the_relevant_that_is_found(k, relevant, expected):
    assert recall_at(k, RANKED, relevant) == expected


@pytest.mark.parametrize(
    ("k", "relevant", "expected"),
    [
        (5, {"a"}, 1),
        (5, {"b"}, 1 / 2),
        (5, {"a", "c"}, (1 + 2 / 3) / 2),
        (5, {"a", "c", "x"}, (1 + 2 / 3) / 3),  # one that is never found
        (2, {"a", "c"}, 1 / 2),  # … or only below the cut
        (5, {"b", "d", "e"}, (1 / 2 + 2 / 4 + 3 / 5) / 3),
        (5, {"x"}, 0),
    ],
)
def test_average_precision_is_the_mean_over_all_relevant_documents(k, relevant, expected):
    assert average_precision_at(k, RANKED, relevant) == pytest.approx(expected)


def test_nothing_ranked_scores_nothing():
    assert reciprocal_rank([], {"a"}) == 0
    assert recall_at(5, [], {"a"}) == 0
    assert average_precision_at(5, [], {"a"}) == 0
