"""Long paragraphs and long replies are divided over messages; nothing is lost."""

from datetime import date

import pytest

from bot.commands import COMMANDS
from bot.dispatcher import Dispatcher
from bot.domain.chat import Desk, Outcome, Quotation, Reply, Request
from bot.domain.documents import Corpus, Document, Instrument, Paragraph, Part, Span, text_digest
from bot.domain.search import Correction
from bot.domain.words import ENGLISH
from bot.platforms.discord.layout import layout
from bot.platforms.discord.markdown import length
from bot.platforms.discord.render import MESSAGE, asked_line, pages
from bot.retrieval.references import CorpusReferences
from bot.retrieval.retriever import Bm25Retriever
from bot.storage.memory import MemoryStore
from tests.discord_server import ANA, BEN

ASK_FOR_1 = Request("paragraph", {"number": "1"})
SENTENCE = "Rule {n}. The *applicant* shall pay 3_000 units [see <@1>] to the registrar, at once."
LONG = " ".join(SENTENCE.format(n=n) for n in range(170))[:12_000]


def document(texts, **more):
    paragraphs = tuple(
        Paragraph("rules", str(n), text, emphasis=(Span(0, 4),), sha256=text_digest(text))
        for n, text in enumerate(texts, start=1)
    )
    facts = {"source": "https://example.org/rules"} | more
    return Document(
        id="rules",
        title="The Rules",
        short_title="Rules",
        adopted=date(2020, 1, 2),
        language="en",
        parts=(Part("", "Rules"),),
        paragraphs=paragraphs,
        **facts,
    )


def dispatcher_of(*documents):
    corpus = Corpus(documents)
    desk = Desk(corpus, Bm25Retriever(corpus), CorpusReferences(corpus), MemoryStore())
    return Dispatcher(COMMANDS, desk)


@pytest.fixture
def dispatcher():
    return dispatcher_of(document(["A first rule.", LONG, "A third rule."]))


async def whole(discord, count):
    seen = await discord.board.wait(count)
    assert len(seen) == count
    return seen


async def test_a_mention_is_answered_with_all_of_a_long_paragraph(discord):
    question = await discord.asks("paragraph 2")
    seen = await whole(discord, 4)
    assert "".join(s.quoted for s in seen) == LONG
    assert [s.replies_to for s in seen] == [question["id"], None, None, None]
    assert [s.text.split("\n")[0] for s in seen] == [
        f"### Rules · Paragraph 2, part {n} of 4" for n in range(1, 5)
    ]
    assert all(s.quoted.rstrip().endswith(".") for s in seen[:-1])


async def test_a_command_is_answered_with_all_of_a_long_paragraph(discord):
    await discord.uses("paragraph", number="2", private=True)
    seen = await whole(discord, 4)
    assert "".join(s.quoted for s in seen) == LONG
    assert all(s.private for s in seen)


async def test_what_can_be_pressed_stands_below_the_last_part(discord):
    await discord.asks("paragraph 2")
    seen = await whole(discord, 4)
    assert [list(s.buttons) for s in seen[:3]] == [["Delete"]] * 3
    assert list(seen[3].buttons)[:2] == ["‹ 1", "3 ›"]


async def test_a_long_reply_is_not_replaced_in_place(discord):
    await discord.asks("paragraph 2")
    last = (await whole(discord, 4))[3]
    await discord.presses(last, "3 ›", ANA)
    seen = await whole(discord, 5)
    assert seen[4].quoted == "A third rule."
    assert "".join(s.quoted for s in seen[:4]) == LONG


async def test_paging_to_a_long_paragraph_sends_all_of_it(discord):
    await discord.asks("paragraph 1")
    (first,) = await whole(discord, 1)
    await discord.presses(first, "2 ›", BEN)
    seen = await whole(discord, 5)
    assert "".join(s.quoted for s in seen[1:]) == LONG


async def test_many_paragraphs_fill_few_messages(discord):
    await discord.asks("paragraphs 1-3")
    seen = await whole(discord, 4)
    shown = "".join(s.quoted for s in seen).replace("\n", "")
    assert shown == f"A first rule.{LONG}A third rule."


@pytest.mark.parametrize(
    "text", ["*" * 12_000, "word " * 2_400, "x" * 12_000, "😀" * 6_000, "a\n" * 6_000]
)
async def test_no_text_breaks_discords_limits(text):
    text = text.strip()
    dispatcher = dispatcher_of(document([text]))
    reply = await dispatcher.dispatch(Request("paragraph", {"number": "1"}))
    found = pages(reply, asked="-# Asked: “1”")
    assert all(length(page.asked) + sum(map(length, page.blocks)) <= MESSAGE for page in found)


async def test_a_long_question_full_of_markup_leaves_room_for_its_answer():
    sentence = "x" * 3_500 + ". "
    reply = await dispatcher_of(document([3 * sentence])).dispatch(ASK_FOR_1)
    asked = asked_line("*" * 300, ENGLISH)
    first, *others = pages(reply, asked=asked)
    assert (first.asked, first.blocks, first.alone) == (asked, (), False)
    shown = "".join(block for page in others for block in page.blocks)
    assert shown.count("x") == 3 * 3_500
    for page in (first, *others):
        assert length(page.asked) + sum(map(length, page.blocks)) <= MESSAGE


def test_what_many_paragraphs_name_is_divided_over_messages():
    rules = document(["Rule."] * 40)
    named = Instrument("A Treaty " + "of Rules " * 20, "https://example.org/treaty")
    quotations = tuple(Quotation(rules, p, instruments=(named,)) for p in rules.paragraphs)
    found = pages(Reply(Outcome.QUOTED, quotations=quotations))
    assert all(sum(map(length, page.blocks)) <= MESSAGE for page in found)
    assert sum(block.count("Named here") for page in found for block in page.blocks) == 40


async def test_a_source_without_a_web_address_stands_in_the_text():
    dispatcher = dispatcher_of(document(["A rule."], source="Official Journal, page 3"))
    (page,) = pages(await dispatcher.dispatch(Request("paragraph", {"number": "1"})))
    assert page.sources == ()
    assert page.blocks[-1] == "-# 2 January 2020 · Official Journal, page 3"


async def test_a_long_outline_is_divided():
    dispatcher = dispatcher_of(document([f"Rule {n}." for n in range(3_000)]))
    found = pages(await dispatcher.dispatch(Request("documents", {})))
    shown = "".join(block for page in found for block in page.blocks)
    assert all(sum(map(length, page.blocks)) <= MESSAGE for page in found)
    assert "2999, " in shown


async def test_a_button_whose_code_would_be_too_long_is_left_out():
    found = pages(await dispatcher_of(document(["A.", "B."])).dispatch(ASK_FOR_1))
    (page,) = found
    rows = layout(page, owner="x" * 30, private=False).to_components()[len(page.blocks) :]
    assert [item["label"] for row in rows for item in row["components"]] == ["Source"]


async def test_words_that_were_mended_are_named():
    reply = Reply(Outcome.NOTICE, "x", corrections=(Correction("oced", "oecd"),))
    (page,) = pages(reply)
    assert page.blocks[0] == "-# Searched for: oecd"
