from dataclasses import fields

import pytest

from bot.domain.documents import Corpus
from bot.retrieval.analyzer import analyzer_for
from bot.retrieval.bm25 import Bm25Parameters
from bot.retrieval.fields import (
    FIELDS,
    STRETCH_LENGTH,
    STRETCH_STEP,
    Form,
    cited_numbers,
    indexed_terms,
    query_forms,
    sources,
    stretches,
)
from bot.retrieval.parameters import FieldWeights, RankingParameters
from bot.retrieval.searcher import LanguageSearcher
from bot.settings import RankingSettings
from tests.indexes import entry, numbered, searcher_of
from tests.sources import document_of

PART = """
    [[parts]]
    title = "Main text"

    [[parts]]
    label = "Annex"
    title = "Statement of intent"
"""
DOCUMENT = document_of(
    """
    # Main text

    ## Members

    1. Anybody may join.

    1.1 Children join free.

    2. Members pay fees.

    # Statement of intent

    1. Silence reigns.
    """,
    parts=PART,
)
INDEX = (
    entry("1", terms=["joining; entry rules"], questions=["Who may become one?"]),
    entry("2", terms=["Beitrag"], language="de"),
)
CORPUS = Corpus((DOCUMENT,), INDEX)
SPECS = {spec.name: spec for spec in FIELDS}


def terms(field, number, language="en"):
    source = next(s for s in sources(CORPUS, language) if s.paragraph.number == number)
    return indexed_terms(SPECS[field], source, analyzer_for(language).terms)


def test_every_field_has_a_weight_and_every_weight_a_field():
    assert {*SPECS, "synonyms", "variety"} == {field.name for field in fields(FieldWeights)}


def test_the_settings_have_the_defaults_of_the_ranking():
    settings, parameters = RankingSettings(), RankingParameters()
    assert (settings.k1, settings.b) == (Bm25Parameters().k1, Bm25Parameters().b)
    assert settings.answers_from == parameters.answers_from
    assert FieldWeights(**settings.weights.model_dump()) == parameters.weights


@pytest.mark.parametrize(
    ("field", "number", "expected"),
    [
        ("text", "1.1", "children join free"),
        ("pairs", "1.1", "children join+join free"),
        ("starts", "1.1", "child join free"),
        ("starts", "1", "anybo join join entri rule becom"),
        ("words", "1", "anybody may join"),
        ("phrases", "1", "anybody may+may join"),
        ("headings", "1", "member"),
        ("headings", "Annex 1", "statement intent"),
        ("parent", "1.1", "anybodi join"),
        ("parent", "1", ""),
        ("stretch", "1.1", "children join free"),
        ("stretch_pairs", "1.1", "children join+join free"),
        ("numbers", "1.1", "1.1"),
        ("numbers", "2", ""),
        ("terms", "1", "join entri rule"),
        ("terms", "2", ""),
        ("questions", "1", "becom"),
        ("lines", "1", "join entri rule"),
        ("index_words", "1", "joining entry rules who may become one"),
        # joining and entry stand for different things
        ("index_phrases", "1", "entry rules+who may+may become+become one"),
    ],
)
def test_a_field_holds_what_it_is_named_after(field, number, expected):
    parted = expected.split("+") if "+" in expected or "pairs" in field else expected.split()
    assert terms(field, number) == parted


@pytest.mark.parametrize("field", ["text", "pairs", "words", "phrases", "headings", "parent",
                                   "stretch", "stretch_pairs", "numbers"])  # fmt: skip
def test_the_text_belongs_to_its_own_language_only(field):
    assert terms(field, "1.1", "de") == []
    assert terms(field, "Annex 1", "de") == []


def test_an_index_in_another_language_holds_its_own_terms():
    assert terms("terms", "2", "de") == ["beitrag"]
    assert terms("terms", "1", "de") == []


def test_a_regional_language_is_at_home_in_its_language():
    corpus = Corpus((numbered("One.", language="en-GB"),))
    (source,) = sources(corpus, "en")
    assert source.is_home


def test_an_index_belongs_to_the_paragraph_of_its_document():
    other = numbered("Two.", id="other")
    corpus = Corpus((numbered("One."), other), (entry("1", terms=["x"], document="other"),))
    assert [(s.row, s.entry is None) for s in sources(corpus, "en")] == [(0, True), (1, False)]


def test_a_query_is_searched_in_every_form():
    forms = query_forms("The rule of the rule", ["rule", "rule"])
    assert forms[Form.STEMS] == {"rule": 2}
    assert forms[Form.STEM_PAIRS] == {"rule rule": 1}
    assert forms[Form.STARTS] == {"rule": 2}
    assert forms[Form.WORDS] == {"the": 2, "rule": 2, "of": 1}
    assert forms[Form.WORD_PAIRS] == {"the rule": 2, "rule of": 1, "of the": 1}
    assert set(forms) == set(Form)


def test_a_field_without_weight_or_without_words_is_left_out():
    searcher = searcher_of(
        "Anybody may join.", parameters=RankingParameters(weights=FieldWeights(words=0, phrases=0))
    )
    names = [field.spec.name for field in searcher.fields]
    assert names == ["text", "pairs", "starts", "stretch", "stretch_pairs"]


def test_all_fields_are_made_where_there_is_something_for_them():
    cited = numbered("Rule 7.2.1 holds.", id="other")
    corpus = Corpus((*CORPUS.documents, cited), CORPUS.index)
    searcher = LanguageSearcher(corpus, "en", RankingParameters())
    assert [field.spec for field in searcher.fields] == list(FIELDS)


@pytest.mark.parametrize("count", [1, 2, 5, 8, 9, 12, 13, 40])
def test_stretches_cover_a_part_and_are_of_one_length(count):
    rows = sources(Corpus((numbered(*["Word."] * count),)), "en")
    found = [[source.row for source in stretch] for stretch in stretches(rows)]
    assert sorted({row for stretch in found for row in stretch}) == list(range(count))
    assert [stretch[0] for stretch in found] == list(range(0, len(found) * 4, STRETCH_STEP))
    assert all(len(stretch) == STRETCH_LENGTH for stretch in found[:-1])
    assert not any(set(a) <= set(b) for a in found for b in found if a != b)


def test_a_stretch_ends_with_its_part():
    found = stretches(sources(CORPUS, "en"))
    assert [[s.paragraph.number for s in stretch] for stretch in found] == [
        ["1", "1.1", "2"],
        ["Annex 1"],
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rule 7.2.1 applies", ["7.2.1"]),
        ("Rule \u200e8.3.2(2)(a)", ["8.3.2", "8.3.2(2)", "8.3.2(2)(a)"]),
        ("6.8.1.(c)", ["6.8.1", "6.8.1(c)"]),
        ("section 58(2)", ["58", "58(2)"]),
        ("paragraphs 137 and 138", ["137"]),
        ("APP A4.3.5.", ["A4.3.5"]),
        ("2 November 2023, 17 goals", []),
        ("chapter 5, regulation 6A", ["5", "6A"]),
    ],
)
def test_rules_are_cited_by_their_numbers(text, found):
    assert cited_numbers(text) == found
