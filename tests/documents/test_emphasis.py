import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.emphasis import EmphasisError, read_emphasis
from bot.domain.documents import Span


def write_emphasis(text, spans):
    """Return the source that reads as a text with emphasis: the inverse of read_emphasis."""
    edges = {edge for span in spans for edge in span}
    escaped = [("*" if i in edges else "") + ("\\" if c in "*\\" else "") + c
               for i, c in enumerate(text)]  # fmt: skip
    return "".join(escaped) + ("*" if len(text) in edges else "")


@st.composite
def emphasised_texts(draw):
    text = draw(st.text(st.sampled_from("ab *\\\n") | st.characters(), max_size=40))
    edges = sorted(draw(st.sets(st.integers(0, len(text)))))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, tuple(Span(start, end) for start, end in pairs)


@given(emphasised_texts())
def test_a_text_written_with_emphasis_reads_the_same(emphasised):
    text, spans = emphasised
    assert read_emphasis(write_emphasis(text, spans)) == (text, spans)


@given(st.text(st.sampled_from("*\\ab") | st.characters()))
def test_any_source_is_read_or_refused_with_a_sentence(source):
    try:
        text, spans = read_emphasis(source)
    except EmphasisError:
        return
    assert read_emphasis(write_emphasis(text, spans)) == (text, spans)


@pytest.mark.parametrize(
    ("source", "text", "spans"),
    [
        ("plain", "plain", ()),
        ("note the *Report*.", "note the Report.", (Span(9, 15),)),
        ("*all of it*", "all of it", (Span(0, 9),)),
        ("*one* and *two*", "one and two", (Span(0, 3), Span(8, 11))),
        (r"2 \* 3", "2 * 3", ()),
        (r"*a\*b*", "a*b", (Span(0, 3),)),
        (r"C:\\dir and \n", r"C:\dir and \n", ()),
        ("", "", ()),
    ],
)
def test_emphasis_becomes_ranges_of_plain_text(source, text, spans):
    assert read_emphasis(source) == (text, spans)


@pytest.mark.parametrize("source", ["*", "an *open one", "*a* *b", r"\**"])
def test_an_asterisk_without_a_partner_is_refused(source):
    with pytest.raises(EmphasisError, match="has no partner"):
        read_emphasis(source)


@pytest.mark.parametrize("source", ["**bold**", "a ** b", "***", "*a**b*"])
def test_two_asterisks_together_are_refused(source):
    with pytest.raises(EmphasisError, match="is not known"):
        read_emphasis(source)
