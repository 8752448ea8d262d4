from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from bot.retrieval.fields import Unit, indexed_lines, indexed_terms, query_forms, stretches
from bot.retrieval.index_store import IndexStore
from bot.retrieval.parameters import FieldWeights, RankingParameters
from bot.retrieval.searcher import LanguageSearcher
from tests.indexes import packaged, packaged_searcher, searcher_of

SIZE = len(packaged().paragraphs)
QUESTIONS = st.lists(
    st.sampled_from("safety models of the institutes next meeting human rights quokka".split()),
    max_size=6,
).map(" ".join)


def units_of(spec):
    """The units of a field in English: rows of paragraphs, and terms."""
    searcher = packaged_searcher()
    found, stems = searcher._sources, searcher.analyzer.terms
    if spec.unit is Unit.PARAGRAPH:
        return [([one.row], indexed_terms(spec, one, stems)) for one in found]
    if spec.unit is Unit.LINE:
        return [([one.row], line) for one in found for line in indexed_lines(spec, one, stems)]
    return [
        ([one.row for one in group], [t for one in group for t in indexed_terms(spec, one, stems)])
        for group in stretches(found)
    ]


@cache
def model_of(spec):
    """The units that have a term, and rank_bm25's model of them."""
    units = [(rows, terms) for rows, terms in units_of(spec) if terms]
    bm25 = RankingParameters().bm25
    return units, BM25Plus([terms for _, terms in units], k1=bm25.k1, b=bm25.b, delta=0)


@cache
def searcher_with(index):
    """The searcher of the packaged corpus in English, its postings merged or apart."""
    if index == "merged":
        return packaged_searcher()
    store = IndexStore(merged_up_to=SIZE - 1)
    return LanguageSearcher(packaged(), "en", RankingParameters(), store=store)


@pytest.mark.parametrize("index", ["merged", "apart"])
@settings(max_examples=25)
@given(question=QUESTIONS)
def test_each_field_adds_rank_bm25s_score_of_a_paragraphs_best_unit(index, question):
    searcher = searcher_with(index)
    queries = query_forms(question, searcher.analyzer.terms(question))
    hits, others = np.zeros((2, SIZE))
    for field in searcher.index.fields:
        units, model = model_of(field.spec)
        of_units = sum(
            (times * model.get_scores([term]) for term, times in queries[field.spec.form].items()),
            np.zeros(len(units)),
        )
        expected = np.zeros(SIZE)
        for (rows, _), score in zip(units, of_units, strict=True):
            expected[rows] = np.maximum(expected[rows], field.weight * score)
        found = searcher.index.contribution(field, queries)
        assert np.allclose(found, expected, rtol=0, atol=1e-9)
        target = hits if field.spec.admits else others
        target += expected
    assert np.allclose(searcher.index.sums(queries), [hits, others], rtol=0, atol=1e-9)
    totals = np.where(hits > 0, hits + others, 0)
    rows, scores = searcher.index.top_k(queries, 5, range(SIZE))
    assert scores == pytest.approx(sorted(totals[totals > 0], reverse=True)[:5], abs=1e-9)
    assert totals[rows] == pytest.approx(scores, abs=1e-9)


@given(QUESTIONS, st.integers(1, 6), st.integers(0, SIZE), st.integers(0, SIZE))
def test_merged_postings_find_what_each_field_by_itself_finds(question, k, start, stop):
    searcher = packaged_searcher()
    merged, apart = searcher.index, searcher_with("apart").index
    assert [field.spec for field in merged.fields] == [field.spec for field in apart.fields]
    queries = query_forms(question, searcher.analyzer.terms(question))
    assert np.allclose(merged.sums(queries, 3.0), apart.sums(queries, 3.0), rtol=0, atol=1e-9)
    within = range(start, max(start, stop))
    (rows, scores), (same, as_much) = (i.top_k(queries, k, within, 3.0) for i in (merged, apart))
    assert rows == same
    assert scores == pytest.approx(as_much, abs=1e-9)


def test_nothing_is_found_where_no_paragraph_has_a_word():
    index = searcher_of("...").index
    assert index.top_k(query_forms("join us", ["join", "us"]), 5, range(1)) == ([], [])


@pytest.mark.parametrize("store", [IndexStore(), IndexStore(merged_up_to=0)])
def test_paragraphs_with_a_stem_are_told_by_field(store):
    index = searcher_of("Anybody may join.", "Fees are due.", "Join us.", store=store).index
    assert index.rows_with("join", index.mask("text")).tolist() == [0, 2]
    assert index.rows_with("join", index.mask("terms")).tolist() == []
    assert index.rows_with("quokka", index.mask("text")).tolist() == []
    assert index.has_stem("fee")
    assert not index.has_stem("quokka")


def test_without_fields_of_units_there_are_only_paragraphs():
    plain = RankingParameters(weights=FieldWeights(stretch=0, stretch_pairs=0, lines=0))
    searcher = searcher_of("Anybody may join.", "Fees are due.", parameters=plain)
    queries = query_forms("join", ["join"])
    rows, _ = searcher.index.top_k(queries, 5, range(2))
    assert rows == [0]
    assert {field.spec.unit for field in searcher.fields} == {Unit.PARAGRAPH}
