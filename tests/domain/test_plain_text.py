from datetime import date

import pytest

from bot.domain.chat import Outcome, Quotation, Reply
from bot.domain.plain_text import (
    also_line,
    corrections_line,
    heading,
    long_date,
    outline,
    plain_text,
    source_line,
)
from bot.domain.search import Correction, Hit


def hits(document, *places):
    return tuple(Hit(document.paragraphs[p], 1.0, rank) for rank, p in enumerate(places, start=1))


def test_a_quotation_is_shown_whole_with_number_date_and_source(declaration):
    for paragraph in declaration.paragraphs:
        reply = Reply(Outcome.QUOTED, quotations=(Quotation(declaration, paragraph),))
        assert plain_text(reply) == (
            f"Seoul Declaration · {paragraph.name}\n{paragraph.text}\n\n"
            f"21 May 2024 · {declaration.source}"
        )


def test_several_quotations_of_a_document_share_one_source_line(declaration):
    quotations = tuple(Quotation(declaration, p) for p in declaration.paragraphs[:3])
    shown = plain_text(Reply(Outcome.QUOTED, quotations=quotations))
    assert shown.count(declaration.source) == 1
    assert all(quotation.paragraph.text in shown for quotation in quotations)


def test_everything_a_reply_holds_is_shown(declaration):
    reply = Reply(
        Outcome.NO_ANSWER,
        "A message.",
        also=hits(declaration, 5, 11),
        nearest=hits(declaration, 3),
        results=hits(declaration, 8),
        corrections=(Correction("insitutes", "institutes"),),
        documents=(declaration,),
    )
    blocks = plain_text(reply).split("\n\n")
    assert blocks[0] == "Searched for: institutes"
    assert blocks[1] == "A message."
    assert blocks[2] == "Also: 6, Annex 2.1"
    assert blocks[3].startswith("Nearest:\n  4  We support existing")
    assert blocks[4].startswith("  9  Acknowledging the value")
    assert blocks[5].splitlines()[0].endswith("(seoul-declaration)")
    assert "  Seoul Declaration: 1, 2, 3, 4, 5, 6, 7, 8, 9" in blocks[5].splitlines()


def test_an_empty_reply_is_an_empty_text():
    assert plain_text(Reply(Outcome.NOTICE)) == ""


def test_lines_about_nothing_are_empty():
    assert also_line(()) == corrections_line(()) == ""


@pytest.mark.parametrize(
    ("day", "shown"),
    [(date(2024, 5, 21), "21 May 2024"), (date(1215, 6, 5), "5 June 1215")],
)
def test_a_date_is_written_out(day, shown):
    assert long_date(day) == shown


def test_headings_and_sources_name_the_document(declaration):
    assert heading(Quotation(declaration, declaration.paragraphs[14])) == (
        "Seoul Declaration · Annex, paragraph 2.4"
    )
    assert source_line(declaration) == f"21 May 2024 · {declaration.source}"


def test_an_outline_has_a_line_for_each_part(declaration):
    main, annex = outline(declaration)
    assert main == "Seoul Declaration: 1, 2, 3, 4, 5, 6, 7, 8, 9"
    assert annex.endswith(
        ": Annex 1, Annex 2, Annex 2.1, Annex 2.2, Annex 2.3, Annex 2.4, Annex 2.5, Annex 3"
    )
