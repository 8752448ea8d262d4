from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.documents import Corpus
from bot.retrieval.evidence import UNSAMPLED, WEIGHTS, Evidence, gather_evidence
from bot.retrieval.parameters import RankingParameters
from bot.retrieval.searcher import FILLER_SHARE, LanguageSearcher
from tests.indexes import LANGUAGES, entry, numbered, packaged, packaged_searcher, searcher_of

FIGURES = [field.name for field in fields(Evidence)]
SLACK = 1e-9
TEXT = " ".join(paragraph.text for paragraph in packaged().paragraphs)
WORDS = st.sampled_from(sorted({*TEXT.split(), "signed", "Beijing", "Quokka", "zebra", "ISO"}))
QUESTIONS = st.text(max_size=60) | st.lists(WORDS, max_size=8).map(" ".join)
AVERAGE = Evidence(*[0.5] * len(FIGURES))
SCORES = (12.0, 6.0)


def evidence_of(searcher, question, row=0, scores=SCORES):
    return gather_evidence(searcher, searcher.analyse(question), row, scores)


@given(QUESTIONS, st.integers(0, 16), st.sampled_from(LANGUAGES))
def test_every_figure_lies_between_0_and_1_for_any_question(question, row, language):
    evidence = evidence_of(packaged_searcher(language), question, row)
    if evidence is not None:
        for name in FIGURES:
            assert 0 <= getattr(evidence, name) <= 1 + SLACK, name
        assert 0 < evidence.confidence() < 1


@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(0, 16), st.data())
def test_a_further_word_that_the_paragraph_has_never_lowers_coverage(words, row, data):
    searcher = packaged_searcher()
    own = packaged().paragraphs[row].text.split()
    before = evidence_of(searcher, " ".join(words), row)
    after = evidence_of(searcher, " ".join([*words, data.draw(st.sampled_from(own))]), row)
    if before is not None:
        assert after.coverage >= before.coverage - SLACK


@settings(max_examples=30)
@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(FIGURES))
def test_confidence_rises_and_falls_with_each_figure(one, other, name):
    low, high = sorted((one, other))
    below = replace(AVERAGE, **{name: low}).confidence()
    above = replace(AVERAGE, **{name: high}).confidence()
    assert (above - below) * WEIGHTS[name] >= 0


def test_every_figure_has_a_weight_and_those_that_speak_against_a_negative_one():
    assert list(WEIGHTS) == FIGURES
    against = {name for name, weight in WEIGHTS.items() if weight < 0}
    assert against == {"text", "missing", "open", "detail", "fact", "head"}


def test_all_for_and_nothing_against_is_quoted_and_the_contrary_is_not():
    best = {name: float(weight > 0) for name, weight in WEIGHTS.items()}
    assert Evidence(**best).confidence() > 0.99
    assert Evidence(**{name: 1 - figure for name, figure in best.items()}).confidence() < 0.01


@pytest.mark.parametrize(
    "question", ["", "?!", "who are they?", "hi everyone, how are things", "1=1"]
)
def test_a_question_without_content_words_is_no_evidence(question):
    assert evidence_of(packaged_searcher(), question) is None


def test_a_paragraph_that_says_all_is_covered_by_its_text():
    searcher = searcher_of("Everyone may join freely.", "Silence reigns.")
    evidence = evidence_of(searcher, "join freely")
    assert (evidence.coverage, evidence.text, evidence.missing) == (1, 1, 0)
    assert evidence.sample == UNSAMPLED
    assert (evidence.open, evidence.detail, evidence.fact, evidence.head) == (0, 0, 0, 0)


def test_a_word_of_the_index_covers_and_is_none_of_the_text():
    searcher = searcher_of("Silence.", "Fees.", index=[entry("1", terms=["noise; loud din"])])
    evidence = evidence_of(searcher, "silence din")
    assert (evidence.coverage, evidence.text) == (1, pytest.approx(0.5))


def test_the_heaviest_word_that_is_missing_counts_beside_an_unknown_one():
    searcher = searcher_of("Silence reigns.", "Silence, fees.", "Fees.")
    assert evidence_of(searcher, "silence quokka fees").missing == 1
    assert 0 < evidence_of(searcher, "silence fees").missing < 1
    assert evidence_of(searcher, "silence reigns").missing == 0


def test_a_filler_word_says_little_and_one_that_is_missing_is_hardly_missed():
    searcher = searcher_of("Silence.", "Fees.")
    assert evidence_of(searcher, "silence actually").coverage > 0.6
    assert evidence_of(searcher, "silence quokka").coverage <= 0.5
    assert evidence_of(searcher, "silence actually").missing == pytest.approx(FILLER_SHARE)


@given(st.floats(0.01, 1e4), st.floats(0, 1))
def test_strength_grows_with_the_score_and_the_margin_is_the_distance_to_the_next(score, share):
    searcher = packaged_searcher()
    weak = evidence_of(searcher, "risk", scores=(score, share * score))
    strong = evidence_of(searcher, "risk", scores=(2 * score, share * score))
    assert 0 < weak.strength <= strong.strength <= 1
    assert weak.margin == pytest.approx(1 - share)
    assert evidence_of(searcher, "risk", scores=(score,)).margin == 1
    assert (weak.strength < strong.strength) == (weak.strength < 1)


def test_a_sample_question_is_like_the_question_by_the_words_that_they_share():
    searcher = searcher_of("Silence.", "Fees.", index=[entry("1", questions=["Noise allowed?"])])
    assert evidence_of(searcher, "noise allowed").sample == 1
    assert evidence_of(searcher, "noise").sample == pytest.approx(2 / 3)


def test_a_sample_question_of_another_form_is_less_like_it():
    searcher = searcher_of("Silence.", "Fees.", index=[entry("1", questions=["When is silence?"])])
    same, other = (evidence_of(searcher, f"{word} is silence?") for word in ("when", "where"))
    assert same.sample == pytest.approx(1)
    assert other.sample < 1


def test_a_question_that_any_paragraph_leaves_open_speaks_against_all():
    index = [entry("2", open_questions=["How high are fees?"])]
    searcher = searcher_of("Fees are due.", "Silence.", index=index)
    assert evidence_of(searcher, "how high are fees").open == pytest.approx(1)
    assert 0 < evidence_of(searcher, "fees").open < 0.5
    assert evidence_of(searcher, "silence").open == 0


def test_a_near_synonym_counts_by_its_weight():
    searcher = searcher_of("Every nation decides.", "Fees.")
    evidence = evidence_of(searcher, "country")
    assert evidence.coverage == pytest.approx(0.5)
    assert evidence.text == evidence.missing == 0


@pytest.mark.parametrize(
    ("question", "detail"),
    [("when is silence?", 1), ("how many fees?", 1), ("who may join?", 1), ("silence", 0)],
)
def test_a_question_for_one_fact_asks_for_a_detail(question, detail):
    assert evidence_of(searcher_of("Silence.", "Fees."), question).detail == detail


def test_a_word_for_a_fact_that_the_text_lacks_speaks_against_it():
    index = [entry("2", questions=["What is the budget of the club?"])]
    searcher = searcher_of("The club has a budget.", "The club.", index=index)
    assert evidence_of(searcher, "budget of the club", 0).fact == 0
    assert evidence_of(searcher, "penalty of the club", 0).fact == 1
    assert evidence_of(searcher, "budget of the club", 1).fact < 0.5


def test_the_word_asked_for_must_stand_in_the_text():
    searcher = searcher_of("The club has a colour.", "The club has rules.")
    assert evidence_of(searcher, "what is the colour of the club?", 0).head == 0
    assert evidence_of(searcher, "what is the colour of the club?", 1).head == 1
    assert evidence_of(searcher, "colour of the club", 1).head == 0


def test_a_text_with_a_year_tells_a_time():
    searcher = searcher_of("Founded in 1999.", "The club has rules.")
    assert evidence_of(searcher, "in which year was it founded?", 0).head == 0
    assert evidence_of(searcher, "in which year was it founded?", 1).head == 1


def test_what_the_document_calls_itself_is_said_of_every_paragraph():
    evidence = evidence_of(packaged_searcher(), "what does the declaration say of privacy?", 4)
    assert "declaration" not in packaged().paragraphs[4].text.lower()
    assert evidence.head == 0


def test_in_another_language_the_index_stands_for_the_text():
    index = [entry("1", language="fr", terms=["couleur"]), entry("2", language="fr", terms=["nom"])]
    searcher = searcher_of("Colour.", "Name.", index=index, language="fr")
    assert evidence_of(searcher, "quelle est la couleur du nom ?", 0).head == 0
    assert evidence_of(searcher, "quelle est la couleur du nom ?", 1).head == 1


@pytest.mark.parametrize(
    ("question", "coverage"),
    [
        ("silence n fees", 0.5),
        ("silence nxt", 1),
        ("silence gdpr", 0.5),  # left open: known, and not said here
        ("silence GDPR", 0.5),  # written as a name
        ("silence quokka", 0.5),
    ],
)
def test_unknown_shorthand_does_not_count(question, coverage):
    index = [entry("2", open_questions=["What does the GDPR say?"])]
    searcher = searcher_of("Silence.", "Fees.", index=index)
    assert evidence_of(searcher, question).coverage == pytest.approx(coverage, abs=0.15)


@pytest.mark.parametrize(
    ("question", "detail"),
    [
        ("What does the Water Act say about fees?", 1),
        ("what does the water act say about fees?", 1),
        ("What did the Oslo Declaration say about fees?", 1),
        ("What does the UNFCCC say about fees?", 1),
        ("What does the charter say about fees?", 0),
        ("What does the Bicycle Charter say about fees?", 0),
        ("What does the declaration say about fees?", 0),
        ("WHAT DOES THE DECLARATION SAY ABOUT FEES?", 0),
        ("What does the document say about fees?", 0),
        ("What does it say about fees?", 0),
        ("What do riders say about fees?", 0),
        ("What is said about fees?", 0),
    ],
)
def test_what_another_text_says_is_one_fact(question, detail):
    document = numbered("Riders pay fees.", "Silence.", title="Bicycle Charter", kind="charter")
    searcher = LanguageSearcher(Corpus((document,)), "en", RankingParameters())
    assert evidence_of(searcher, question).detail == detail


@pytest.mark.parametrize(
    ("question", "detail"), [("Was sagt das Gesetz über Ruhe?", 1), ("Was sagt die Regel dazu?", 0)]
)
def test_in_other_languages_only_what_texts_are_called_tells_another_one(question, detail):
    searcher = searcher_of(
        "Silence.", index=[entry("1", terms=["Ruhe; Regel"], language="de")], language="de"
    )
    assert evidence_of(searcher, question).detail == detail
