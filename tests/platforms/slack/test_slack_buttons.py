"""Buttons: what they do, for whom, and what they refuse."""

import pytest

from bot.dispatcher import Dispatcher
from bot.domain.storage import Feedback
from tests.slack_server import Fault, Payloads, SlackServer
from tests.slack_server.reading import asides, buttons, heading, quoted

pytestmark = pytest.mark.usefixtures("bot")
SHOW_5 = "v1:s:U0ADA:seoul-declaration#5"
SHARE = "v1:p:U0ADA:seoul-declaration#4\nask\nnurturing networks <!channel>"


async def pressed(slack: SlackServer, payload: dict, answers: int = 1) -> list[dict]:
    """Press a button and return what came to its response_url."""
    await slack.emit("interactive", payload)
    await slack.until(lambda: len(slack.responses["pressed"]) >= answers)
    return slack.responses["pressed"]


async def test_the_asker_pages_the_answer_in_its_place(slack: SlackServer, payloads: Payloads):
    (answer,) = await pressed(slack, payloads.press(SHOW_5, thread="1790000000.000001"))
    assert heading(answer) == "Seoul Declaration · Paragraph 5"
    assert answer["replace_original"] is True
    assert answer["response_type"] == "in_channel"
    assert {"‹ 4", "6 ›", "Helpful", "Not helpful", "Delete"} <= set(buttons(answer))


async def test_somebody_else_gets_a_private_copy_in_the_thread(slack, payloads):
    payload = payloads.press(SHOW_5, user="U0BOB", thread="1790000000.000001")
    (answer,) = await pressed(slack, payload)
    assert answer["replace_original"] is False
    assert answer["response_type"] == "ephemeral"
    assert answer["thread_ts"] == "1790000000.000001"
    assert buttons(answer)["‹ 4"].startswith("v1:s:U0BOB:")


async def test_a_private_answer_stays_private_when_it_is_paged(slack, payloads):
    (answer,) = await pressed(slack, payloads.press(SHOW_5, private=True))
    assert answer["response_type"] == "ephemeral"
    assert buttons(answer)["Show in channel"].endswith("\nparagraph\n5")
    assert not [aside for aside in asides(answer) if "asked" in aside]


async def test_a_private_answer_is_shown_to_all_with_its_question_and_then_removed(slack, payloads):
    shared, removed = await pressed(slack, payloads.press(SHARE, private=True), answers=2)
    assert shared["response_type"] == "in_channel"
    assert asides(shared)[0] == "ada asked: nurturing networks <!channel>"
    assert shared["blocks"][0]["elements"][0]["type"] == "plain_text"
    assert quoted(shared).startswith("We support existing")
    assert "&lt;!channel&gt;" in shared["text"]
    assert removed == {"delete_original": True}


async def test_a_share_whose_question_quotes_something_else_shows_the_paragraph(slack, payloads):
    value = "v1:p:U0ADA:seoul-declaration#7\nask\nnurturing networks"
    shared, _ = await pressed(slack, payloads.press(value, private=True), answers=2)
    assert heading(shared) == "Seoul Declaration · Paragraph 7"


@pytest.mark.parametrize("command", ["feedback", "help", "nonsense"])
async def test_a_share_of_a_command_that_quotes_nothing_shows_the_paragraph(
    slack, payloads, command
):
    value = f"v1:p:U0ADA:seoul-declaration#7\n{command}\nx"
    shared, _ = await pressed(slack, payloads.press(value, private=True), answers=2)
    assert heading(shared) == "Seoul Declaration · Paragraph 7"


async def test_a_private_answer_stays_where_it_cannot_be_shown_to_all(bot, slack, payloads):
    slack.fail("response", Fault(status=404))
    await slack.emit("interactive", payloads.press(SHARE, private=True))
    await slack.until(lambda: slack.called("response refused"))
    await bot._underway.finished(5)
    assert not slack.responses["pressed"]


async def test_the_asker_deletes_the_answer(slack, payloads):
    assert await pressed(slack, payloads.press("v1:d:U0ADA:")) == [{"delete_original": True}]


async def test_nobody_else_deletes_the_answer(slack, payloads):
    (answer,) = await pressed(slack, payloads.press("v1:d:U0ADA:", user="U0BOB"))
    assert answer["text"] == "Only the person who asked can delete this answer."
    assert answer["response_type"] == "ephemeral"
    assert answer["replace_original"] is False


@pytest.mark.parametrize(("action", "helpful"), [("h", True), ("n", False)])
async def test_a_verdict_is_kept_without_names(
    slack, payloads, dispatcher: Dispatcher, action, helpful
):
    (answer,) = await pressed(slack, payloads.press(f"v1:{action}:U0ADA:seoul-declaration#4"))
    assert answer["text"].startswith("Thank you")
    (kept,) = dispatcher.desk.store.feedback
    assert isinstance(kept, Feedback)
    assert (kept.paragraph, kept.helpful, kept.platform) == (
        "seoul-declaration#4",
        helpful,
        "slack",
    )
    assert "U0ADA" not in kept.user
    assert "T0001" not in kept.space


@pytest.mark.parametrize(
    "value",
    [
        "",
        "nonsense",
        "v1:x:U0ADA:seoul-declaration#4",
        "v2:s:U0ADA:seoul-declaration#4",
        "v1:s:U0ADA:" + "x" * 3000,
    ],
)
async def test_a_forged_value_is_refused_with_a_sentence(slack, payloads, value):
    (answer,) = await pressed(slack, payloads.press(value))
    assert answer["text"] == "This button is not one that I know. Please ask again."
    assert answer["response_type"] == "ephemeral"


async def test_a_paragraph_that_does_not_exist_is_refused_with_a_sentence(slack, payloads):
    (answer,) = await pressed(slack, payloads.press("v1:s:U0ADA:seoul-declaration#99"))
    assert "There is no paragraph" in answer["text"]


async def test_a_press_reported_twice_has_one_effect(bot, slack, payloads):
    payload = payloads.press(SHOW_5)
    for _ in range(3):
        await slack.emit("interactive", payload)
    await slack.until(lambda: len(slack.acks) == 3)
    await bot._underway.finished(5)
    assert len(slack.responses["pressed"]) == 1


async def test_thumbs_in_a_direct_conversation_stay_when_it_is_paged(slack, payloads):
    payload = payloads.press(SHOW_5, channel="directmessage")
    (answer,) = await pressed(slack, payload)
    assert [b for b in answer["blocks"] if b["type"] == "context_actions"]
