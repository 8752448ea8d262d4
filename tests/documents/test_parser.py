import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.parser import parse_document
from bot.domain.documents import Span, text_digest
from tests.sources import document_of, located, parsed, source_of

TWO_PARTS = """
    [[parts]]
    title = "Main"

    [[parts]]
    label = "Annex"
    title = "Statement of Intent"
    """


def texts(body, **arguments):
    return {p.number: p.text for p in document_of(body, **arguments).paragraphs}


def complaints(body, **arguments):
    return located(source_of(body, **arguments), parsed(body, **arguments).problems)


def test_numbered_paragraphs_are_read_with_their_text_and_digest():
    document = document_of("1. First.\n\n2. Second.")
    assert texts("1. First.\n\n2. Second.") == {"1": "First.", "2": "Second."}
    assert all(p.sha256 == text_digest(p.text) for p in document.paragraphs)
    assert [p.id for p in document.paragraphs] == ["sample#1", "sample#2"]


def test_sub_paragraphs_know_their_parents():
    document = document_of(
        """
        1. One.
        (a) Letter.
        (i) Roman.
        (b) Letter.
        1a. Inserted.
        2. Two.
        2.1 Dotted.
        2.1.1 Deeper.
        """
    )
    assert {p.number: p.parent for p in document.paragraphs} == {
        "1": None,
        "1(a)": "1",
        "1(a)(i)": "1(a)",
        "1(b)": "1",
        "1a": None,
        "2": None,
        "2.1": "2",
        "2.1.1": "2.1",
    }


def test_lines_of_a_paragraph_are_joined_and_blocks_and_lists_are_kept():
    body = """
        1. A first line
        and a second one.

        A new block.
        - an item
        - another
          that goes on
        2. Two.
        """
    assert texts(body)["1"] == (
        "A first line and a second one.\n\nA new block.\n- an item\n- another that goes on"
    )


def test_a_text_may_begin_on_the_line_below_its_number():
    assert texts("1.\nText.\n\n2.\n\nMore.") == {"1": "Text.", "2": "More."}


def test_a_number_inside_a_line_is_text():
    assert texts("1. See 2. and (a) and 2024 there.") == {"1": "See 2. and (a) and 2024 there."}


def test_headings_are_told_with_the_paragraphs_below_them():
    document = document_of(
        """
        # Chapter
        1. One.
        ## Section ##
        2. Two.
        #### Deep
        3. Three.
        ## Other
        4. Four.
        # Next
        5. Five.
        """
    )
    assert [p.headings for p in document.paragraphs] == [
        ("Chapter",),
        ("Chapter", "Section"),
        ("Chapter", "Section", "Deep"),
        ("Chapter", "Other"),
        ("Next",),
    ]


def test_parts_are_entered_by_title_or_label_in_any_case():
    for annex in ("Statement of Intent", "ANNEX", "statement of intent"):
        document = document_of(f"# Main\n1. One.\n# {annex}\n## S\n1. Two.", parts=TWO_PARTS)
        assert [p.number for p in document.paragraphs] == ["1", "Annex 1"]
        assert [p.part for p in document.paragraphs] == ["", "Annex"]
        assert document.paragraphs[1].headings == ("S",)


def test_sub_paragraphs_of_an_annex_carry_its_label():
    document = document_of("1. One.\n# Annex\n1. Two.\n1.1 Three.", parts=TWO_PARTS)
    assert [(p.number, p.parent) for p in document.paragraphs] == [
        ("1", None),
        ("Annex 1", None),
        ("Annex 1.1", "Annex 1"),
    ]


@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "with a byte-order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_byte_order_mark_and_line_ends_change_nothing(start, end):
    body = "1. One\nline.\n\n- item\n2. Two."
    result = parse_document("sample.md", start + source_of(body).replace("\n", end))
    assert result.problems == ()
    assert result.document == document_of(body)


def test_emphasis_is_kept_beside_the_plain_text():
    (paragraph,) = document_of(r"1. Note the *Report* and \*.").paragraphs
    assert paragraph.text == "Note the Report and *."
    assert paragraph.emphasis == (Span(9, 15),)


def test_each_paragraph_is_told_with_the_line_it_begins_on():
    source = source_of("1. One.\n\n2. Two.")
    lines = parse_document("sample.md", source).lines
    assert {n: source.split("\n")[line - 1] for n, line in lines.items()} == {
        "1": "1. One.",
        "2": "2. Two.",
    }


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (
            "2. Two.",
            ("2. Two.", "number 2 comes first here; the first of 1, 2, 2a is missing"),
        ),
        (
            "1. One.\n\n3. Three.",
            ("3. Three.", "number 3 does not follow 1: a number is missing or out of order"),
        ),
        ("1. One.\n1. Again.", ("1. Again.", "number 1 is there already")),
        ("1. One.\n2.\n3. Three.", ("2.", "paragraph 2 is empty")),
        ("1. One.\n# Heading\nStray.", ("Stray.", "this text belongs to no numbered paragraph")),
        ("Stray.\n\n1. One.", ("Stray.", "this text belongs to no numbered paragraph")),
        ("1. One\x07.", ("1. One\x07.", "the control character U+0007 cannot be shown")),
        ("1. One.\rTwo", ("1. One.\rTwo", "the control character U+000D cannot be shown")),
        ("1. One\u2028.", ("1. One\u2028.", "the control character U+2028 cannot be shown")),
        (
            "1. An *open one.\n2. Two.",
            (
                "1. An *open one.",
                "paragraph 1: an asterisk has no partner; an asterisk of the text is written \\*",
            ),
        ),
        (
            "1. **Bold.**",
            ("1. **Bold.**", "paragraph 1: ** is not known; emphasis is written *so*"),
        ),
        ("", ("", "there is no numbered paragraph")),
    ],
)
def test_a_problem_is_told_with_its_line(body, complaint):
    assert complaints(body) == [complaint]


def test_an_empty_paragraph_at_the_end_of_an_emphasis_is_not_quoted():
    assert complaints("1. **\n2. Two.")[0][0] == "1. **"
    assert [message for _, message in complaints(r"1. *\**")] == []


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("# Main\n1. One.", ("", "part 'Statement of Intent' has no paragraph")),
        (
            "# Other\n1. One.\n# Annex\n1. Two.",
            ("# Other", "heading 'Other' names none of the parts"),
        ),
        (
            "1. One.\n# Annex\n1. Two.\n# Main\n2. Three.",
            ("# Main", "heading 'Main' names none of the parts"),
        ),
        (
            "1. One.\n# Annex\n1. Two.\n3. Three.",
            (
                "3. Three.",
                "Annex: number 3 does not follow 1: a number is missing or out of order",
            ),
        ),
        ("1. One.\n# Annex\n1.", ("1.", "paragraph Annex 1 is empty")),
    ],
)
def test_a_problem_of_a_part_is_told_with_its_line(body, complaint):
    assert complaints(body, parts=TWO_PARTS) == [complaint]


def test_all_problems_are_told_in_the_order_of_their_lines():
    found = complaints("Stray.\n1. One.\n3.\n4. *Open.\x00")
    assert [line for line, _ in found] == ["Stray.", "3.", "3.", "4. *Open.\x00", "4. *Open.\x00"]


@given(
    st.text(st.sampled_from("1234ab.()*#-§ \n\r\\ivx") | st.characters(exclude_categories=["Cs"]))
)
def test_any_text_is_parsed_and_never_raises(body):
    result = parsed(body)
    assert result.document is not None
    assert all(problem.line <= body.count("\n") + 10 for problem in result.problems)
    assert all(p.is_intact() for p in result.document.paragraphs)
    if not result.problems:
        numbers = [p.number for p in result.document.paragraphs]
        assert len(set(numbers)) == len(numbers)
        assert all(p.text.strip() for p in result.document.paragraphs)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_file_is_parsed_and_never_raises(source):
    parse_document("sample.md", source)
