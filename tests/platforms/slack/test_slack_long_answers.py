"""Answers that are longer than one reply of Slack."""

from dataclasses import replace

from bot.commands import COMMANDS
from bot.dispatcher import Dispatcher
from bot.domain.chat import Command, Desk, Outcome, Reply, Request
from bot.domain.documents import Corpus
from bot.platforms.slack.platform import SlackPlatform
from bot.retrieval.references import CorpusReferences
from slack_server.reading import quoted
from slack_server.running import running


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
