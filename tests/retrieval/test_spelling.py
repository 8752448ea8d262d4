import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search import Query
from bot.retrieval.analyzer import surface_words
from bot.retrieval.spelling import Speller
from tests.indexes import packaged, packaged_retriever

VOCABULARY = sorted({word for p in packaged().paragraphs for word in surface_words(p.text)})
SPELLER = Speller(VOCABULARY)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("saftey", "safety"),  # two neighbours exchanged
        ("safty", "safety"),  # a letter left out
        ("safetty", "safety"),  # a letter added
        ("sagety", "safety"),  # a letter replaced
        ("innvoatoin", "innovation"),  # two exchanges in a long word
        ("colaboraton", "collaboration"),  # two letters left out
        ("asfety", "safety"),  # the first two letters exchanged
        ("interoperabilitty", "interoperability"),
        ("polciy", "policy"),
    ],
)
def test_each_kind_of_mistake_is_mended(typed, meant):
    assert SPELLER.mend(typed) == meant


@given(st.sampled_from(VOCABULARY))
def test_a_word_that_stands_there_is_never_changed(word):
    assert SPELLER.mend(word) is None


@given(st.sampled_from([w for w in VOCABULARY if len(w) >= 8 and w.isalpha()]), st.data())
def test_a_long_word_with_one_letter_left_out_leads_to_a_word_that_stands_there(word, data):
    place = data.draw(st.integers(1, len(word) - 1))
    typed = word[:place] + word[place + 1 :]
    if typed not in SPELLER:
        assert SPELLER.mend(typed) in SPELLER


@given(st.text(alphabet=LETTERS + "é1-", max_size=14))
def test_whatever_is_typed_a_correction_is_another_word_of_the_vocabulary(typed):
    mended = SPELLER.mend(typed)
    assert mended is None or (mended in SPELLER and mended != typed)


@pytest.mark.parametrize(
    ("typed", "words", "meant"),
    [
        ("ia", ["ai"], None),  # two letters: too short for anything
        ("teh", ["the"], "the"),  # three letters: the last two exchanged
        ("hte", ["the"], None),  # … but not the first
        ("tha", ["the"], None),  # … and none replaced
        ("lwa", ["law"], "law"),
        ("gaol", ["goal"], "goal"),  # four letters: two exchanged
        ("coal", ["goal"], None),  # … none replaced
        ("gola", ["goal"], "goal"),
        ("goals", ["goal"], "goal"),  # … one too many
        ("golls", ["goals"], None),  # five letters: none replaced
        ("gaols", ["goals"], "goals"),
        ("poicy", ["policy"], "policy"),
        ("polixy", ["policy"], "policy"),  # six letters: one replaced
        ("pilixy", ["policy"], None),  # … not two
        ("fronteer", ["frontier"], "frontier"),
        ("framewrokss", ["frameworks"], "frameworks"),
        ("bramework", ["framework"], None),  # another first letter is another word
    ],
)
def test_the_shorter_a_word_the_less_is_mended(typed, words, meant):
    assert Speller(words).mend(typed) == meant


@pytest.mark.parametrize("typed", ["2o23", "g7s", "saf3ty", "", "a", "life-cycel"])
def test_what_is_not_all_letters_stays(typed):
    assert SPELLER.mend(typed) is None


def test_the_nearest_word_wins_and_then_the_first_of_the_alphabet():
    assert Speller(["reportes", "reported"]).mend("reportee") == "reported"
    assert Speller(["governments", "government"]).mend("governmentz") == "government"
    assert Speller(["supported", "supports"]).mend("supporteds") == "supported"


def test_single_letters_and_nothing_are_no_words_to_mend_by():
    speller = Speller(["a", "", "to"])
    assert "to" in speller
    assert "a" not in speller
    assert speller.mend("otto") is None


def test_an_empty_vocabulary_mends_nothing():
    assert Speller([]).mend("safety") is None


@pytest.mark.parametrize(
    ("question", "corrections"),
    [
        ("what about saftey institutes?", [("saftey", "safety")]),
        ("what about Saftey institutes?", [("saftey", "safety")]),  # a name, too, by one mistake
        ("what about Bletchly?", [("bletchly", "bletchley")]),
        ("what about Kroea and Norwalk?", [("kroea", "korea")]),
        ("what about Wellbieng?", []),  # nowhere written with a capital
        ("what about Frnc?", []),  # too short for a name to be told from others
        ("tell me a joke", []),  # a real word, though "joe" is near
        ("what about SAFTEY institutes?", []),  # written as an abbreviation
        ("Saftey institutes", [("saftey", "safety")]),  # a sentence begins with a capital
        ("SAFTEY INSTITUTES", [("saftey", "safety")]),  # all capitals name nothing
        ("safety institutes", []),
    ],
)
def test_words_in_capitals_stay(question, corrections):
    found = packaged_retriever().retrieve(Query(question)).corrections
    assert [(c.typed, c.searched) for c in found] == corrections


def test_a_mended_question_is_answered_as_if_it_were_typed_well():
    retriever = packaged_retriever()
    wrong = retriever.retrieve(Query("multi-stakehodler colaboration"))
    right = retriever.retrieve(Query("multi-stakeholder collaboration"))
    assert wrong.hits[0].paragraph == right.hits[0].paragraph
    assert ("colaboration", "collaboration") in [(c.typed, c.searched) for c in wrong.corrections]
    assert wrong.absent == ()


def test_another_form_of_a_word_is_mended_by_its_stem():
    (correction,) = packaged_retriever().retrieve(Query("enviromental sustainability")).corrections
    assert correction.typed == "enviromental"
    assert correction.searched.startswith("environmental")
