from dataclasses import fields

import pytest

from bot.domain.documents import Corpus
from bot.retrieval.analyzer import analyzer_for
from bot.retrieval.bm25 import Bm25Parameters
from bot.retrieval.fields import FIELDS, Form, indexed_terms, query_forms, sources
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
    assert {*SPECS, "synonyms"} == {field.name for field in fields(FieldWeights)}


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
        ("words", "1", "anybody may join"),
        ("phrases", "1", "anybody may+may join"),
        ("headings", "1", "member"),
        ("headings", "Annex 1", "statement intent"),
        ("parent", "1.1", "anybodi join"),
        ("parent", "1", ""),
        ("neighbours", "1", "children join free"),
        ("neighbours", "2", "children join free silenc reign"),
        ("terms", "1", "join entri rule"),
        ("terms", "2", ""),
        ("questions", "1", "becom"),
        ("index_pairs", "1", "entri rule"),  # joining and entry stand for different things
    ],
)
def test_a_field_holds_what_it_is_named_after(field, number, expected):
    parted = expected.split("+") if "+" in expected or "pairs" in field else expected.split()
    assert terms(field, number) == parted


@pytest.mark.parametrize("field", ["text", "pairs", "words", "phrases", "headings", "parent",
                                   "neighbours"])  # fmt: skip
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
    assert forms[Form.WORDS] == {"the": 2, "rule": 2, "of": 1}
    assert forms[Form.WORD_PAIRS] == {"the rule": 2, "rule of": 1, "of the": 1}
    assert set(forms) == set(Form)


def test_a_field_without_weight_or_without_words_is_left_out():
    searcher = searcher_of(
        "Anybody may join.", parameters=RankingParameters(weights=FieldWeights(words=0, phrases=0))
    )
    assert [field.spec.name for field in searcher.fields] == ["text", "pairs"]


def test_all_fields_are_made_where_there_is_something_for_them():
    searcher = LanguageSearcher(CORPUS, "en", RankingParameters())
    assert [field.spec for field in searcher.fields] == list(FIELDS)
