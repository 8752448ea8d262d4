from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi, BM25Plus

from bot.retrieval.index import decoded_search, numpy_search, turns
from bot.retrieval.index.arrays import CountedField, assemble, key_of
from bot.retrieval.index.compiled_search import CompiledSearch
from bot.retrieval.index.decoded_search import DecodedSearch
from bot.retrieval.index.inverted import IndexBuilder, InvertedIndex, new_vocabularies, numbered
from bot.retrieval.index.model_index import index_of_model, index_of_paragraphs
from bot.retrieval.index.numpy_search import NumpySearch
from bot.retrieval.index.postings import SEGMENT, SHORT, Postings, _packed, new_vocabulary
from bot.retrieval.index.query_lists import WeightedTerms
from bot.retrieval.index.statistics import LeanOkapi, LeanPlus, close, idf_by_number
from bot.retrieval.index.vocabulary import mapped

LEAN = {BM25Okapi: LeanOkapi, BM25Plus: LeanPlus}
WORD_LIST = ["ai", "risk", "safety", "law", "share", "state"]
WORDS = st.sampled_from(WORD_LIST)
TEXTS = st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=12)
PARAGRAPHS = TEXTS.filter(any)
QUERIES = st.lists(WORDS | st.sampled_from(["quokka", ""]), max_size=8)
MODELS = st.sampled_from([BM25Okapi, BM25Plus])
# With b = 1, rank_bm25 divides zero by zero where a paragraph is empty.
PARAMETERS = st.fixed_dictionaries({"k1": st.floats(0.01, 3), "b": st.floats(0, 0.99)})
SEGMENTS = st.sampled_from([1, 2, 3, SEGMENT])
NOTHING = np.empty(0)


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
    left_out = {*sharing} - {row for row, _ in found}
    assert all(scores[row] <= found[-1][1] + 1e-9 for row in left_out)
    for row in left_out:
        twins = [one for one, _ in found if sorted(paragraphs[one]) == sorted(paragraphs[row])]
        assert all(twin < row for twin in twins)


@given(PARAGRAPHS, MODELS, PARAMETERS)
def test_a_lean_model_has_the_statistics_of_rank_bm25(paragraphs, kind, parameters):
    model = kind(paragraphs, **parameters)
    postings = Postings(new_vocabulary(count()))
    for row, words in enumerate(paragraphs):
        postings.add(row, words)
    lean = LEAN[kind](close(postings), **parameters)
    by_word = {word: lean.idf[number] for word, number in postings.vocabulary.items()}
    assert by_word == model.idf
    assert list(by_word) == list(model.idf)
    assert list(lean.doc_len) == model.doc_len
    assert (lean.avgdl, lean.corpus_size) == (model.avgdl, model.corpus_size)
    assert lean.doc_freqs == []


@pytest.mark.parametrize("paragraphs", [[], [[]], [[], []]])
def test_paragraphs_without_a_word_cannot_be_a_model(paragraphs):
    with pytest.raises(ValueError, match="no paragraph has a word"):
        index_of_paragraphs(paragraphs, LeanPlus)


def test_a_word_in_half_of_the_paragraphs_is_shared_although_it_scores_nothing():
    index = index_of_model(BM25Okapi([["ai", "law"], ["ai"], ["law"], ["risk"]]))
    assert index.top_k(["ai"], 5) == [(0, 0.0), (1, 0.0)]


# -- several fields ---------------------------------------------------------------------------

FIELD_TEXTS = st.lists(st.tuples(*[st.lists(WORDS, max_size=5)] * 3), min_size=1, max_size=10)
WEIGHTS = st.tuples(*[st.sampled_from([0.0, 0.3, 1.0])] * 3)
ADMITS = st.tuples(*[st.booleans()] * 3)
WEIGHED = st.dictionaries(WORDS | st.just("quokka"), st.sampled_from([0.2, 1.0, 2.0]), max_size=5)
VOCABULARY_OF = (0, 0, 1)


def fields_of(texts, segment=SEGMENT, executor=None):
    builder = IndexBuilder(
        new_vocabularies(2), VOCABULARY_OF, k1=1.2, b=0.7, segment=segment, executor=executor
    )
    for row, fields in enumerate(texts):
        builder.add(row, fields)
    return builder.finish(len(texts))


def numbers_in(index, queries):
    return numbered(index.vocabularies, queries)


def expected_sums(texts, queries, weights, admits):
    """The sums of rank_bm25's scores, of what makes hits and of the rest."""
    sums = np.zeros((2, len(texts)))
    for field, weight in enumerate(weights):
        used = [row for row, fields in enumerate(texts) if fields[field]]
        if used:
            model = BM25Plus([texts[row][field] for row in used], k1=1.2, b=0.7, delta=0)
            for word, times in queries[VOCABULARY_OF[field]].items():
                place = 0 if admits[field] else 1
                sums[place, used] += weight * times * model.get_scores([word])
    return sums


@given(FIELD_TEXTS, WEIGHED, WEIGHED, WEIGHTS, ADMITS, SEGMENTS)
def test_fields_are_summed_with_their_weights(texts, first, second, weights, admits, segment):
    index = fields_of(texts, segment)
    query = WeightedTerms(*numbers_in(index, [first, second]), np.array(weights), np.array(admits))
    expected = expected_sums(texts, [first, second], weights, admits)
    assert np.allclose(index.sums(query), expected, rtol=0, atol=1e-9)


@contextmanager
def looking_up(postings: int, few: int = 2_000) -> Iterator[None]:
    """Let numpy's search defer lists of so many postings on, and look up so many rows at most."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numpy_search, "LOOKED_UP", postings)
        patch.setattr(numpy_search, "FEW", few)
        yield


@settings(max_examples=150)
@given(FIELD_TEXTS, WEIGHED, WEIGHED, WEIGHTS, ADMITS | st.none(), st.data())
def test_the_best_hits_of_all_fields_are_found_with_numpy_and_with_the_kernel(
    texts, first, second, weights, admits, data
):
    segment, k = data.draw(SEGMENTS), data.draw(st.integers(1, 6))
    index = fields_of(texts, segment)
    row = st.integers(0, len(texts))
    low, high = sorted([data.draw(row), data.draw(row)])
    extra = np.array(data.draw(st.lists(
        st.sampled_from([0.0, 0.5, 9.0]), min_size=len(texts), max_size=len(texts)
    ) | st.just([])))  # fmt: skip
    flags = None if admits is None else np.array(admits)
    query = WeightedTerms(*numbers_in(index, [first, second]), np.array(weights), flags)
    with looking_up(data.draw(st.sampled_from([0, 5_000]))):
        rows, scores = index.top_k(query, k, range(low, high), extra)
    hits, others = expected_sums(texts, [first, second], weights, admits or (True,) * 3)
    totals = np.where(hits > 0, hits + others + (extra if len(extra) else 0), 0)
    assert CompiledSearch(index.arrays).search(query, extra, k, range(low, high)) == (rows, scores)
    assert all(hits[one] > 0 and low <= one < high for one in rows)
    assert len(rows) == len({*rows}) == min(k, np.count_nonzero(hits[low:high] > 0))
    assert np.allclose(scores, totals[rows], rtol=0, atol=1e-9)
    assert np.allclose(scores, np.sort(totals[low:high])[::-1][: len(rows)], rtol=0, atol=1e-9)
    in_order = [(-score, row) for score, row in zip(scores, rows, strict=True)]
    assert in_order == sorted(in_order)


def zipfian(size, seed):
    random = np.random.default_rng(seed)
    lengths = random.integers(1, 60, size)
    return [[f"w{rank}" for rank in random.zipf(1.3, length) if rank < 5_000] for length in lengths]


@pytest.mark.parametrize(("size", "segment"), [(3_000, SEGMENT), (9_000, 4_096), (9_000, SEGMENT)])
def test_kernel_and_numpy_agree_to_the_last_bit_on_many_paragraphs(size, segment):
    texts = zipfian(size, seed=7)
    model = index_of_paragraphs(texts, LeanPlus, segment=segment)
    queries = [[*texts[number * 37][:7], *texts[number * 41][:7]] for number in range(60)]
    found = {}
    for kind in (NumpySearch, CompiledSearch):
        searched = model.searched_by(kind(model.index.arrays))
        found[kind] = [searched.top_k(query, 10) for query in queries]
    assert found[NumpySearch] == found[CompiledSearch]


@pytest.mark.parametrize("k", [1, decoded_search.FEW, decoded_search.FEW + 1])
def test_decoded_lists_give_the_same_on_many_paragraphs(k, monkeypatch):
    monkeypatch.setattr(decoded_search, "MOST_KEPT", 50)
    texts = zipfian(3_000, seed=23)
    model = index_of_paragraphs(texts, LeanPlus)
    assert model.decoded
    queries = [[*texts[number * 37][:7], *texts[number * 41][:7]] for number in range(60)]
    not_decoded = model.searched_by(NumpySearch(model.index.arrays))
    for query in queries:
        found, expected = model.top_k(query, k), not_decoded.top_k(query, k)
        assert [row for row, _ in found] == [row for row, _ in expected]
        assert [score for _, score in found] == pytest.approx([s for _, s in expected], abs=1e-9)


def test_fewer_are_found_than_asked_for_where_fewer_have_a_word():
    model = index_of_paragraphs([["ai", "law"], ["risk"], ["ai"]], LeanPlus)
    assert model.decoded
    assert [row for row, _ in model.top_k(["ai"], decoded_search.FEW)] == [2, 0]
    assert [row for row, _ in model.top_k(["risk"], 2)] == [1]
    assert model.top_k(["quokka"], 2) == []


def test_a_segment_without_a_word_gives_it_no_score():
    model = index_of_paragraphs([["ai"], ["law"], ["risk"]], LeanPlus, segment=1, delta=0)
    assert [score > 0 for score in model.scores(["law"])] == [False, True, False]


def test_a_large_index_is_not_decoded(monkeypatch):
    texts = zipfian(100, seed=29)
    in_two = index_of_paragraphs(texts, LeanPlus, segment=64)
    monkeypatch.setattr(decoded_search, "MOST_POSTINGS", 500)
    large = index_of_paragraphs(texts, LeanPlus)
    assert in_two.decoded is large.decoded is None


@pytest.mark.parametrize("few", [0, 5, 2_000])
@pytest.mark.parametrize("segment", [2_048, SEGMENT])
def test_lists_that_are_looked_up_give_the_same_as_lists_that_are_added(segment, few):
    texts = zipfian(9_000, seed=13)
    fields = [(text[::2], text[1::2], text[:3]) for text in texts]
    index = fields_of(fields, segment)
    random = np.random.default_rng(17)
    for number in range(40):
        asked = [dict.fromkeys(texts[number * 53][:9], 1.0), {"w1": 1.0, "w2": 2.0}]
        admits = np.array([True, False, number % 3 > 0]) if number % 2 else None
        query = WeightedTerms(*numbers_in(index, asked), np.array([1.0, 0.5, 0.1]), admits)
        extra = random.random(len(texts)) * 10.0 ** (number % 5) if number % 3 else NOTHING
        within = range(9_000) if number % 4 else range(1_000, 5_000)
        expected = index.top_k(query, 7, within, extra)
        with looking_up(100, few):
            rows, scores = index.top_k(query, 7, within, extra)
        assert (rows, scores) == expected


@pytest.mark.parametrize("is_decoded", [True, False])
def test_a_long_question_over_few_paragraphs_scores_as_in_rank_bm25(is_decoded):
    texts = [text for text in zipfian(60, seed=19) if text]
    question = [*dict.fromkeys(word for text in texts[:9] for word in text)]
    model = index_of_paragraphs(texts, LeanPlus)
    if not is_decoded:
        model = model.searched_by(NumpySearch(model.index.arrays))
    found = model.top_k(question, 10)
    expected = BM25Plus(texts).get_scores(question)
    assert len(question) > numpy_search.MANY_LISTS
    assert [score for _, score in found] == pytest.approx([expected[row] for row, _ in found])
    assert [score for _, score in found] == pytest.approx(sorted(expected)[::-1][:10])


@pytest.mark.parametrize("size", [100, 3_000])
def test_more_can_be_asked_for_than_there_is(size):
    texts = zipfian(size, seed=3)
    index = index_of_paragraphs(texts, LeanPlus)
    found = index.top_k(["w1"], size)
    assert sorted(row for row, _ in found) == [r for r, text in enumerate(texts) if "w1" in text]


def test_segments_counted_in_threads_are_the_same():
    texts = zipfian(5_000, seed=5)
    with ThreadPoolExecutor(1) as executor:
        beside = index_of_paragraphs(texts, LeanPlus, segment=512, executor=executor)
    alone = index_of_paragraphs(texts, LeanPlus, segment=512)
    for name, array in alone.index.arrays.named().items():
        assert np.array_equal(array, beside.index.arrays.named()[name])


@pytest.mark.parametrize("is_wide", [False, True])
def test_a_segment_with_many_different_lengths_takes_wider_postings(is_wide):
    texts = zipfian(300, seed=11)
    postings = Postings(new_vocabulary(count()))
    for row, words in enumerate(texts):
        postings.add(row, words)
    counted = close(postings)
    (segment,) = counted.segments
    more = np.ones(70_000, dtype=np.int64)
    places = segment.postings.astype(np.int64)
    segment = replace(
        segment,
        postings=_packed(places >> SHORT, places & ((1 << SHORT) - 1), 70_000 if is_wide else 1),
        frequencies=np.concatenate([segment.frequencies, more]),
        lengths=np.concatenate([segment.lengths, more]),
    )
    model = LeanPlus(counted, delta=0)
    terms = len(postings.vocabulary)
    field = CountedField([segment], model, idf_by_number(model.idf, terms))
    arrays = assemble([field], terms=terms, rows=70_000, segment=SEGMENT)
    index = InvertedIndex(arrays, [postings.vocabulary])
    assert arrays.code_bits == 32
    query = WeightedTerms(*numbers_in(index, [dict.fromkeys(texts[3], 1.0)]), np.ones(1))
    expected = index_of_paragraphs(texts, LeanPlus, delta=0).top_k([*{*texts[3]}], 5)
    found = [
        kind(arrays).search(query, NOTHING, 5, range(300)) for kind in (NumpySearch, CompiledSearch)
    ]
    for rows, scores in [*found, DecodedSearch(arrays).top_k(query.numbers, 5)]:
        assert rows == [row for row, _ in expected]
        assert scores == pytest.approx([score for _, score in expected])


def test_an_index_tells_in_which_fields_a_term_stands():
    index = fields_of([(["ai"], ["law"], ["ai"]), ([], ["ai"], [])])
    first, second = index.vocabularies
    masks = index.arrays.masks
    assert masks[first.get("ai")] == 0b011
    assert masks[first.get("law")] == 0b010
    assert masks[second.get("ai")] == 0b100
    assert second.get("law") is first.get("quokka") is None


def test_arrays_of_an_index_cannot_be_written():
    index = fields_of([(["ai"], [], [])])
    for array in index.arrays.named().values():
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0


def test_nothing_indexed_finds_nothing():
    index = fields_of([([], [], []), ([], [], [])])
    query = WeightedTerms(*numbers_in(index, [{"ai": 1.0}, {}]), np.ones(3), np.ones(3, dtype=bool))
    assert index.top_k(query, 3) == ([], [])
    assert np.array_equal(index.sums(query), np.zeros((2, 2)))


def test_keys_are_ordered_by_segment_then_term_then_field():
    keys = [key_of(s, n, f) for s in (0, 1, 200) for n in (0, 5, 2**31) for f in (0, 31)]
    assert keys == sorted(keys)


@given(st.lists(st.text(max_size=6), unique=True), st.text(max_size=6))
def test_a_mapped_vocabulary_is_the_same_vocabulary(terms, other):
    vocabulary = {term: number for number, term in enumerate(terms)}
    found = mapped(vocabulary)
    assert dict(found.items()) == vocabulary
    assert len(found) == len(vocabulary)
    assert {term: found.get(term) for term in [*terms, other]} == {
        term: vocabulary.get(term) for term in [*terms, other]
    }


@pytest.mark.parametrize("size", [0, 1, turns.STEP, 2 * turns.STEP + 5])
def test_steps_yield_all_elements_in_order_and_not_too_many_at_once(size):
    found = list(turns.steps(np.arange(size)))
    assert [one for step in found for one in step] == list(range(size))
    assert all(0 < len(step) <= turns.STEP for step in found)


@pytest.mark.parametrize("container", [[1, 2, 3], {1: 2, 3: 4}, [], {}])
def test_what_is_cleared_is_empty(container):
    turns.clear(container)
    assert not container


def test_terms_with_the_same_checksum_are_told_apart():
    one, other = "plumless", "buckeroo"  # the same CRC-32
    assert mapped({one: 4}).get(other) is None
    both = mapped({one: 4, other: 7})
    assert (both.get(one), both.get(other)) == (4, 7)


def test_no_word_at_all_finds_nothing_in_a_large_index_either():
    paragraphs = [["law"], ["risk"]] * numpy_search.LOOKED_UP + [["law"]]
    arrays = index_of_paragraphs(paragraphs, LeanPlus).index.arrays
    none = WeightedTerms([], [], np.ones(1))
    found = NumpySearch(arrays).search(none, NOTHING, 5, range(len(paragraphs)))
    assert found == ([], [])
