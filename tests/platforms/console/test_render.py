import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.domain.chat import Outcome, Quotation, Reply
from bot.domain.documents import Paragraph, Span, text_digest
from bot.domain.search import Correction, Hit
from bot.platforms.console.render import WIDEST, print_reply, quotation_text
from tests.sources import document_of

PLACES = st.integers(0, 60)
SPANS = st.lists(st.builds(Span, PLACES, PLACES), max_size=6).map(tuple)
TEXTS = st.text(
    st.sampled_from("[]ab/ \n\\*") | st.characters(exclude_categories=["Cc", "Cs"]), max_size=60
)


def shown(reply, width=90):
    console = Console(file=io.StringIO(), width=width, force_terminal=False, color_system=None)
    print_reply(console, reply)
    return console.file.getvalue()


def hits(document, *places):
    return tuple(Hit(document.paragraphs[p], 1.0, rank) for rank, p in enumerate(places, start=1))


def inner_text(panel):
    """Return the text of a panel, without its frame, as one line."""
    lines = [line.strip("│ ") for line in panel.splitlines() if line.startswith("│")]
    return " ".join(" ".join(lines).split())


@given(TEXTS, SPANS, SPANS)
def test_a_quotation_without_its_style_is_the_source(text, emphasis, marks):
    charter = document_of("1. One.")
    paragraph = Paragraph("sample", "1", text, emphasis=emphasis, sha256=text_digest(text))
    assert quotation_text(Quotation(charter, paragraph, marks)).plain.encode() == text.encode()


@pytest.mark.parametrize("width", [40, 90, 200])
def test_every_paragraph_is_shown_whole_in_its_panel(declaration, width):
    for paragraph in declaration.paragraphs:
        quotation = Quotation(declaration, paragraph, (Span(3, 20),))
        panel = shown(Reply(Outcome.QUOTED, quotations=(quotation,)), width)
        assert paragraph.text in inner_text(panel)
        assert max(map(len, panel.splitlines())) == min(width, WIDEST)


def test_a_panel_has_the_number_the_date_and_the_source(declaration):
    panel = shown(
        Reply(Outcome.QUOTED, quotations=(Quotation(declaration, declaration.paragraphs[14]),))
    )
    lines = panel.splitlines()
    assert lines[0].startswith("╭─ Seoul Declaration · Annex, paragraph 2.4 ─")
    assert lines[-1].endswith("─ 21 May 2024 ─╯")
    assert declaration.source in panel.replace("│", "").replace(" ", "").replace("\n", "")


def test_matched_words_and_emphasis_are_styled(declaration):
    paragraph = declaration.paragraphs[2]
    start = paragraph.text.index("Frontier")
    text = quotation_text(Quotation(declaration, paragraph, (Span(start, start + 8),)))
    styles = {
        text.plain[span.start : span.end]: str(span.style) for span in text.spans if span.style
    }
    assert styles == {
        "Frontier": "bold yellow italic",
        " AI Safety Commitments": "italic",
    }


def test_square_brackets_are_text_and_no_markup(declaration):
    text = "[bold]not bold[/bold] :smile: [link=http://x]no link[/link] [/]"
    paragraph = replace(declaration.paragraphs[0], text=text, sha256=text_digest(text))
    reply = Reply(Outcome.QUOTED, text, quotations=(Quotation(declaration, paragraph),), also=(
        Hit(replace(paragraph, number="[red]1"), 1.0, 1),))  # fmt: skip
    assert shown(reply).count("[bold]not bold[/bold] :smile:") == 2
    assert "Also: [red]1" in shown(reply)


def test_all_that_a_reply_holds_is_shown(declaration):
    reply = Reply(
        Outcome.NO_ANSWER,
        "A message.",
        also=hits(declaration, 5, 11),
        nearest=hits(declaration, 3),
        results=hits(declaration, 8),
        corrections=(Correction("insitutes", "institutes"),),
    )
    lines = [line.rstrip() for line in shown(reply, 120).splitlines()]
    assert lines[:3] == ["Searched for: institutes", "A message.", "Also: 6, Annex 2.1"]
    assert lines[3] == "Nearest:"
    assert lines[4].startswith("4  We support existing")
    assert any(line.startswith("9  Acknowledging") for line in lines)


def test_an_outline_stands_in_a_panel(declaration):
    panel = shown(Reply(Outcome.NOTICE, documents=(declaration,)))
    assert panel.startswith("╭─ Seoul Declaration (seoul-declaration) ─")
    assert "Seoul Declaration: 1, 2, 3, 4, 5, 6, 7, 8, 9" in panel
    assert declaration.title in inner_text(panel)
    old = replace(declaration, adopted=date(1215, 6, 15))
    assert "15 June 1215" in shown(Reply(Outcome.NOTICE, documents=(old,)))


def test_an_empty_reply_shows_nothing():
    assert shown(Reply(Outcome.NOTICE)) == ""
