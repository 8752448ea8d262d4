from textwrap import dedent

import pytest

from bot.documents.index_parser import parse_index
from bot.documents.loader import inspect_corpus, load_corpus
from bot.domain.documents import IndexEntry, Instrument
from bot.domain.errors import CorpusError
from tests.sources import document_of, located, source_of, write_corpus

DOCUMENT = document_of("1. One.\n\n2. Two.\n\n2.1 Two and a bit.")
FRONT = '+++\ndocument = "sample"\nlanguage = "en"\n+++\n'
GOOD = FRONT + dedent("""
    ## 1

    ### Terms
    - unity; oneness
    -   single

    ### Questions
    - Which is first?

    ### Left open
    - Which is the best?

    ## 2.1
    ### Named here
    - [The Poverty Act](https://example.org/act)
    - [Body](http://example.org/body?a=1)
    ### Sources
    - The Act defines a bit. <https://example.org/act>
""")


def parsed(source):
    return parse_index("sample.en.md", source, {"sample": DOCUMENT})


def test_terms_questions_and_links_are_read_by_paragraph():
    result = parsed(GOOD)
    assert result.problems == ()
    assert result.entries == (
        IndexEntry(
            "sample#1",
            "en",
            terms=("unity; oneness", "single"),
            questions=("Which is first?",),
            open_questions=("Which is the best?",),
        ),
        IndexEntry(
            "sample#2.1",
            "en",
            instruments=(
                Instrument("The Poverty Act", "https://example.org/act"),
                Instrument("Body", "http://example.org/body?a=1"),
            ),
        ),
    )


def test_a_file_of_windows_is_read_alike():
    assert parsed("\ufeff" + GOOD.replace("\n", "\r\n")) == parsed(GOOD)


def test_a_front_matter_alone_is_an_index_of_nothing():
    assert parsed(FRONT) == parsed(FRONT + "\n\n")
    assert parsed(FRONT).entries == ()


ONLY = 'an index has a document and a language, such as "en", and nothing else'
SECTIONS = "Terms, Questions, Left open, Named here, Sources"


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("## 7", "## 7", "document sample has no paragraph 7"),
        ("## 1\n## 2\n##  1 ", "##  1 ", "paragraph 1 is indexed already"),
        ("## 1\n### Words", "### Words", f"no section is called 'Words'; known: {SECTIONS}"),
        ("## 1\n### Terms\n- a\n- b\n- a ", "- a ", "this item is there already"),
        ("- x", "- x", "this item belongs to no section of a paragraph"),
        ("### Terms\n- x", "- x", "this item belongs to no section of a paragraph"),
        ("## 1\n- x", "- x", "this item belongs to no section of a paragraph"),
        ("## 1\n### Terms\n## 2\n- x", "- x", "this item belongs to no section of a paragraph"),
        (
            "## 1\n### Terms\nnothing",
            "nothing",
            "a line is a heading (## or ###) or an item that begins with a hyphen",
        ),
        (
            "# 1",
            "# 1",
            "a line is a heading (## or ###) or an item that begins with a hyphen",
        ),
        (
            "## 1\n### Terms\n-x",
            "-x",
            "a line is a heading (## or ###) or an item that begins with a hyphen",
        ),
        (
            "## 1\n### Named here\n- The Act",
            "- The Act",
            "a text named here is written [name](https://address)",
        ),
        (
            "## 1\n### Named here\n- [The Act](ftp://example.org)",
            "- [The Act](ftp://example.org)",
            "a text named here is written [name](https://address)",
        ),
        (
            "## 1\n### Sources\n- The Act says so.",
            "- The Act says so.",
            "a source ends with its address, <https://address>",
        ),
        (
            "## 1\n### Sources\n- <https://example.org>",
            "- <https://example.org>",
            "a source ends with its address, <https://address>",
        ),
    ],
)
def test_each_problem_is_told_with_its_line(body, line, message):
    source = FRONT + body
    assert located(source, parsed(source).problems) == [(line, message)]


def test_items_below_an_unknown_section_are_told_too():
    source = FRONT + "## 1\n### Words\n- x"
    assert [line for line, _ in located(source, parsed(source).problems)] == ["### Words", "- x"]


def test_the_problems_of_a_file_are_told_together_and_the_rest_is_read():
    result = parsed(FRONT + "## 1\n### Terms\n- good\nbad\n## 9\n")
    assert [problem.line for problem in result.problems] == [8, 9]
    assert result.entries[0].terms == ("good",)


def test_an_item_may_stand_in_two_sections_and_below_two_paragraphs():
    source = FRONT + "## 1\n### Terms\n- x\n### Questions\n- x\n## 2\n### Terms\n- x"
    assert parsed(source).problems == ()


def test_a_link_that_is_wrong_is_no_instrument():
    result = parsed(FRONT + "## 1\n### Named here\n- The Act")
    assert result.entries[0].instruments == ()


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("", 1, "a document begins with a line +++ and its front matter"),
        ("## 1", 1, "a document begins with a line +++ and its front matter"),
        ('+++\ndocument = "sample"', 1, "the front matter has no closing line +++"),
        ('+++\nlanguage = "en"\n+++', 2, "document is none of those that are loaded: sample"),
        (
            '+++\ndocument = "other"\nlanguage = "en"\n+++',
            2,
            "document is none of those that are loaded: sample",
        ),
        *(
            (f'+++\ndocument = "sample"\n{keys}\n+++', 2, ONLY)
            for keys in (
                "",
                'language = "EN"',
                'language = "en-GB"',
                "language = 1",
                'language = "en"\ntitle = "x"',
            )
        ),
    ],
)
def test_a_wrong_front_matter_is_told_and_nothing_is_read(source, line, message):
    result = parsed(source)
    assert result.entries == ()
    assert [(p.path, p.line, p.message) for p in result.problems] == [
        ("sample.en.md", line, message)
    ]


def test_toml_that_cannot_be_read_is_told_with_its_line():
    (problem,) = parsed('+++\ndocument = "sample"\nlanguage = en\n+++').problems
    assert problem.line == 3


def test_the_indexes_of_a_folder_are_loaded_by_name(tmp_path):
    folder = write_corpus(tmp_path, source_of("1. One.\n\n2.1 Two.".replace("2.1", "2.")))
    (folder / "index").mkdir()
    (folder / "index" / "sample.en.md").write_text(FRONT + "## 1\n### Terms\n- x")
    (folder / "index" / "sample.de.md").write_text(FRONT.replace('"en"', '"de"') + "## 2")
    (folder / "index" / "notes.txt").write_text("no index")
    corpus = load_corpus(folder)
    assert [(e.paragraph, e.language) for e in corpus.index] == [
        ("sample#2", "de"),
        ("sample#1", "en"),
    ]


def test_an_index_that_is_wrong_is_a_problem_of_the_corpus(tmp_path):
    folder = write_corpus(tmp_path, source_of("1. One."))
    place = folder / "index"
    place.mkdir()
    (place / "a.md").write_text(FRONT + "## 4")
    (place / "b.md").write_bytes(b"\n\n\xff")
    (place / "c.md").mkdir()
    assert [str(problem) for problem in inspect_corpus(folder).problems] == [
        f"{place}/a.md:5: document sample has no paragraph 4",
        f"{place}/b.md:3: not UTF-8; save the file with this encoding",
        f"{place}/c.md: cannot be read: Is a directory",
    ]
    with pytest.raises(CorpusError):
        load_corpus(folder)


def test_a_document_that_is_named_alone_is_read_without_its_index(tmp_path):
    folder = write_corpus(tmp_path, source_of("1. One."))
    (folder / "index").mkdir()
    (folder / "index" / "a.md").write_text("wrong")
    assert inspect_corpus(folder / "documents" / "document-1.md").problems == ()
