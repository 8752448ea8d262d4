import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import LONGEST_CODE, Action, Press, decode_button, encode_button
from bot.domain.errors import UserError

OWNERS = st.text(string.ascii_letters + string.digits, max_size=24)
DOCUMENTS = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=30)
NUMBERS = st.text(string.ascii_lowercase + string.digits + "-.", min_size=1, max_size=30)
PARAGRAPHS = st.just("") | st.builds("{}#{}".format, DOCUMENTS, NUMBERS)


@given(st.sampled_from(Action), PARAGRAPHS, OWNERS)
def test_a_button_read_back_is_what_was_written(action, paragraph, owner):
    code = encode_button(action, paragraph, owner)
    assert len(code) <= LONGEST_CODE
    assert decode_button(code) == Press(action, paragraph, owner)


def test_every_paragraph_of_the_corpus_fits_into_a_button(corpus):
    for paragraph in corpus.paragraphs:
        for action in Action:
            code = encode_button(action, paragraph.id, "123456789012345678901234")
            assert decode_button(code).paragraph == paragraph.id


@given(st.text(max_size=120))
def test_any_text_is_a_button_or_refused_with_a_sentence(code):
    try:
        press = decode_button(code)
    except UserError:
        return
    assert encode_button(press.action, press.paragraph, press.owner) == code


@pytest.mark.parametrize(
    "code",
    [
        "",
        "v1",
        "v2:s::doc#1",
        "v1:x::doc#1",
        "v1:s::doc",
        "v1:s:own er:doc#1",
        "v1:s::doc#1 ",
        "v1:s::doc#1\n",
        "v1:s::DOC#1",
        "v1:s::doc#1:more",
        "v1:s::" + "d" * 49 + "#1",
        "v1:s:" + "o" * 24 + ":" + "d" * 40 + "#" + "1" * 40,
        "@everyone",
    ],
)
def test_a_text_that_is_no_button_of_ours_is_refused(code):
    with pytest.raises(UserError, match=r"This button is not one that I know. Please ask again."):
        decode_button(code)


@pytest.mark.parametrize(
    ("paragraph", "owner"),
    [("no number", ""), ("doc#1", "a:b"), ("doc#1", "o" * 25), ("d" * 48 + "#" + "1" * 48, "o")],
)
def test_a_button_that_cannot_be_read_back_is_not_written(paragraph, owner):
    with pytest.raises(ValueError, match="a button cannot carry"):
        encode_button(Action.SHOW, paragraph, owner)
