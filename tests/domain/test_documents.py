import hashlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.documents import Corpus, Document, Paragraph, Part, paragraph_id, text_digest
from tests.sources import document_of


@pytest.fixture(scope="module")
def charter():
    return document_of(
        """
        1. One.
        2. Two.
        2.1 Below two.
        (a) Below that.
        2.2 Below two as well.
        3. Three.
        """
    )


@pytest.mark.parametrize(
    ("number", "stable_id"),
    [
        ("4", "doc#4"),
        ("12a", "doc#12a"),
        ("2.1", "doc#2.1"),
        ("Annex 2.4", "doc#annex-2.4"),
        ("2(a)", "doc#2-a"),
        ("2(a)(ii)", "doc#2-a-ii"),
        ("§ 4", "doc#4"),
        ("Annex  I/2", "doc#annex-i-2"),
    ],
)
def test_a_stable_id_is_the_number_lower_cased_and_hyphenated(number, stable_id):
    assert paragraph_id("doc", number) == stable_id
    assert Paragraph("doc", number, "text").id == stable_id


def test_a_paragraph_is_named_by_its_part_and_its_number_there():
    plain, annexed = Paragraph("d", "4", ""), Paragraph("d", "Annex 2.4", "", part="Annex")
    assert (plain.name, plain.local_number) == ("Paragraph 4", "4")
    assert (annexed.name, annexed.local_number) == ("Annex, paragraph 2.4", "2.4")


@given(st.text())
def test_a_digest_is_the_sha_256_of_the_utf_8_bytes(text):
    assert text_digest(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_a_changed_text_is_not_intact(declaration):
    paragraph = declaration.paragraphs[3]
    assert paragraph.is_intact()
    assert not replace(paragraph, text=paragraph.text + " ").is_intact()


def test_neighbours_end_where_the_document_ends(charter):
    first, last = charter.paragraphs[0], charter.paragraphs[-1]
    assert charter.neighbour(first, -1) is None
    assert charter.neighbour(first, +1) is charter.paragraphs[1]
    assert charter.neighbour(last, -1) is charter.paragraphs[-2]
    assert charter.neighbour(last, +1) is None
    assert [charter.position(p) for p in charter.paragraphs] == list(range(6))


def test_children_are_the_paragraphs_directly_below(charter):
    two = charter.paragraphs[1]
    assert [child.number for child in charter.children(two)] == ["2.1", "2.2"]
    assert [child.number for child in charter.children(charter.paragraphs[2])] == ["2.1(a)"]
    assert charter.children(charter.paragraphs[-1]) == ()


def test_a_corpus_finds_documents_and_paragraphs_by_id(charter, declaration):
    corpus = Corpus((charter, declaration))
    paragraph = corpus.paragraph("seoul-declaration#annex-2.4")
    assert paragraph is not None
    assert corpus.document_of(paragraph) is declaration
    assert corpus.document("sample") is charter
    assert corpus.document("none") is None
    assert corpus.paragraph("sample#99") is None
    assert corpus.paragraphs == charter.paragraphs + declaration.paragraphs


def test_an_empty_corpus_has_nothing():
    assert Corpus(()).paragraphs == ()
    assert Corpus(()).paragraph("x#1") is None


def test_documents_and_paragraphs_cannot_be_changed(declaration):
    with pytest.raises(AttributeError):
        declaration.paragraphs[0].text = "other"
    with pytest.raises(AttributeError):
        declaration.title = "other"


def test_a_document_needs_only_what_its_front_matter_must_say():
    part = Part("", "T")
    document = Document("d", "T", "T", date(2024, 1, 1), "en", "https://x.org", (part,), ())
    assert (document.kind, document.place, document.aliases) == ("document", "", ())
