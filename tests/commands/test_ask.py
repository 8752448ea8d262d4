from dataclasses import replace

import pytest

from bot.app import build_dispatcher
from bot.commands import ask, paragraph, search
from bot.commands.arguments import document_asked
from bot.commands.ask import NEAREST
from bot.commands.buttons import OTHERS, hit_buttons, quotation_buttons
from bot.domain.actions import Action
from bot.domain.chat import Outcome, Request
from bot.domain.documents import Corpus, Span
from bot.domain.errors import UserError
from bot.domain.search import Correction, Hit, Ranking
from bot.domain.storage import SpaceSettings
from bot.retrieval.references import CorpusReferences
from bot.settings import Settings
from tests.sources import source_of, write_corpus


class Ranked:
    """A retriever that gives one ranking, and remembers what it was asked."""

    def __init__(self, hits, **facts):
        self.ranking = Ranking(tuple(hits), **({"confidence": 0.5, "answers": True} | facts))
        self.queries = []

    def retrieve(self, query):
        self.queries.append(query)
        return self.ranking


@pytest.fixture
def hits(declaration):
    """A ranking of eight paragraphs: 8, 7, 9, 3, ..."""
    places = (7, 6, 8, 2, 0, 1, 3, 4)
    return [
        Hit(declaration.paragraphs[place], 10.0 - rank, rank, (Span(0, 2),))
        for rank, place in enumerate(places, start=1)
    ]


async def asked(desk, question, retriever=None, **arguments):
    if retriever:
        desk = replace(desk, retriever=retriever)
    return await ask.ask(desk, Request("ask", {"question": question, **arguments}))


async def test_the_best_paragraph_is_quoted_and_others_are_named(desk, hits):
    retriever = Ranked(hits, absent=("law",), corrections=(Correction("lwa", "law"),))
    reply = await asked(desk, "what now?", retriever)
    (quotation,) = reply.quotations
    assert reply.outcome is Outcome.QUOTED
    assert (quotation.paragraph, quotation.score, quotation.rank) == (hits[0].paragraph, 9.0, 1)
    assert quotation.marks == (Span(0, 2),)
    assert reply.also == tuple(hits[1:5])
    assert reply.absent == ("law",)
    assert reply.corrections == (Correction("lwa", "law"),)
    assert reply.confidence == 0.5
    assert reply.message == ""
    (query,) = retriever.queries
    assert (query.text, query.document, query.limit) == ("what now?", None, 5)


@pytest.mark.parametrize(("limit", "asked_for"), [(0, 3), (1, 3), (4, 5)])
async def test_a_space_chooses_how_many_others_are_named(desk, hits, limit, asked_for):
    retriever = Ranked(hits)
    chosen = replace(desk, settings=SpaceSettings(also_limit=limit))
    reply = await asked(chosen, "what now?", retriever)
    assert len(reply.also) == limit
    assert retriever.queries[0].limit == asked_for


async def test_where_none_answers_the_nearest_are_offered(desk, hits):
    retriever = Ranked(hits, answers=False, absent=("quokka", "zebra"))
    reply = await asked(desk, "a quokka?", retriever)
    assert reply.outcome is Outcome.NO_ANSWER
    assert reply.quotations == reply.also == ()
    assert reply.nearest == tuple(hits[:NEAREST])
    assert reply.message == (
        "No paragraph of the Seoul Declaration answers this."
        " Nowhere in the Seoul Declaration: “quokka” or “zebra”."
    )
    assert [button.label for button in reply.buttons] == ["See 8", "See 7", "See 9"]


async def test_where_nothing_is_near_nothing_is_offered(desk):
    reply = await asked(desk, "a quokka?", Ranked([], answers=False))
    assert reply.message == "No paragraph of the Seoul Declaration answers this."
    assert reply.nearest == reply.buttons == ()


async def test_several_documents_are_not_named_in_a_refusal(desk, declaration):
    two = Corpus((declaration, replace(declaration, id="other", short_title="Other")))
    several = replace(desk, corpus=two)
    none = Ranked([], answers=False)
    assert (await asked(several, "a quokka?", none)).message == (
        "No paragraph of these documents answers this."
    )
    assert (await asked(several, "a quokka?", none, document="other")).message == (
        "No paragraph of the Other answers this."
    )


async def test_a_reference_is_looked_up_and_not_ranked(desk):
    retriever = Ranked([])
    reply = await asked(desk, "paras 3-4", retriever)
    assert [q.paragraph.number for q in reply.quotations] == ["3", "4"]
    assert [(q.rank, q.score, q.marks) for q in reply.quotations] == [(1, None, ()), (2, None, ())]
    assert reply.buttons == ()
    assert retriever.queries == []


async def test_small_talk_is_answered_before_anything_else(desk):
    reply = await asked(desk, "Hello!", document="no such document")
    assert reply.outcome is Outcome.NOTICE
    assert reply.message.startswith("Hello.")


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("pri\u200bva\u00adcy", "privacy"),
        ("privacy\n\tand  rights", "privacy and rights"),
        ("see https://example.org/a?b=c for privacy", "see … for privacy"),
        ("<@123> <#4> <:smile:5> privacy", "… … … privacy"),
        ("is x<y?", "is x<y?"),
    ],
)
async def test_a_question_is_searched_without_what_is_no_word_of_it(desk, typed, searched):
    retriever = Ranked([], answers=False)
    await asked(desk, typed, retriever)
    assert [query.text for query in retriever.queries] == [searched]


@pytest.mark.parametrize("typed", ["https://example.org", "<@123>", "<:smile:5> !"])
async def test_an_address_alone_has_no_words_to_look_for(desk, typed):
    reply = await asked(desk, typed)
    assert reply.message.startswith("I see no words to look for.")


async def test_a_paragraph_with_others_below_it_names_them(desk):
    reply = await asked(desk, "Annex 2")
    assert [hit.paragraph.number for hit in reply.also] == [f"Annex 2.{n}" for n in range(1, 6)]
    assert [hit.rank for hit in reply.also] == [1, 2, 3, 4, 5]


async def test_numbers_that_exist_are_quoted_beside_those_that_do_not(desk):
    reply = await asked(desk, "paragraphs 4 and 99")
    assert reply.outcome is Outcome.QUOTED
    assert [q.paragraph.number for q in reply.quotations] == ["4"]
    assert reply.message == (
        "There is no paragraph 99: the declaration has paragraphs 1–9 and an annex (1–3)."
    )


async def test_a_question_to_an_unknown_document_is_refused(desk):
    with pytest.raises(UserError, match=r"There is no document “gdpr” here\. Loaded: seoul-decl"):
        await asked(desk, "what now?", document="gdpr")


async def test_without_documents_every_look_up_says_so(desk):
    empty = Corpus(())
    bare = replace(desk, corpus=empty, references=CorpusReferences(empty))
    with pytest.raises(UserError, match="No document is loaded"):
        await paragraph.paragraph(bare, Request("paragraph", {"number": "4"}))


async def test_a_space_may_have_a_document_that_is_meant_by_default(tmp_path):
    one, two = (source_of("1. One.\n2. Two.", id=f'"{name}"') for name in ("one", "two"))
    folder = write_corpus(tmp_path / "corpus", one, two)
    dispatcher = build_dispatcher(Settings(corpus_dir=folder, document="two"))
    reply = await dispatcher.dispatch(Request("ask", {"question": "para 2"}))
    assert [q.paragraph.id for q in reply.quotations] == ["two#2"]
    reply = await dispatcher.dispatch(Request("ask", {"question": "para 2", "document": "ONE"}))
    assert [q.paragraph.id for q in reply.quotations] == ["one#2"]
    pressed = Request("paragraph", {"number": reply.buttons[0].paragraph})
    reply = await dispatcher.dispatch(pressed)
    assert [q.paragraph.id for q in reply.quotations] == ["one#1"]


@pytest.mark.parametrize(
    ("question", "document", "found"),
    [
        ("para 2", "", "apples#2"),
        ("para 2 of the pear treaty", "", "pears#2"),
        ("para 2 of the Treaty on All Pears", "", "pears#2"),
        ("para 2 of the Pear Treaty", "apples", "apples#2"),
        ("pears#2", "", "pears#2"),
        ("para 3 of the Pear Treaty or the Apple Charter", "", "pears#3"),
    ],
)
async def test_a_document_that_a_question_names_goes_before_the_spaces_own(
    tmp_path, question, document, found
):
    apples = source_of("1. One.\n2. Two.", id='"apples"', short_title='"Apple Charter"')
    titles = {"title": '"Treaty on All Pears"', "short_title": '"Pear Treaty"'}
    pears = source_of("1. Uno.\n2. Dos.\n3. Tres.", id='"pears"', **titles)
    folder = write_corpus(tmp_path / "corpus", apples, pears)
    dispatcher = build_dispatcher(Settings(corpus_dir=folder, document="apples"))
    arguments = {"question": question, "document": document}
    reply = await dispatcher.dispatch(Request("ask", arguments))
    assert [q.paragraph.id for q in reply.quotations] == [found]


def test_a_title_within_another_word_names_no_document(desk, declaration):
    act = replace(declaration, id="act", title="An Act", short_title="Act")
    own = SpaceSettings(default_document=declaration.id)
    here = replace(desk, corpus=Corpus((declaration, act)), settings=own)
    request = Request("ask")
    assert document_asked(here, request, "what does the act say?") == "act"
    assert document_asked(here, request, "what does the pact say?") == declaration.id


@pytest.mark.parametrize("command", ["ask", "paragraph", "search"])
async def test_a_default_document_that_is_gone_leaves_all_that_are_there(dispatcher, command):
    gone = SpaceSettings(default_document="gone")
    await dispatcher.desk.store.save_space_settings("slack:T1", gone)
    arguments = {"question": "para 4", "number": "4", "words": "copyright safety"}
    reply = await dispatcher.dispatch(Request(command, arguments, platform="slack", space="T1"))
    assert reply.outcome is Outcome.QUOTED
    assert reply.quotations or reply.results


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("4", ["4"]),
        ("annex-2.4", ["Annex 2.4"]),
        ("seoul-declaration#annex-2.4", ["Annex 2.4"]),
        ("Seoul-Declaration#4", ["4"]),
        ("2(4)", ["Annex 2.4"]),
        ("the last", ["9"]),
        ("five", ["5"]),
        ("3-5", ["3", "4", "5"]),
    ],
)
async def test_a_paragraph_is_found_by_what_stands_for_its_number(desk, number, found):
    reply = await paragraph.paragraph(desk, Request("paragraph", {"number": number}))
    assert [q.paragraph.number for q in reply.quotations] == found


@pytest.mark.parametrize(
    "number", ["99", "safety institutes", "other#4", "seoul-declaration#99", "?"]
)
async def test_what_stands_for_no_number_is_answered_with_those_that_do(desk, number):
    reply = await paragraph.paragraph(desk, Request("paragraph", {"number": number}))
    assert reply.outcome is Outcome.NO_SUCH_PARAGRAPH
    assert reply.message == (
        f"There is no paragraph {number}: the declaration has paragraphs 1–9 and an annex (1–3)."
    )


async def test_a_number_must_be_given(desk):
    with pytest.raises(UserError, match="Which paragraph"):
        await paragraph.paragraph(desk, Request("paragraph"))


async def test_a_search_lists_what_was_found_and_judges_nothing(desk, hits):
    found = replace(desk, retriever=Ranked(hits, answers=False, absent=("zebra",)))
    reply = await search.search(found, Request("search", {"words": "safety zebra"}))
    assert (reply.outcome, reply.results) == (Outcome.QUOTED, tuple(hits))
    assert (reply.absent, reply.quotations) == (("zebra",), ())


async def test_a_search_that_finds_nothing_says_so(desk):
    nothing = replace(desk, retriever=Ranked([], absent=("zebra",)))
    reply = await search.search(nothing, Request("search", {"words": "ze\u200bbra\n"}))
    assert reply.outcome is Outcome.NO_ANSWER
    assert reply.message == "No paragraph uses the words “zebra”."


async def test_a_search_needs_words(desk):
    with pytest.raises(UserError, match="Search for what"):
        await search.search(desk, Request("search", {"words": " "}))


def test_a_quotation_has_buttons_for_its_neighbours_others_and_a_verdict(desk, declaration, hits):
    eight = declaration.paragraphs[7]
    buttons = quotation_buttons(desk, eight, hits[1:])
    assert [(b.action, b.label, b.paragraph.partition("#")[2]) for b in buttons] == [
        (Action.SHOW, "‹ 7", "7"),
        (Action.SHOW, "9 ›", "9"),
        (Action.SHOW, "See 3", "3"),
        (Action.SHOW, "See 1", "1"),
        (Action.SHOW, "See 2", "2"),
        (Action.HELPFUL, "Helpful", "8"),
        (Action.NOT_HELPFUL, "Not helpful", "8"),
    ]
    assert len(hit_buttons(desk, hits)) == len(hits)
    assert OTHERS == 3


@pytest.mark.parametrize(("place", "labels"), [(0, ["2 ›"]), (16, ["‹ Annex 2.5"])])
def test_the_first_and_the_last_paragraph_have_one_neighbour(desk, declaration, place, labels):
    buttons = quotation_buttons(desk, declaration.paragraphs[place], ())
    assert [b.label for b in buttons if b.action is Action.SHOW] == labels
