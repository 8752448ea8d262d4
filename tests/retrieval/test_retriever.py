from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.documents import Corpus, Span
from bot.domain.search import Query
from bot.retrieval.analyzer import analyzer_for
from bot.retrieval.parameters import RankingParameters
from bot.retrieval.retriever import Bm25Retriever
from bot.retrieval.searcher import PLACED
from tests.indexes import (
    entry,
    numbered,
    numbers,
    packaged,
    packaged_retriever,
    retriever_of,
)

ENGLISH = analyzer_for("en")
TEXT_TERMS = {term for p in packaged().paragraphs for term in ENGLISH.terms(p.text)}
WORDS = st.sampled_from(
    "safety models the of privacy institutes signatory beijing quokka xylophone OECD Canada saftey"
    " countries gathering multi-stakeholder 会合 소울 la norme sécurité und der 2024 ?".split()
)
QUESTIONS = st.lists(WORDS, max_size=7).map(" ".join)
KNOWN = {
    "who took part?": "1",
    "Bletchley Park": "2",
    "interoperability of governance frameworks": "3",
    "which institutes are to be created?": "4",
    "is privacy mentioned?": "5",
    "What is said about the environment?": "6",
    "civil society and academia": "7",
    "What is the role of the OECD?": "8",
    "where is the next meeting?": "9",
    "scientific evidence to inform policy": "Annex 2.1",
    "International AI Safety Report": "Annex 2.2",
    "sharing information about models": "Annex 2.4",
    "coordination of efforts and standards": "Annex 2.5",
    "international network of partners": "Annex 3",
    "qu'est-ce qui est dit sur la vie privée ?": "5",
    "Où se tiendra la prochaine rencontre ?": "9",
    "Wo findet das nächste Treffen statt?": "9",
    "Dove si terrà il prossimo vertice?": "9",
    "¿Dónde será la próxima cumbre?": "9",
    "次の会合はどこで開かれますか": "9",
    "参加した国はどこですか": "1",
    "다음 회의는 어디에서 열리나요?": "9",
}


@pytest.mark.parametrize(("question", "number"), KNOWN.items())
def test_a_well_known_question_gets_its_paragraph(question, number):
    ranking = packaged_retriever().retrieve(Query(question))
    assert ranking.hits[0].paragraph.number == number
    assert ranking.answers


@given(QUESTIONS)
def test_the_same_question_gets_the_same_ranking(question):
    retriever = packaged_retriever()
    assert retriever.retrieve(Query(question)) == retriever.retrieve(Query(question))


def test_a_new_retriever_and_one_that_was_asked_before_agree():
    used, new = packaged_retriever(), Bm25Retriever(packaged())
    for question in KNOWN:
        assert new.retrieve(Query(question)) == used.retrieve(Query(question))


def test_warming_changes_no_ranking():
    warmed = Bm25Retriever(packaged())
    warmed.warm()
    for question in [*KNOWN, "quokka", "", "the of and"]:
        assert warmed.explain(Query(question)) == packaged_retriever().explain(Query(question))


@given(QUESTIONS, st.integers(1, 20))
def test_hits_come_best_first_and_equals_in_document_order(question, limit):
    hits = packaged_retriever().retrieve(Query(question, limit=limit)).hits
    assert len(hits) <= limit
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    rows = [packaged().paragraphs.index(hit.paragraph) for hit in hits]
    keys = [(-hit.score, row) for hit, row in zip(hits, rows, strict=True)]
    assert keys == sorted(keys)
    assert all(hit.score > 0 for hit in hits)


def test_paragraphs_that_are_alike_come_in_document_order():
    documents = [numbered("Silence reigns.", id=name) for name in ("c", "a", "d", "b")]
    hits = retriever_of(*documents).retrieve(Query("silence")).hits
    assert [hit.paragraph.document for hit in hits] == ["c", "a", "d", "b"]
    assert all(one.score == other.score for one, other in pairwise(hits))


def test_a_limit_takes_the_best_of_the_same_ranking():
    retriever = packaged_retriever()
    ten = retriever.retrieve(Query("AI safety research", limit=10))
    for limit in (1, 3):
        few = retriever.retrieve(Query("AI safety research", limit=limit))
        assert few.hits == ten.hits[:limit]
        assert few.confidence == ten.confidence


def test_a_question_can_be_restricted_to_a_document():
    retriever = retriever_of(
        numbered("Silence reigns.", "Fees are due."), numbered("No silence.", id="other")
    )
    both = retriever.retrieve(Query("silence"))
    assert {"sample#1", "other#1"} <= {hit.paragraph.id for hit in both.hits}
    only = retriever.retrieve(Query("silence", document="other"))
    assert [hit.paragraph.id for hit in only.hits] == ["other#1"]
    assert retriever.retrieve(Query("silence", document="gone")).hits == ()
    assert retriever.retrieve(Query("fees", document="other")).hits == ()


@given(QUESTIONS)
def test_matches_are_words_of_the_text_whose_terms_the_query_has(question):
    explanation = packaged_retriever().explain(Query(question))
    terms = {term for r in explanation.readings if r.language == "en" for term in r.terms}
    for hit in explanation.ranking.hits:
        for start, end in hit.matches:
            assert {*ENGLISH.terms(hit.paragraph.text[start:end])} & terms


def test_all_words_of_a_question_are_marked_in_the_text():
    (hit, *_) = packaged_retriever().retrieve(Query("capability of a model")).hits
    assert hit.paragraph.number == "Annex 2.4"
    marked = [hit.paragraph.text[start:end] for start, end in hit.matches]
    assert marked == ["models", "capabilities"]


def test_a_question_in_another_language_marks_nothing():
    (hit, *_) = packaged_retriever().retrieve(Query("参加した国はどこですか")).hits
    assert hit.matches == ()


@pytest.mark.parametrize("question", ["quokka", "quokkas xylophones", "?!", "", "\x00"])
@pytest.mark.parametrize("answers_from", [0.0, 0.5])
def test_a_question_that_shares_nothing_has_no_hits_and_no_answer(question, answers_from):
    retriever = Bm25Retriever(packaged(), RankingParameters(answers_from=answers_from))
    ranking = retriever.retrieve(Query(question))
    assert (ranking.hits, ranking.confidence, ranking.answers) == ((), 0.0, False)


@pytest.mark.parametrize("question", ["the of and", "What about this?", "what would we do?"])
def test_stop_words_alone_find_nothing(question):
    ranking = packaged_retriever().retrieve(Query(question))
    assert (ranking.hits, ranking.confidence, ranking.answers) == ((), 0.0, False)


@given(st.lists(st.sampled_from(sorted("""
    safety models the of privacy signatories beijing quokka xylophone countries green gathering
    copyright patents institutes who what climate""".split())), max_size=8))  # fmt: skip
def test_absent_are_exactly_the_content_words_that_stand_in_no_text(words):
    ranking = packaged_retriever().retrieve(Query(" ".join(words)))
    expected = [
        token.word for token in ENGLISH.tokens(" ".join(words)) if token.term not in TEXT_TERMS
    ]
    assert ranking.corrections == ()
    assert list(ranking.absent) == list(dict.fromkeys(expected))


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("safety of quokkas", ("quokkas",)),
        ("quokkas and quokkas", ("quokkas",)),
        ("life-cycle", ()),
        ("lifecycle of AI systems", ()),
        ("quokka-safety", ("quokka",)),  # the half that stands there excuses the whole
        ("saftey", ()),
        ("次の会合", ()),  # other languages have no text to be absent from
    ],
)
def test_absent_words_by_example(question, absent):
    assert packaged_retriever().retrieve(Query(question)).absent == absent


def test_confidence_is_higher_where_the_paragraph_answers():
    retriever = packaged_retriever()
    right = retriever.retrieve(Query("sharing information about models")).confidence
    wrong = retriever.retrieve(Query("patents on models for lawyers")).confidence
    assert 1 > right > 0.5 > wrong > 0


def test_the_threshold_decides_what_is_answered():
    confidence = packaged_retriever().retrieve(Query("privacy")).confidence
    for answers_from, answers in ((confidence, True), (min(1, confidence + 0.001), False)):
        retriever = Bm25Retriever(packaged(), RankingParameters(answers_from=answers_from))
        assert retriever.retrieve(Query("privacy")).answers is answers


def test_a_document_without_an_index_works():
    ranking = retriever_of(
        numbered("Anybody may join the club.", "Members pay a fee.", "Silence reigns.")
    ).retrieve(Query("what is the fee for members?"))
    assert numbers(ranking)[0] == "2"
    assert ranking.answers


def test_an_index_finds_a_paragraph_by_words_that_it_does_not_use():
    document = numbered("Anybody may join the club.", "Members pay a fee.", "Silence reigns.")
    assert retriever_of(document).retrieve(Query("no noise, please")).hits == ()
    index = [entry("3", terms=["noise; din"], questions=["Is noise allowed?"])]
    ranking = retriever_of(document, index=index).retrieve(Query("no noise, please"))
    assert numbers(ranking) == ["3"]
    assert ranking.answers
    assert ranking.absent == ("noise",)


def test_two_documents_in_different_languages_are_both_found():
    retriever = retriever_of(
        numbered("Members pay a fee.", "Silence reigns."),
        numbered("Die Mitglieder zahlen einen Beitrag.", "Es herrscht Ruhe.", id="satzung",
                 language="de"),
    )  # fmt: skip
    (hit, *_) = retriever.retrieve(Query("who pays the fee?")).hits
    assert hit.paragraph.id == "sample#1"
    ranking = retriever.retrieve(Query("Wer zahlt den Beitrag?"))
    assert ranking.hits[0].paragraph.id == "satzung#1"
    text = ranking.hits[0].paragraph.text
    assert [text[a:b] for a, b in ranking.hits[0].matches] == ["Beitrag"]


def test_an_index_in_another_language_leads_to_the_text():
    document = numbered("Members pay a fee.", "Silence reigns.")
    index = [entry("1", terms=["Beitrag; Gebühr"], language="de")]
    ranking = retriever_of(document, index=index).retrieve(Query("Wie hoch ist der Beitrag?"))
    assert numbers(ranking) == ["1"]


@pytest.mark.parametrize(
    ("question", "languages"),
    [
        ("privacyについて", ["en"]),
        ("privacyとは何ですか？", ["en"]),
        ("privacy에 대해 알려주세요", ["en"]),
        ("human rights에 대해 알려줘", ["en"]),
        ("privacyと人権", ["ja"]),
        ("について", ["ja"]),
        ("プライバシー", ["ja"]),
    ],
)
def test_a_word_in_latin_letters_is_asked_for_where_all_else_is_filler(question, languages):
    readings = packaged_retriever().explain(Query(question)).readings
    assert [reading.language for reading in readings][: len(languages)] == languages


@pytest.mark.parametrize("question", ["なぜ", "왜?", "1=1", "그것은", "그것은 무엇입니까?"])
def test_filler_words_alone_are_no_question(question):
    assert not packaged_retriever().retrieve(Query(question)).answers


@settings(max_examples=60)
@given(QUESTIONS | st.sampled_from(list(KNOWN)))
def test_the_contributions_of_all_fields_add_up_to_each_score(question):
    retriever = packaged_retriever()
    explanation = retriever.explain(Query(question))
    table = retriever.contributions(explanation)
    assert len(explanation.rows) == len(explanation.ranking.hits)
    for place, hit in enumerate(explanation.ranking.hits):
        assert packaged().paragraphs[explanation.rows[place]] == hit.paragraph
        total = sum(scores[place] for scores in table.values())
        assert total == pytest.approx(hit.score, abs=1e-9)


def test_an_explanation_has_the_readings_and_the_evidence():
    explanation = packaged_retriever().explain(Query("was Canada there?"))
    assert [reading.language for reading in explanation.readings] == ["en"]
    assert explanation.readings[0].terms == ("canada",)
    assert explanation.evidence is not None
    assert explanation.ranking.confidence == explanation.evidence.confidence()


@pytest.mark.parametrize("corpus", [Corpus(()), Corpus((), (entry("1", terms=["noise"]),))])
def test_an_empty_corpus_has_no_hits(corpus):
    retriever = Bm25Retriever(corpus)
    retriever.warm()
    explanation = retriever.explain(Query("noise"))
    assert explanation.ranking.hits == ()
    assert not explanation.ranking.answers
    assert retriever.contributions(explanation) == {}


@given(st.text(max_size=80))
def test_any_text_is_ranked_and_every_hit_is_a_paragraph_of_the_corpus(text):
    ranking = packaged_retriever().retrieve(Query(text))
    assert 0 <= ranking.confidence < 1
    assert all(packaged().paragraph(hit.paragraph.id) == hit.paragraph for hit in ranking.hits)


def test_matches_are_looked_up_in_as_many_hits_as_are_asked_for():
    question = "safety of the institutes"
    hits = packaged_retriever().retrieve(Query(question)).hits
    assert all(hit.matches for hit in hits)
    one = packaged_retriever().retrieve(Query(question, marked=1)).hits
    assert one == (hits[0], *(replace(hit, matches=()) for hit in hits[1:]))


def test_the_places_of_words_are_the_same_in_a_large_corpus():
    text = "Life-cycle reviews are due."
    few, many = (retriever_of(numbered(text, *["..."] * others)) for others in (1, PLACED))
    (hit,), (same,) = (one.retrieve(Query("reviews of a lifecycle")).hits for one in (few, many))
    assert hit.matches == same.matches == (Span(0, 10), Span(11, 18))
