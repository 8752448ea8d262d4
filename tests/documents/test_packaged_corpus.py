"""The documents that come along are the ones that were published, to the byte."""

import hashlib
from pathlib import Path

import pytest

from bot.documents.loader import inspect_corpus, load_corpus, packaged_corpus
from bot.domain.documents import Span
from bot.domain.errors import CorpusError

NUMBERS = [
    *map(str, range(1, 10)),
    "Annex 1",
    "Annex 2",
    *(f"Annex 2.{n}" for n in range(1, 6)),
    "Annex 3",
]
PUBLISHED = {
    "1": "6dd82ca286489f17a061b2b02bba7bf385520bc502018809940301bb38814a33",
    "4": "8f3a654344de88c82191a286442cda0daad22a02752fc3377aed43a68099f894",
    "8": "314a921395eb865c7bc35de81ab79ad8a8545dce3b58612c12545478a90eb5c0",
    "Annex 2.4": "a25438a0831fd0af03b93c22b0001742c149a8e664cdd907e8c24d31b3493e86",
    "Annex 3": "96de812a00edf05b438baea219eb4611a3fc7f352f3bf58f143d20ce318cbdf0",
}
NINTH = (
    "Acknowledging the value of AI Summit dialogues as a high-level forum to advance discussion on"
    " AI governance which facilitates AI safety, innovation and inclusivity, we look forward to our"
    " third gathering at the upcoming AI Action Summit to be held in France."
)


@pytest.fixture
def copy(tmp_path):
    """A copy of the packaged corpus that a test may change."""
    place = tmp_path / "documents"
    place.mkdir()
    for file in (packaged_corpus() / "documents").iterdir():
        (place / file.name).write_bytes(file.read_bytes())
    return place


def test_it_has_no_problem_and_is_sealed():
    inspection = inspect_corpus(packaged_corpus())
    assert inspection.problems == ()
    assert inspection.unsealed == ()


def test_the_declaration_has_seventeen_paragraphs_in_order(declaration):
    assert [paragraph.number for paragraph in declaration.paragraphs] == NUMBERS


def test_sub_paragraphs_of_the_annex_stand_below_its_second(declaration):
    parents = {p.number: p.parent for p in declaration.paragraphs if p.parent}
    assert parents == {f"Annex 2.{n}": "Annex 2" for n in range(1, 6)}


def test_its_parts_are_the_declaration_and_the_statement_of_intent(declaration):
    assert [part.label for part in declaration.parts] == ["", "Annex"]
    assert declaration.parts[1].title == (
        "Seoul Statement of Intent toward International Cooperation on AI Safety Science"
    )
    assert {p.part for p in declaration.paragraphs[:9]} == {""}
    assert {p.part for p in declaration.paragraphs[9:]} == {"Annex"}


def test_it_says_when_and_where_it_was_adopted(declaration):
    assert declaration.adopted.isoformat() == "2024-05-21"
    assert declaration.place.startswith("Seoul")
    assert declaration.language == "en"
    assert declaration.source.startswith("https://www.gov.uk/government/publications/seoul-")


@pytest.mark.parametrize(("number", "digest"), PUBLISHED.items())
def test_well_known_paragraphs_have_the_published_bytes(declaration, number, digest):
    (paragraph,) = (p for p in declaration.paragraphs if p.number == number)
    assert hashlib.sha256(paragraph.text.encode("utf-8")).hexdigest() == digest


def test_the_last_paragraph_reads_as_published(declaration):
    assert declaration.paragraphs[8].text == NINTH


def test_the_stored_digest_of_every_paragraph_is_that_of_its_text(declaration):
    seal = (packaged_corpus() / "documents" / "seoul-declaration.sha256").read_text("utf-8")
    assert seal.splitlines() == [
        f"{hashlib.sha256(p.text.encode()).hexdigest()}  {p.number}" for p in declaration.paragraphs
    ]
    assert all(paragraph.is_intact() for paragraph in declaration.paragraphs)


def test_its_emphasis_is_kept(declaration):
    emphasised = {
        p.number: [p.text[start:end] for start, end in p.emphasis]
        for p in declaration.paragraphs
        if p.emphasis
    }
    assert emphasised == {
        "3": ["Frontier AI Safety Commitments"],
        "4": ["Seoul Statement of Intent toward International Cooperation on AI Safety Science"],
        "Annex 2.2": ["International AI Safety Report"],
    }
    assert declaration.paragraphs[2].emphasis == (Span(570, 600),)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_changed_character_of_any_paragraph_is_found_with_file_and_line(copy, number):
    path = copy / "seoul-declaration.md"
    lines = path.read_text("utf-8").split("\n")
    place = _line_of(lines, number)
    lines[place] = lines[place].replace(" and ", " or ", 1)
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(CorpusError) as raised:
        load_corpus(copy)
    (problem,) = raised.value.problems
    assert (Path(problem.path), problem.line) == (path, place + 1)
    assert f"the text of paragraph {number} is not the one that was sealed" in problem.message


def _line_of(lines, number):
    label = number.removeprefix("Annex ")
    places = [i for i, line in enumerate(lines) if line.startswith((f"{label}. ", f"{label} "))]
    return places[-1 if number.startswith("Annex") else 0]
