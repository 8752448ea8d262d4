import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval.analyzer import analyzer_for
from bot.retrieval.asking import Asked, QuestionReader
from bot.retrieval.question_words import FORMS, HEADS, SAYS, TEXTS, TIMES

READERS = {language: QuestionReader(analyzer_for(language)) for language in FORMS}


def forms(text, language="en"):
    return " ".join(sorted(form.strip("?") for form in READERS[language].read(text).forms))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When was it signed?", "when"),
        ("by when?", "when"),
        ("what happens when it fails?", ""),
        ("On what date did they meet?", "when"),
        ("How long did it last?", "when"),
        ("how many countries", "number"),
        ("the number of members", "number"),
        ("Who signed?", "who"),
        ("and who pays for it?", "who"),
        ("people who need help", ""),
        ("whose idea was it", "who"),
        ("tell me who signed", "who"),
        ("Where is it held?", "where"),
        ("Why?", "why"),
        ("How is AI defined?", "define"),
        ("definition of AI", "define"),
        ("What counts as an incident?", "define"),
        ("What is interoperability?", "define"),
        ("What is said about privacy?", ""),
        ("What is the aim?", ""),
        ("define priorities", ""),
        ("text of the treaty", "contents"),
        ("What does the report of the panel recommend?", "contents"),
        ("What does the text say about privacy?", ""),
        ("When, where and who?", "when where who"),
        ("privacy", ""),
        ("", ""),
    ],
)
def test_the_forms_of_a_question_are_told_by_its_words(text, expected):
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Quand la déclaration a-t-elle été adoptée ?", "when"),
        ("fr", "Combien de pays ?", "number"),
        ("fr", "Qui a signé ?", "who"),
        ("fr", "les pays qui ont signé", ""),
        ("fr", "Où est le siège ?", "where"),
        ("fr", "Comment l'IA est-elle définie ?", "define"),
        ("de", "Wann war das?", "when"),
        ("de", "Wie viele Länder?", "number"),
        ("de", "Wer hat unterschrieben?", "who"),
        ("de", "Warum?", "why"),
        ("it", "Perché?", "why"),
        ("it", "Quanti paesi?", "number"),
        ("it", "Chi ha firmato?", "who"),
        ("es", "¿Cuándo fue?", "when"),
        ("es", "¿Quién firmó?", "who"),
        ("es", "¿Por qué?", "why"),
        ("ja", "いつですか", "when"),
        ("ja", "誰が署名しましたか", "who"),
        ("ko", "언제입니까", "when"),
        ("ko", "누가 서명했습니까", "who"),
    ],
)
def test_every_language_has_its_own_words(language, text, expected):
    assert forms(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "head"),
    [
        ("en", "What is the budget of the institutes?", "budget"),
        ("en", "which countries signed", "countri"),
        ("en", "How many pages does it have?", "page"),
        ("en", "What's the capital of France?", "capit"),
        ("en", "What does the treaty say?", "treati"),
        ("en", "What took place?", ""),
        ("en", "What prompted them?", ""),
        ("en", "what is it?", ""),
        ("en", "Is it the budget?", ""),
        ("fr", "Quel est le budget ?", "budget"),
        ("de", "Welche Länder haben unterschrieben?", "land"),
        ("it", "Qual è il bilancio?", "bilanc"),
        ("es", "¿Cuál es el presupuesto?", "presupuest"),
        ("ja", "予算は何ですか", ""),
    ],
)
def test_the_word_asked_for_is_found(language, text, head):
    assert " ".join(READERS[language].read(text).head) == head


@pytest.mark.parametrize(
    ("text", "is_detail"),
    [("when", True), ("how many", True), ("who", True), ("why", False), ("where", False)],
)
def test_one_fact_is_asked_for_by_some_forms_only(text, is_detail):
    assert READERS["en"].read(text).is_detail is is_detail


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", "What does the Water Act say about fees?", "the Water Act"),
        ("en", "what did Mr Bean recommend", "Mr Bean"),
        ("en", "What is said about fees?", ""),
        ("fr", "Que dit le règlement sur les frais ?", "le reglement"),
        ("de", "Was sagt das Gesetz über Gebühren?", "das Gesetz"),
        ("it", "Cosa prevede la legge?", "la legge"),
        ("es", "¿Qué dice la ley sobre las tasas?", "la ley"),
        ("ja", "法律は何と言っていますか", ""),
    ],
)
def test_it_is_told_whose_words_are_asked_for(language, text, speaker):
    assert READERS[language].read(text).speaker == speaker


def test_a_sample_question_has_its_terms_and_its_forms():
    assert READERS["en"].line("When did countries sign?") == {"?when", "countri", "sign"}


def test_a_language_without_question_words_has_no_forms():
    reader = QuestionReader(analyzer_for("nl"))
    asked = reader.read("Wanneer was dat?")
    assert asked == Asked(frozenset(), ())
    assert (reader.facts, reader.times) == (frozenset(), frozenset())


def test_words_for_a_time_are_stems():
    assert READERS["en"].times >= {"date", "year"}
    assert HEADS.keys() == TIMES.keys() == SAYS.keys() == TEXTS.keys()


@given(st.text(), st.sampled_from(sorted(FORMS)))
def test_any_text_can_be_read(text, language):
    asked = READERS[language].read(text)
    assert {form[0] for form in asked.forms} <= {"?"}
