"""The index that comes along: complete, sourced, and never quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.loader import index_files, packaged_corpus
from bot.domain.chat import Request
from bot.domain.search import Query
from bot.retrieval.analyzer import analyzer_for
from tests.indexes import LANGUAGES, packaged, packaged_retriever

ALL_QUESTIONS = [question for entry in packaged().index for question in entry.questions]
ALL_TERMS = [term for entry in packaged().index for term in entry.terms]
TEXTS = {paragraph.id: paragraph.text for paragraph in packaged().paragraphs}


def in_language(language):
    return [entry for entry in packaged().index if entry.language == language]


def test_there_is_a_file_for_each_language():
    names = [path.name for path in index_files(packaged_corpus())]
    assert names == sorted(f"seoul-declaration.{language}.md" for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paragraph_is_indexed_in_document_order(language):
    assert [entry.paragraph for entry in in_language(language)] == list(TEXTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paragraph_has_terms_and_15_to_40_sample_questions(language):
    for entry in in_language(language):
        assert entry.terms, entry.paragraph
        assert 15 <= len(entry.questions) <= 40, entry.paragraph


def test_no_sample_question_leads_to_two_paragraphs_in_one_language():
    for language in LANGUAGES:
        questions = [q.casefold() for entry in in_language(language) for q in entry.questions]
        assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_left_open_is_no_sample_question(language):
    entries = in_language(language)
    questions = {question.casefold() for entry in entries for question in entry.questions}
    left_open = [question.casefold() for entry in entries for question in entry.open_questions]
    assert len(left_open) >= 20
    assert len(set(left_open)) == len(left_open)
    assert questions.isdisjoint(left_open)


def test_every_link_is_secure():
    links = [link for entry in packaged().index for link in entry.instruments]
    assert len(links) >= 10
    assert all(link.address.startswith("https://") for link in links)


def test_every_paragraph_gets_the_instruments_of_its_index():
    for entry in in_language("en"):
        paragraph = packaged().paragraph(entry.paragraph)
        assert packaged().instruments(paragraph) == entry.instruments


@pytest.mark.parametrize(
    "word",
    "copyright patents tariffs pensions vaccines bitcoin nuclear trademark bankruptcy"
    " football recipe mortgage weather divorce".split(),
)
def test_what_the_declaration_does_not_deal_with_is_no_index_term(word):
    analyzer = analyzer_for("en")
    (term,) = analyzer.terms(word)
    assert all(term not in analyzer.terms(line) for e in in_language("en") for line in e.terms)


@given(st.sampled_from(ALL_QUESTIONS + ALL_TERMS))
def test_whatever_is_asked_only_the_document_s_own_text_is_quoted(question):
    for hit in packaged_retriever().retrieve(Query(question)).hits:
        assert hit.paragraph.text == TEXTS[hit.paragraph.id]


async def test_a_reply_to_any_sample_question_quotes_the_corpus_word_for_word(dispatcher):
    for question in ALL_QUESTIONS[::5]:
        reply = await dispatcher.dispatch(Request("ask", {"question": question}))
        for quotation in reply.quotations:
            assert quotation.paragraph.text == TEXTS[quotation.paragraph.id]
            assert quotation.paragraph.is_intact()
        for hit in (*reply.also, *reply.nearest):
            assert hit.paragraph.text == TEXTS[hit.paragraph.id]
        assert question not in reply.message


def test_nearly_every_sample_question_finds_its_own_paragraph():
    right = total = 0
    for entry in packaged().index:
        for question in entry.questions[::4]:
            best = packaged_retriever().retrieve(Query(question)).hits[:1]
            right += [hit.paragraph.id for hit in best] == [entry.paragraph]
            total += 1
    assert right >= 0.97 * total
