"""The app's home, its messages tab, and the modal that asks."""

from dataclasses import replace

import pytest

from bot.dispatcher import Dispatcher
from bot.domain.chat import Outcome, Reply
from bot.domain.documents import Corpus
from bot.domain.words import ENGLISH
from bot.platforms.slack.views import Home, home_view, question_modal, submitted
from tests.slack_server import Fault, Payloads, SlackServer
from tests.slack_server.block_rules import VIEW_BLOCKS, problems
from tests.slack_server.reading import buttons, heading, quoted

pytestmark = pytest.mark.usefixtures("bot")


def headings(view: dict) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


async def test_the_home_says_what_it_knows_how_to_ask_and_what_is_kept(
    slack: SlackServer, payloads: Payloads
):
    await slack.emit("events_api", payloads.opened("home"))
    await slack.until(lambda: slack.called("views.publish"))
    (call,) = slack.called("views.publish")
    assert call["user_id"] == "U0ADA"
    assert headings(call["view"]) == [
        "Seoul Declaration",
        "How to ask",
        "Settings of this workspace",
        "Privacy",
    ]


async def test_opening_the_conversation_suggests_at_most_four_prompts(slack, payloads):
    await slack.emit("events_api", payloads.opened("messages"))
    await slack.until(lambda: slack.called("assistant.threads.setSuggestedPrompts"))
    (call,) = slack.called("assistant.threads.setSuggestedPrompts")
    assert call["channel_id"] == "D0001"
    assert 1 <= len(call["prompts"]) <= 4
    assert not slack.called("views.publish")


async def test_a_home_that_slack_refuses_ends_in_the_log_alone(slack, payloads, caplog):
    slack.fail("views.publish", Fault("not_enabled"))
    await slack.emit("events_api", payloads.opened("home"))
    await slack.emit("events_api", payloads.opened("home"))
    await slack.until(lambda: slack.called("views.publish"))
    assert [r.reason for r in caplog.records if r.message == "home not shown"] == ["not_enabled"]


async def test_the_global_shortcut_opens_a_modal_with_a_choice_of_documents(slack, payloads):
    shortcut = payloads.global_shortcut()
    await slack.emit("interactive", shortcut)
    await slack.until(lambda: slack.called("views.open"))
    (call,) = slack.called("views.open")
    assert call["trigger_id"] == shortcut["trigger_id"]
    options = call["view"]["blocks"][1]["element"]["options"]
    assert [option["value"] for option in options] == ["*", "seoul-declaration"]


async def test_a_modal_that_slack_refuses_ends_in_the_log_alone(slack, payloads, caplog):
    slack.fail("views.open", Fault("expired_trigger_id"))
    await slack.emit("interactive", payloads.global_shortcut())
    await slack.emit("interactive", payloads.global_shortcut())
    await slack.until(lambda: slack.called("views.open"))
    reasons = [r.reason for r in caplog.records if r.message == "modal not shown"]
    assert reasons == ["expired_trigger_id"]


async def submit(slack: SlackServer, payload: dict) -> dict:
    envelope = await slack.emit("interactive", payload)
    await slack.until(lambda: envelope in slack.acks)
    return slack.acks[envelope][1]


async def test_the_answer_takes_the_place_of_the_question(slack, payloads):
    answer = await submit(slack, payloads.submission("nurturing networks"))
    assert answer["response_action"] == "update"
    view = answer["view"]
    assert heading(view) == "Seoul Declaration · Paragraph 4"
    assert quoted(view).startswith("We support existing")
    assert not {"Helpful", "Delete", "Show in channel"} & set(buttons(view))
    assert not problems(view["blocks"], most=VIEW_BLOCKS)


async def test_the_answer_comes_from_the_chosen_document(slack, payloads):
    answer = await submit(slack, payloads.submission("paragraph 4", "no-such-document"))
    assert "There is no document" in answer["view"]["blocks"][1]["text"]["text"]


async def test_an_answer_in_a_modal_is_paged_there(slack, payloads):
    await slack.emit("interactive", payloads.press_in_view("v1:s:U0ADA:seoul-declaration#5"))
    await slack.until(lambda: slack.called("views.update"))
    (call,) = slack.called("views.update")
    assert call["view_id"] == "V1"
    assert heading(call["view"]) == "Seoul Declaration · Paragraph 5"


async def test_a_modal_that_slack_does_not_change_ends_in_the_log_alone(slack, payloads, caplog):
    slack.fail("views.update", Fault("not_found"))
    for _ in range(2):
        await slack.emit("interactive", payloads.press_in_view("v1:s:U0ADA:seoul-declaration#5"))
    await slack.until(lambda: slack.called("views.update"))
    assert [r.reason for r in caplog.records if r.message == "modal not shown"] == ["not_found"]


async def test_a_modal_without_an_answer_reads_as_an_empty_question():
    assert submitted({}) == {"question": "", "document": ""}


def test_a_home_with_many_documents_says_how_many_more_there_are(dispatcher: Dispatcher):
    (document,) = dispatcher.desk.corpus.documents
    notice = Reply(Outcome.NOTICE, "A sentence.")
    corpus = Corpus(tuple(replace(document, id=f"d{number}") for number in range(60)))
    view = home_view(Home(corpus.documents, notice, notice, notice), "U0ADA")
    assert not problems(view["blocks"], most=VIEW_BLOCKS)
    assert any("more: ask me" in str(block) for block in view["blocks"])


def test_a_choice_of_many_documents_keeps_within_the_limit(dispatcher: Dispatcher):
    (document,) = dispatcher.desk.corpus.documents
    modal = question_modal([replace(document, id=f"d{number}") for number in range(120)], ENGLISH)
    assert len(modal["blocks"][1]["element"]["options"]) == 100
