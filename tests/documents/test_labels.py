import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.labels import Marker, Numbering, read_marker
from tests.sources import parsed


def placed(*markers):
    """Return the labels that some markers mean, in order, and what is wrong with each."""
    numbering = Numbering()
    numbers = [numbering.place(read_marker(f"{marker} text")) for marker in markers]
    return [n.label for n in numbers], [n.complaint for n in numbers if n.complaint]


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("4. Text", "4", "Text"),
        ("4) Text", "4", "Text"),
        ("(4) Text", "4", "Text"),
        ("12a. Text", "12a", "Text"),
        ("2.1 Text", "2.1", "Text"),
        ("2.1. Text", "2.1", "Text"),
        ("2.1) Text", "2.1", "Text"),
        ("2.1.3 Text", "2.1.3", "Text"),
        ("2.1a Text", "2.1a", "Text"),
        ("(a) Text", "a", "Text"),
        ("a) Text", "a", "Text"),
        ("a. Text", "a", "Text"),
        ("(iv) Text", "iv", "Text"),
        ("XII. Text", "XII", "Text"),
        ("§ 4. Text", "4", "Text"),
        ("§4. Text", "4", "Text"),
        ("4.", "4", ""),
    ],
)
def test_a_label_at_the_margin_is_read(line, label, rest):
    marker = read_marker(line)
    assert marker is not None
    assert marker.label == label
    assert line[marker.text_start :].strip() == rest


@pytest.mark.parametrize(
    "line",
    [
        "Text",
        "4 Text",
        "2024 was a year",
        "4.Text",
        "(abc) Text",
        "etc. and so on",
        "mix. Text",
        "xl. Text",
        "(4 Text",
        "- item",
        " 4. indented",
        "$4. Text",
        "1234567. Text",
        "2a.1 Text",
        "",
    ],
)
def test_what_is_no_label_is_text(line):
    assert read_marker(line) is None


@given(st.text(max_size=30))
def test_a_marker_is_read_from_any_line_or_not(line):
    marker = read_marker(line)
    assert marker is None or 0 < marker.text_start <= len(line)


@pytest.mark.parametrize(
    ("markers", "labels"),
    [
        (["1.", "2.", "3."], ["1", "2", "3"]),
        (["1.", "2.", "2a.", "2b.", "3."], ["1", "2", "2a", "2b", "3"]),
        (["1.", "2.", "2.1", "2.2", "3."], ["1", "2", "2.1", "2.2", "3"]),
        (["1.", "1.1", "1.1.1", "1.1.2", "1.2", "2."], ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"]),
        (["1.", "(a)", "(b)", "2.", "(a)"], ["1", "1(a)", "1(b)", "2", "2(a)"]),
        (
            ["1.", "(a)", "(i)", "(ii)", "(b)", "(i)", "2."],
            ["1", "1(a)", "1(a)(i)", "1(a)(ii)", "1(b)", "1(b)(i)", "2"],
        ),
        (["(a)", "(b)", "(c)"], ["a", "b", "c"]),
        ([f"({c})" for c in "abcdefghijk"], list("abcdefghijk")),
        ([f"({c})" for c in "abcdefghijklmnopqrstuvwxyz"], list("abcdefghijklmnopqrstuvwxyz")),
        (
            ["i.", "ii.", "iii.", "iv.", "v.", "vi.", "vii.", "viii.", "ix.", "x.", "xi."],
            ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi"],
        ),
        (["I.", "II.", "A.", "B.", "III."], ["I", "II", "II(A)", "II(B)", "III"]),
        (["1.", "(1)", "(2)", "2.", "(1)"], ["1", "1(1)", "1(2)", "2", "2(1)"]),
        (["1.", "2.", "2.1", "(a)", "(b)", "2.2"], ["1", "2", "2.1", "2.1(a)", "2.1(b)", "2.2"]),
        (["1.1", "1.2", "2.1"], ["1.1", "1.2", "2.1"]),
        (["(a)", "1.1", "1.2"], ["a", "1.1", "1.2"]),
        (["1.", "2.", "2a.", "2.1"], ["1", "2", "2a", "2.1"]),
    ],
)
def test_labels_are_placed_under_the_paragraph_that_they_belong_to(markers, labels):
    assert placed(*markers) == (labels, [])


@pytest.mark.parametrize(
    ("markers", "complaint"),
    [
        (["2."], "number 2 comes first here; the first of 1, 2, 2a is missing"),
        (["0."], "number 0 comes first here; the first of 1, 2, 2a is missing"),
        (["1.", "3."], "number 3 does not follow 1: a number is missing or out of order"),
        (["1.", "2.", "1."], "number 1 is there already"),
        (["1.", "2b."], "number 2b does not follow 1: a number is missing or out of order"),
        (["1.", "1.2"], "number 1.2 comes first here; 1.1 is missing"),
        (
            ["1.", "1.1", "1.3"],
            "number 1.3 does not follow 1.1: a number is missing or out of order",
        ),
        (["1.", "1.1", "1.1"], "number 1.1 is there already"),
        (["1.", "3.1"], "number 3.1 does not belong below 1: one is out of order"),
        (["1.", "2.", "1.1"], "number 1.1 does not belong below 2: one is out of order"),
        (["1.", "(b)"], "number 1(b) comes first here; the first of a, b is missing"),
        (
            ["1.", "(a)", "(c)"],
            "number 1(c) does not follow 1(a): a number is missing or out of order",
        ),
        (["(a)", "(a)"], "number a is there already"),
    ],
)
def test_a_number_out_of_order_is_complained_of(markers, complaint):
    assert placed(*markers)[1] == [complaint]


def test_a_number_above_no_paragraph_of_its_own_has_no_parent():
    numbering = Numbering()
    assert numbering.place(Marker("1.1", dotted=True, enclosed=False, text_start=4)).parent is None


def test_a_part_may_go_on_counting_or_begin_anew():
    parts = """
        [[parts]]
        title = "First"
        [[parts]]
        label = "Annex"
        title = "Second"
        """
    goes_on = parsed("# First\n1. One.\n2. Two.\n# Second\n3. Three.\n4. Four.", parts=parts)
    anew = parsed("# First\n1. One.\n2. Two.\n# Second\n1. Three.\n2. Four.", parts=parts)
    skips = parsed("# First\n1. One.\n2. Two.\n# Second\n4. Four.", parts=parts)
    assert goes_on.problems == anew.problems == ()
    assert list(goes_on.lines) == ["1", "2", "Annex 3", "Annex 4"]
    assert [p.message for p in skips.problems] == [
        "Annex: number 4 comes first here; the first of 1, 2, 2a is missing"
    ]
