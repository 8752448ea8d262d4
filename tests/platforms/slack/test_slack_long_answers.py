"""Answers that are longer than one reply of Slack."""

from dataclasses import replace

import pytest

from bot.commands import COMMANDS
from bot.commands.paragraph import PARAGRAPH
from bot.dispatcher import Dispatcher
from bot.domain.actions import Action, Button
from bot.domain.chat import Command, Desk, Outcome, Quotation, Reply, Request
from bot.domain.documents import Corpus, text_digest
from bot.platforms.slack.platform import SlackPlatform
from bot.retrieval.references import CorpusReferences
from tests.slack_server import Fault
from tests.slack_server.reading import buttons, quoted
from tests.slack_server.running import running


def long_answers(desk: Desk) -> Dispatcher:
    async def whole(desk: Desk, request: Request) -> Reply:
        return Reply(Outcome.NOTICE, "A sentence of some length for a very long notice. " * 1_300)

    return Dispatcher([Command("ask", "Ask", whole, quotes=True)], desk)


async def test_more_than_a_response_url_takes_goes_on_in_the_direct_messages(
    access, dispatcher, slack, payloads
):
    async with running(SlackPlatform(access, long_answers(dispatcher.desk))):
        await slack.emit("slash_commands", payloads.command("/ask", "x"))
        await slack.until(lambda: slack.posts)
    assert len(slack.responses["first"]) == 5
    assert "direct messages" in slack.responses["first"][-1]["text"]
    assert {post["channel"] for post in slack.posts} == {"U0ADA"}
    sent = [*slack.responses["first"][:-1], *slack.posts]
    words = "".join(
        block["text"]["text"]
        for message in sent
        for block in message["blocks"]
        if block["type"] == "section"
    )
    assert words == "A sentence of some length for a very long notice. " * 1_300


async def test_an_answer_too_long_for_a_modal_goes_to_the_direct_messages(
    access, dispatcher, slack, payloads
):
    (document,) = dispatcher.desk.corpus.documents
    paragraphs = tuple(
        replace(paragraph, number=str(number), part="", parent=None)
        for number, paragraph in enumerate(document.paragraphs * 4, start=1)
    )
    long = Corpus((replace(document, paragraphs=paragraphs),))
    desk = replace(dispatcher.desk, corpus=long, references=CorpusReferences(long))
    bot = SlackPlatform(access, Dispatcher(COMMANDS, desk))
    async with running(bot):
        envelope = await slack.emit("interactive", payloads.submission("paragraphs 1-60"))
        await slack.until(lambda: slack.posts)
    view = slack.acks[envelope][1]["view"]
    assert "direct messages" in view["blocks"][0]["text"]["text"]
    posted = "".join(quoted(post) for post in slack.posts)
    assert posted == "".join(paragraph.text for paragraph in paragraphs[:60])
    assert slack.posts[0]["channel"] == "U0ADA"


def long_paragraph(desk: Desk) -> Dispatcher:
    async def whole(desk: Desk, request: Request) -> Reply:
        document = desk.corpus.documents[0]
        text = document.paragraphs[0].text * 50
        paragraph = replace(document.paragraphs[0], text=text, sha256=text_digest(text))
        shown = Button(Action.SHOW, "Show", document.paragraphs[1].id)
        return Reply(Outcome.QUOTED, quotations=(Quotation(document, paragraph),), buttons=(shown,))

    return Dispatcher([Command("ask", "Ask", whole, quotes=True), PARAGRAPH], desk)


@pytest.mark.parametrize("button", ["Delete", "Show"])
async def test_an_answer_in_several_messages_is_removed_as_one(
    access, dispatcher, slack, payloads, button
):
    async with running(SlackPlatform(access, long_paragraph(dispatcher.desk))) as bot:
        await slack.emit("events_api", payloads.mention("x"))
        await slack.until(lambda: slack.acks)
        await bot._underway.finished(5)
        assert len(slack.posts) > 1
        value = buttons(slack.posts[-1])[button]
        await slack.emit("interactive", payloads.press(value))
        await slack.until(lambda: slack.responses["pressed"])
        await bot._underway.finished(5)
    deleted = [call["ts"] for call in slack.called("chat.delete")]
    assert deleted == value.split("\n")[1].split(",")
    assert len(deleted) == len(slack.posts) - 1


async def test_a_message_that_is_gone_already_is_no_matter(bot, slack, payloads, caplog):
    caplog.set_level("INFO")
    slack.fail("chat.delete", Fault("message_not_found"))
    value = "v1:d:U0ADA:\n1790000000.000001,1790000000.000002"
    await slack.emit("interactive", payloads.press(value))
    await slack.until(lambda: slack.called("chat.delete"))
    await bot._underway.finished(5)
    assert [call["ts"] for call in slack.called("chat.delete")] == ["1790000000.000002"]
    assert "message not deleted" in caplog.messages


async def test_names_of_messages_that_slack_never_gave_are_not_deleted(bot, slack, payloads):
    await slack.emit("interactive", payloads.press("v1:d:U0ADA:\n1790000000.000001,x"))
    await slack.until(lambda: slack.responses["pressed"])
    await bot._underway.finished(5)
    assert not slack.called("chat.delete")
