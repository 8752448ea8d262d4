import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.documents import Span
from bot.domain.quoting import Run, echo, excerpt, split_text, styled_runs

PLACES = st.integers(min_value=-5, max_value=60)
SPANS = st.lists(st.builds(Span, PLACES, PLACES), max_size=8)
PROSE = st.text(st.sampled_from("ab. ,;!?\n”)。、 ") | st.characters(), max_size=300)
HIDDEN = [
    *map(chr, range(0x20)),
    "\x7f",
    "\x85",
    "\u00ad",  # soft hyphen
    "\u061c",  # Arabic letter mark
    *map(chr, range(0x200B, 0x2010)),  # zero-width space to right-to-left mark
    *map(chr, range(0x202A, 0x202F)),  # bidirectional embeddings and overrides
    *map(chr, range(0x2060, 0x2065)),  # word joiner and invisible operators
    *map(chr, range(0x2066, 0x206A)),  # bidirectional isolates
    "\u2028",
    "\u2029",
    "\ufeff",
    "\ufff9",
    "\U000e0041",  # tag
    "\ud800",
]


@given(st.text(max_size=60), SPANS, SPANS)
def test_styled_runs_joined_are_the_text_for_any_spans(text, emphasis, marks):
    runs = styled_runs(text, emphasis, marks)
    assert "".join(run.text for run in runs).encode() == text.encode()
    assert all(run.text for run in runs)


@given(st.text(max_size=60), SPANS, SPANS, st.data())
def test_styled_runs_within_a_range_are_that_range(text, emphasis, marks, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    runs = styled_runs(text, emphasis, marks, within=Span(start, end))
    assert "".join(run.text for run in runs) == text[start:end]


@given(st.text(min_size=1, max_size=60), SPANS, SPANS)
def test_every_character_has_the_style_of_the_spans_that_cover_it(text, emphasis, marks):
    styles = [
        (run.emphasised, run.marked)
        for run in styled_runs(text, emphasis, marks)
        for _ in range(len(run.text))
    ]
    assert styles == [
        (any(s <= i < e for s, e in emphasis), any(s <= i < e for s, e in marks))
        for i in range(len(text))
    ]


def test_overlapping_spans_make_runs_of_each_style():
    assert styled_runs("abcdef", [Span(1, 4)], [Span(3, 5)]) == [
        Run("a"),
        Run("bc", emphasised=True),
        Run("d", emphasised=True, marked=True),
        Run("e", marked=True),
        Run("f"),
    ]


def test_an_empty_text_has_no_runs():
    assert styled_runs("", [Span(0, 3)], []) == []


@given(PROSE, st.integers(1, 80))
def test_pieces_joined_are_the_text_and_each_fits(text, limit):
    pieces = split_text(text, limit)
    assert "".join(text[start:end] for start, end in pieces) == text
    assert all(0 < end - start <= limit for start, end in pieces)
    assert [start for start, _ in pieces[1:]] == [end for _, end in pieces[:-1]]


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("One. Two. Three.", 10, ["One. Two. ", "Three."]),
        ("He said “no.” Then he left.", 20, ["He said “no.” ", "Then he left."]),
        ("first; second third", 14, ["first; ", "second third"]),
        ("first second third", 13, ["first second ", "third"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("一。二。三。", 4, ["一。二。", "三。"]),
        ("a line\nanother line", 14, ["a line\n", "another line"]),
        ("fits", 4, ["fits"]),
        ("", 4, []),
    ],
)
def test_a_text_is_divided_at_the_best_place_that_fits(text, limit, pieces):
    assert [text[start:end] for start, end in split_text(text, limit)] == pieces


def test_a_limit_below_one_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        split_text("text", 0)


@given(st.text(st.characters() | st.sampled_from(HIDDEN), max_size=80), st.integers(1, 60))
def test_an_echo_is_one_short_line_without_control_or_invisible_characters(text, length):
    shown = echo(text, length)
    assert len(shown) <= length
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("character", HIDDEN, ids=lambda c: f"U+{ord(c):04X}")
def test_an_echo_leaves_out_each_hidden_character(character):
    assert echo(f"a{character}b", 10) in {"ab", "a b"}


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("one two three", 10, "one two…"),
        ("one two three", 8, "one two…"),
        ("abcdefghij", 5, "abcd…"),
        ("one, two three", 9, "one, two…"),
        ("one; two", 6, "one…"),
        ("  two\n\nlines  ", 20, "two lines"),
        ("", 5, ""),
    ],
)
def test_an_excerpt_ends_at_a_word_with_an_ellipsis_where_it_is_cut(text, length, shown):
    assert excerpt(text, length) == shown


@given(st.text(max_size=100), st.integers(1, 50))
def test_an_excerpt_is_never_longer_than_asked(text, length):
    assert len(excerpt(text, length)) <= length
