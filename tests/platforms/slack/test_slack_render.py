"""Replies become blocks: nothing is lost, nothing is markup that was not meant to be."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import Action, Button
from bot.domain.chat import Outcome, Quotation, Reply
from bot.domain.documents import Document, Instrument, Paragraph, Part, Span, text_digest
from bot.domain.search import Correction, Hit
from bot.platforms.slack import blocks, limits, mrkdwn
from bot.platforms.slack.buttons import Asked
from bot.platforms.slack.render import Message, Scene, render
from tests.slack_server.block_rules import problems
from tests.slack_server.reading import asides, buttons, quoted, quoted_elements

SENTENCE = "Members shall <report> & review what they have agreed, section 9. of it, each year. "
TEXTS = st.text(min_size=1, max_size=400)


def document_with(*texts: str, **changes: str) -> Document:
    paragraphs = tuple(
        Paragraph("long-document", str(number), text, sha256=text_digest(text))
        for number, text in enumerate(texts, start=1)
    )
    document = Document(
        "long-document",
        "A long document",
        "Long Document",
        date(2024, 5, 21),
        "en",
        "https://example.com/a?b=1&c=<2>|3",
        (Part("", "A long document"),),
        paragraphs,
    )
    return replace(document, **changes)


def quoting(document: Document, *marks: Span) -> Reply:
    quotations = tuple(Quotation(document, p, marks) for p in document.paragraphs)
    return Reply(Outcome.QUOTED, quotations=quotations)


def payload_of(message: Message) -> dict:
    return {"text": message.text, "blocks": list(message.blocks)}


def all_quoted(messages: list[Message]) -> str:
    return "".join(quoted(payload_of(message)) for message in messages)


def test_a_paragraph_of_12_000_characters_is_sent_whole():
    text = (SENTENCE * 200)[:12_000]
    messages = render(quoting(document_with(text)), Scene(owner="U0ADA"))
    assert all_quoted(messages) == text
    assert not [p for message in messages for p in problems(list(message.blocks))]


def test_a_long_paragraph_is_divided_at_ends_of_sentences():
    messages = render(quoting(document_with(SENTENCE * 150)), Scene())
    pieces = [
        "".join(element["text"] for element in block["elements"][0]["elements"])
        for message in messages
        for block in message.blocks
        if block["type"] == "rich_text"
    ]
    assert len(pieces) > 1
    assert all(piece.endswith("each year. ") for piece in pieces)


def test_a_long_paragraph_full_of_marks_is_sent_whole():
    text = "word " * 2_400
    marks = [Span(start, start + 4) for start in range(0, len(text), 10)]
    messages = render(quoting(document_with(text), *marks), Scene())
    assert all_quoted(messages) == text
    assert not [p for message in messages for p in problems(list(message.blocks))]


def test_sixty_paragraphs_are_sent_in_several_messages():
    texts = [f"{number}. {SENTENCE}" for number in range(60)]
    messages = render(quoting(document_with(*texts)), Scene(owner="U0ADA"))
    assert len(messages) > 1
    assert all_quoted(messages) == "".join(texts)
    assert not [p for message in messages for p in problems(list(message.blocks))]


@given(text=TEXTS, data=st.data())
def test_a_quotation_without_its_styles_is_the_paragraph(text, data):
    place = st.integers(0, len(text))
    spans = st.lists(st.tuples(place, place).map(lambda ab: Span(min(ab), max(ab))), max_size=6)
    pieces = blocks.quote(text, data.draw(spans), data.draw(spans))
    assert quoted({"blocks": [piece.block for piece in pieces]}) == text
    assert "".join(piece.words for piece in pieces) == text


@given(st.text(max_size=300))
def test_escaped_text_reads_back_and_holds_no_markup(text):
    escaped = mrkdwn.escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert mrkdwn.typed_text(escaped) == text.strip()


def test_no_message_adds_an_invisible_character():
    messages = render(quoting(document_with(SENTENCE)), Scene(owner="U0ADA"))
    shown = json.dumps([message.blocks for message in messages], ensure_ascii=False)
    assert not set(shown) & set("\u200b\u200c\u200d\u2060\ufeff")


def test_a_number_never_begins_a_line_of_the_message():
    (message,) = render(quoting(document_with("The text.")), Scene())
    assert not [line for line in message.text.splitlines() if line.startswith("1.")]


def test_words_outside_the_quotation_are_escaped():
    document = document_with("a <b> & c", short_title="R&D <!channel>")
    (message,) = render(quoting(document), Scene())
    assert message.text.startswith("R&amp;D &lt;!channel&gt; · Paragraph 1\na &lt;b&gt; &amp; c")
    assert quoted(payload_of(message)) == "a <b> & c"


def test_the_source_is_a_link_that_cannot_break_out():
    (message,) = render(quoting(document_with("Text.")), Scene())
    (line,) = asides(payload_of(message))
    assert line == "21 May 2024 · <https://example.com/a?b=1&amp;c=%3C2%3E%7C3|Source>"


def test_a_source_that_is_no_address_is_shown_as_it_is():
    (message,) = render(quoting(document_with("Text.", source="Gazette <7>")), Scene())
    assert asides(payload_of(message)) == ["21 May 2024 · Gazette &lt;7&gt;"]


def test_marks_are_bold_and_emphasis_is_italic_where_they_overlap_both():
    document = document_with("one two three")
    paragraph = replace(document.paragraphs[0], emphasis=(Span(4, 13),))
    reply = Reply(Outcome.QUOTED, quotations=(Quotation(document, paragraph, marks=(Span(0, 7),)),))
    (message,) = render(reply, Scene())
    assert quoted_elements(payload_of(message)) == [
        {"type": "text", "text": "one ", "style": {"bold": True}},
        {"type": "text", "text": "two", "style": {"bold": True, "italic": True}},
        {"type": "text", "text": " three", "style": {"italic": True}},
    ]


def test_a_message_of_buttons_alone_has_words_too():
    text = "x" * 10_500
    reply = quoting(document_with(text))
    last = render(reply, Scene(owner="U0ADA"))[-1]
    assert last.text


def test_only_a_private_answer_can_be_shown_in_the_channel():
    reply = quoting(document_with("Text."))
    asked = Asked("ask", "what?")
    (private,) = render(reply, Scene("U0ADA", private=True, asked=asked))
    (public,) = render(reply, Scene("U0ADA"))
    assert buttons(payload_of(private)) == {
        "Show in channel": "v1:p:U0ADA:long-document#1\nask\nwhat?",
        "Dismiss": "v1:d:U0ADA:",
    }
    assert buttons(payload_of(public)) == {"Delete": "v1:d:U0ADA:"}


def test_a_question_too_long_for_a_button_leaves_the_button_out():
    asked = Asked("ask", "x" * limits.BUTTON_VALUE)
    (message,) = render(quoting(document_with("Text.")), Scene("U0ADA", private=True, asked=asked))
    assert "Show in channel" not in buttons(payload_of(message))


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("<@U0BOT> what about <#C1|general>?", "what about #general?"),
        ("<#C1>", ""),
        ("<!here> <!subteam^S1|@team> hi", "@team hi"),
        ("<https://example.com?a=1&amp;b=2>", "https://example.com?a=1&b=2"),
        ("<mailto:a@example.com|a@example.com>", "a@example.com"),
        ("1 &lt; 2 &amp;lt; 3", "1 < 2 &lt; 3"),
    ],
)
def test_a_message_is_read_as_it_was_typed(sent, typed):
    assert mrkdwn.typed_text(sent) == typed


def test_a_paragraph_whose_id_no_button_can_carry_is_shown_without_those_buttons():
    document = document_with("Text.")
    paragraph = replace(document.paragraphs[0], document="x" * 60)
    document = replace(document, id="x" * 60, paragraphs=(paragraph,))
    reply = replace(
        quoting(document),
        buttons=(
            Button(Action.SHOW, "‹ 0", paragraph.id),
            Button(Action.HELPFUL, "Helpful", paragraph.id),
        ),
        also=(Hit(paragraph, 1.0, 1),),
    )
    (message,) = render(reply, Scene("U0ADA", agent=True))
    assert quoted(payload_of(message)) == "Text."
    assert buttons(payload_of(message)) == {"Delete": "v1:d:U0ADA:"}
    (message,) = render(Reply(Outcome.QUOTED, results=(Hit(paragraph, 1.0, 1),)), Scene("U0ADA"))
    assert buttons(payload_of(message)) == {"Delete": "v1:d:U0ADA:"}


def test_texts_that_a_paragraph_names_are_linked_below_the_quotation():
    reply = quoting(document_with("Text."))
    named = Instrument("The Code <1>", "https://example.com/code")
    quotation = replace(reply.quotations[0], instruments=(named,))
    (message,) = render(replace(reply, quotations=(quotation,)), Scene())
    line = "Named here: <https://example.com/code|The Code &lt;1&gt;>"
    assert asides(payload_of(message))[0] == line
    assert "Named here: The Code &lt;1&gt;, https://example.com/code" in message.text
    assert quoted(payload_of(message)) == "Text."


def test_corrected_words_are_said():
    reply = replace(quoting(document_with("Text.")), corrections=(Correction("txet", "text"),))
    (message,) = render(reply, Scene())
    assert asides(payload_of(message))[0] == "Searched for: text"


def test_a_reply_that_says_nothing_is_no_message():
    assert render(Reply(Outcome.NOTICE), Scene()) == []
