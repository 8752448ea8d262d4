from importlib.resources import files

import pytest

from bot.domain.documents import Corpus
from bot.domain.search import Query
from bot.retrieval import thesaurus
from bot.retrieval.analyzer import analyzer_for
from bot.retrieval.parameters import FieldWeights, RankingParameters
from bot.retrieval.retriever import Bm25Retriever
from bot.retrieval.thesaurus import (
    general_words,
    load_fact_words,
    load_filler_words,
    load_thesaurus,
)
from tests.indexes import LANGUAGES, numbered, searcher_of

LISTS = [file for file in files(thesaurus).iterdir() if file.name.endswith(".txt")]
FILES = [file for file in LISTS if not file.name.startswith(("facts.", "fillers."))]
LINES = [
    (file.name, line)
    for file in FILES
    for line in file.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
ENGLISH = load_thesaurus(analyzer_for("en"))


@pytest.mark.parametrize(("name", "line"), LINES)
def test_each_line_is_a_weight_and_at_least_two_different_words(name, line):
    weight, colon, words = line.partition(":")
    assert colon
    assert 0 < float(weight) <= 1
    terms = [tuple(analyzer_for(name.removesuffix(".txt")).terms(w)) for w in words.split(",")]
    assert all(terms), "a stop word stands for nothing"
    assert len(set(terms)) > 1
    assert all(len(term) == 1 for term in terms), "a phrase would be taken apart"


def test_there_is_a_thesaurus_of_english():
    assert "en.txt" in [file.name for file in FILES]
    assert len(ENGLISH) > 100


def test_all_weights_lie_between_0_and_1():
    assert all(0 < weight <= 1 for near in ENGLISH.values() for weight in near.values())


def test_near_synonyms_go_both_ways_with_one_weight():
    for term, near in ENGLISH.items():
        for other, weight in near.items():
            assert ENGLISH[other][term] == weight


def test_no_term_is_its_own_synonym():
    assert all(term not in near for term, near in ENGLISH.items())


def test_a_language_without_a_thesaurus_has_no_synonyms():
    assert load_thesaurus(analyzer_for("ko")) == {}


def test_a_near_synonym_finds_a_paragraph():
    retriever = Bm25Retriever(Corpus((numbered("Every nation decides.", "Fees are due."),)))
    assert [h.paragraph.number for h in retriever.retrieve(Query("country")).hits] == ["1"]


def test_the_word_itself_counts_more_than_its_synonym():
    searcher = searcher_of("Every nation decides.", "Each country decides.")
    query = searcher.analyse("country")
    assert query.forms["stems"]["country" if "country" in query.forms["stems"] else "countri"] == 1
    assert 0 < query.forms["stems"]["nation"] < 1


def test_a_share_of_zero_leaves_synonyms_out():
    parameters = RankingParameters(weights=FieldWeights(synonyms=0))
    searcher = searcher_of("Each country decides.", parameters=parameters)
    query = searcher.analyse("country")
    assert query.synonyms == {}
    assert list(query.forms["stems"]) == ["countri"]


def test_a_term_of_the_question_is_not_weakened_by_being_a_synonym_too():
    query = searcher_of("Every nation decides.").analyse("nation country")
    assert query.forms["stems"]["nation"] == query.forms["stems"]["countri"] == 1


@pytest.mark.parametrize("language", ["en", "fr", "de", "it", "es"])
def test_there_are_words_that_ask_for_facts(language):
    words = load_fact_words(analyzer_for(language))
    assert len(words) > 60
    assert all(" " not in word and word for word in words)


def test_a_language_without_a_list_has_no_fact_words():
    assert load_fact_words(analyzer_for("ko")) == frozenset()
    assert load_filler_words(analyzer_for("nl")) == general_words("nl") == frozenset()


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_of_any_conversation(language):
    words = load_filler_words(analyzer_for(language))
    assert len(words) > 100
    assert all(" " not in word and word for word in words)


def test_fact_words_are_stems_without_comments():
    words = load_fact_words(analyzer_for("en"))
    assert {"budget", "penalti", "presid"} <= words
    assert "people" not in words


def test_general_words_are_as_written():
    assert {"countries", "penalty", "danger"} - general_words("en") == {"countries"}
