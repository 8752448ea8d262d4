import gc
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search import Query
from bot.retrieval.index_store import IndexStore
from bot.retrieval.remembered import Remembered
from bot.retrieval.retriever import Bm25Retriever
from tests.indexes import packaged


def test_a_value_is_made_once_even_where_it_is_none():
    made = []
    remembered = Remembered(2)
    for key in (1, 1, 2, 1):
        assert remembered.of(key, made.append) is None
    assert made == [1, 2]


@given(st.lists(st.integers(0, 9)), st.integers(1, 5))
def test_as_many_as_there_is_room_for_are_kept_and_all_are_right(keys, most):
    remembered = Remembered(most)
    for key in keys:
        assert remembered.of(key, lambda k: k * k) == key * key
        assert len(remembered._values) <= most


@pytest.mark.parametrize("filed_from", [1, 10_000])
@pytest.mark.parametrize("merged_up_to", [0, 10_000])
def test_a_retriever_that_nobody_uses_any_longer_is_gone_at_once(
    tmp_path, filed_from, merged_up_to
):
    store = IndexStore(tmp_path, filed_from=filed_from, merged_up_to=merged_up_to)
    retriever = Bm25Retriever(packaged(), store=store)
    retriever.warm()
    for question in ("which countries took part?", "wich contries", "Qui a signé ?", "日本は?"):
        retriever.explain(Query(question))
    searcher = retriever._searchers["en"]
    index = searcher.index
    parts = [searcher, index, index.postings if merged_up_to else index.paragraphs.arrays.postings]
    if filed_from == 1:
        parts += index.vocabularies
    gone = [weakref.ref(part) for part in parts]
    gc.disable()
    try:
        del retriever, searcher, index, parts
        assert not any(part() is not None for part in gone)
    finally:
        gc.enable()
