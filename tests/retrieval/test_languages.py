import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search import Query
from bot.retrieval.languages import function_words, likely_languages, script_language
from tests.indexes import LANGUAGES, packaged_retriever


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("どの国", "ja"),
        ("カナダ", "ja"),
        ("国", "zh"),
        ("中国 AI", "zh"),
        ("한국", "ko"),
        ("AI 안전", "ko"),
        ("safety", None),
        ("sécurité", None),
        ("", None),
        ("…—“”\x80", None),
    ],
)
def test_a_script_gives_a_language_away(text, language):
    assert script_language(text) == language


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("what is the aim", "en", 3),
        ("WHAT IS THE AIM", "en", 3),
        ("où est-ce que", "fr", 4),
        ("wo ist das", "de", 3),
        ("what is the aim", "ja", 0),
        ("", "en", 0),
    ],
)
def test_function_words_are_counted(text, language, count):
    assert function_words(text, language) == count


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("What does the declaration say?", ["en"]),
        ("Que dit la déclaration sur les normes ?", ["fr"]),
        ("Was sagt die Erklärung über den Datenschutz?", ["de"]),
        ("Che cosa dice la dichiarazione sulla sicurezza?", ["it"]),
        ("¿Qué dice la declaración sobre los derechos?", ["es"]),
        ("プライバシーについて", ["ja"]),
        ("프라이버시", ["ko"]),
        ("国際協力", ["ja"]),
    ],
)
def test_a_question_is_looked_for_in_its_own_language_first(text, first):
    assert likely_languages(text, LANGUAGES, at_home="en")[: len(first)] == first


def test_one_function_word_puts_its_languages_first_and_leaves_none_out():
    found = likely_languages("la privacy", LANGUAGES, at_home="en")
    assert set(found[:3]) == {"fr", "it", "es"}
    assert found[3:] == ["en", "de"]


def test_home_comes_first_where_no_function_word_stands():
    assert likely_languages("privacy", LANGUAGES, at_home="en")[0] == "en"


def test_home_wins_where_its_own_function_words_are_as_many():
    assert likely_languages("in was die so", ["en", "de"], at_home="en")[0] in {"en", "de"}
    assert likely_languages("in was so", ["en", "de"], at_home="en") == ["en", "de"]


@pytest.mark.parametrize("text", ["AI safety", "sharing n caring"])
def test_a_function_word_that_means_something_else_elsewhere_tells_nothing(text):
    assert likely_languages(text, ["en", "fr", "it"], at_home="en")[0] == "en"


def test_languages_with_equally_many_function_words_are_all_looked_at():
    found = likely_languages("la si se", ["en", "it", "es", "fr"], at_home="en")
    assert "en" not in found
    assert len(found) > 1


def test_a_script_without_its_language_is_looked_for_everywhere():
    assert likely_languages("どの国", ["en", "fr"], at_home="en") == ["en", "fr"]


def test_chinese_is_looked_for_in_both_languages_of_han():
    assert likely_languages("国", ["en", "zh", "ja"], at_home="en") == ["zh", "ja"]


def test_a_home_without_stop_words_comes_first_all_the_same():
    assert likely_languages("Wat zegt dit?", ["nl", "en"], at_home="nl") == ["nl", "en"]


@given(st.text(), st.sampled_from(LANGUAGES))
def test_some_language_is_found_for_any_text_and_none_twice(text, home):
    found = likely_languages(text, LANGUAGES, at_home=home)
    assert found
    assert len(set(found)) == len(found)
    assert set(found) <= set(LANGUAGES)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("derechos humanos", "es"),  # "humanos" looks like a mistake for "humans"
        ("prochain sommet", "fr"),  # the English index names the "Sommet pour l'action"
        ("human rights", "en"),
        ("saftey institutes", "en"),
        ("human quokkas", "en"),
    ],
)
def test_words_that_another_language_knows_as_typed_are_read_in_that_one(question, language):
    readings = packaged_retriever().explain(Query(question)).readings
    assert [reading.language for reading in readings] == [language]


@pytest.mark.parametrize("question", ["xylophones for quokkas", "zither by quetzal"])
def test_function_words_of_the_documents_language_answer_nothing_in_another(desk, question):
    ranking = desk.retriever.retrieve(Query(question))
    assert not ranking.answers
