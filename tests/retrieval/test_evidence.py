from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.retrieval.evidence import WEIGHTS, Evidence, gather_evidence
from tests.indexes import LANGUAGES, entry, packaged, packaged_searcher, searcher_of

FIGURES = [field.name for field in fields(Evidence)]
SLACK = 1e-9
TEXT = " ".join(paragraph.text for paragraph in packaged().paragraphs)
WORDS = st.sampled_from(sorted({*TEXT.split(), "signed", "Beijing", "Quokka", "zebra", "ISO"}))
QUESTIONS = st.text(max_size=60) | st.lists(WORDS, max_size=8).map(" ".join)
AVERAGE = Evidence(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5)


def evidence_of(searcher, question, row=0):
    return gather_evidence(searcher, searcher.analyse(question), row)


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
    assert against == {"unknown", "stranger", "brevity"}


def test_all_for_and_nothing_against_is_quoted_and_the_contrary_is_not():
    assert Evidence(1, 1, 1, 1, 0, 0, 0.2).confidence() > 0.9
    assert Evidence(0, 0, 0, 0, 1, 1, 1).confidence() < 0.01


@pytest.mark.parametrize("question", ["", "?!", "who are they?"])
def test_a_question_without_content_words_is_no_evidence(question):
    assert evidence_of(packaged_searcher(), question) is None


def test_a_paragraph_that_says_all_is_covered_attested_and_focused():
    searcher = searcher_of("Anybody may join freely.", "Silence reigns.")
    evidence = evidence_of(searcher, "anybody join freely")
    assert evidence == Evidence(
        coverage=1, attested=1, focus=1, sample=0, unknown=0, stranger=0, brevity=1 / 3
    )


def test_focus_is_what_one_sentence_has_and_coverage_what_the_paragraph_has():
    searcher = searcher_of("Anybody joins. Silence reigns.", "Fees rise.")
    evidence = evidence_of(searcher, "anybody silence")
    assert evidence.coverage == pytest.approx(1)
    assert evidence.focus == pytest.approx(0.5)


def test_sample_questions_cover_and_do_not_attest():
    searcher = searcher_of("Silence.", "Fees.", index=[entry("1", questions=["Noise allowed?"])])
    evidence = evidence_of(searcher, "noise allowed")
    assert (evidence.coverage, evidence.attested, evidence.sample) == (1, 0, pytest.approx(1))
    assert evidence_of(searcher, "noise", 0).sample == pytest.approx(2 / 3)


def test_index_terms_attest():
    searcher = searcher_of("Silence.", "Fees.", index=[entry("1", terms=["noise; din"])])
    evidence = evidence_of(searcher, "din")
    assert (evidence.coverage, evidence.attested, evidence.focus) == (1, 1, 1)


def test_a_near_synonym_counts_by_its_weight():
    searcher = searcher_of("Every nation decides.", "Fees.")
    evidence = evidence_of(searcher, "country")
    assert evidence.coverage == pytest.approx(0.5)
    assert evidence.attested == 0


def test_unknown_words_are_told_by_their_share():
    searcher = searcher_of("Silence.", "Fees.")
    assert evidence_of(searcher, "quokka xylophones").unknown == 1
    assert evidence_of(searcher, "silence quokka").unknown == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("question", "row", "stranger"),
    [
        ("was Canada there?", 0, 0),
        ("was Canada there?", 4, 1),
        ("was Mongolia there?", 0, 1),
        ("does it name ISO?", 0, 1),
        ("canada", 4, 0),  # not written as a name
        ("Mongolia was there", 0, 0),  # the first word of a sentence may be any
        ("WAS MONGOLIA THERE", 0, 0),  # all capitals name nothing
        ("ISO standards", 0, 1),  # … but an abbreviation does, even as the first word
    ],
)
def test_a_name_that_the_paragraph_lacks_is_a_stranger(question, row, stranger):
    assert evidence_of(packaged_searcher(), question, row).stranger == stranger
