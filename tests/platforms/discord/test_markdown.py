"""Text is shown on Discord as it is: nothing lost, nothing alive, the marks where they belong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.documents import Span
from bot.platforms.discord.markdown import escape, length, quote_blocks
from tests.discord_server.markdown import quoted, shown

ALIVE = [
    "9. We welcome",
    "1) first",
    "+ item",
    "- item",
    "* item",
    "# title",
    "-# small",
    "> quoted",
    ">>> quoted",
    "<@123> <@!123> <@&123> <#123>",
    "@everyone @here",
    "<t:1:R>",
    "<:name:123> <a:name:123> :smile:",
    "[free](https://evil.example)",
    "https://evil.example/a_b_c",
    "HTTPS://EVIL.EXAMPLE",
    "discord.gg/abc",
    "**bold** *italic* _italic_ __under__ ~~gone~~ ||hidden|| `code` ```block```",
    r"back\slash \* \\",
    "line\n9. second\n  12. third\n- fourth",
]
SPECIAL = st.text(alphabet=r"ab1 9.)#>+-*_~|`\<@:/[](" + "\n", max_size=40)


@pytest.mark.parametrize("text", ALIVE)
def test_nothing_in_an_escaped_text_is_alive(text):
    read = shown(escape(text))
    assert "".join(part.text for part in read) == text
    assert [part for part in read if part.bold or part.italic or part.live] == []


@given(SPECIAL)
def test_any_text_is_shown_as_it_is(text):
    read = shown(escape(text))
    assert "".join(part.text for part in read) == text
    assert [part for part in read if part.bold or part.italic or part.live] == []


def test_ordinary_sentences_get_no_backslash():
    text = "We aim (in 2024) to strengthen co-operation; UN, G7 & G20: e.g. the OECD's 5.1 – “AI”!"
    assert escape(text) == text


def words_of(text):
    """Return ranges of whole words, as a retriever marks them."""
    start, spans = 0, []
    for word in text.split(" "):
        if word:
            spans.append(Span(start, start + len(word)))
        start += len(word) + 1
    return spans


@st.composite
def marked_texts(draw):
    words = draw(
        st.lists(st.sampled_from(["We", "note", "AI", "9.", "*x*", "a_b", "\n"]), min_size=1)
    )
    text = " ".join(words)
    spans = words_of(text)
    marks = draw(st.lists(st.sampled_from(spans), max_size=4)) if spans else []
    edges = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    return text, [Span(*edges)] if edges[0] < edges[1] else [], marks


@given(marked_texts(), st.integers(20, 200))
def test_a_quotation_is_shown_word_for_word_however_it_is_marked(marked, limit):
    text, emphasis, marks = marked
    blocks = quote_blocks(text, emphasis, marks, limit)
    read = [part for block in blocks for part in quoted(block)]
    assert "".join(part.text for part in read) == text
    assert all(length(block) <= limit for block in blocks)
    assert [part for part in read if part.live] == []


def test_marks_are_bold_and_emphasis_is_in_italics():
    text = "We note the Frontier AI Safety Commitments."
    (block,) = quote_blocks(text, [Span(12, 42)], [Span(3, 7), Span(21, 23)], 500)
    read = quoted(block)
    assert "".join(part.text for part in read if part.bold) == "noteAI"
    assert "".join(part.text for part in read if part.italic) == "Frontier AI Safety Commitments"


@pytest.mark.parametrize("edge", [Span(12, 20), Span(31, 42)])
def test_a_mark_at_the_edge_of_emphasis_is_shown(edge):
    text = "We note the Frontier AI Commitments here."
    emphasis = Span(12, 35)
    mark = Span(edge.start, min(edge.end, 35))
    (block,) = quote_blocks(text, [emphasis], [mark], 500)
    read = quoted(block)
    assert "".join(part.text for part in read if part.bold) == text[mark.start : mark.end]
    assert "".join(part.text for part in read if part.italic) == text[12:35]


def test_a_long_text_is_cut_at_sentence_ends():
    text = " ".join(f"Sentence number {n} says little." for n in range(400))
    blocks = quote_blocks(text, [], [], 1000)
    assert len(blocks) > 10
    assert all(block.rstrip().endswith("little.") for block in blocks)


def test_characters_outside_the_basic_plane_count_twice():
    assert length("a😀") == 3
    text = "😀 " * 500
    assert all(length(block) <= 100 for block in quote_blocks(text, [], [], 100))
