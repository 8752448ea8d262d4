"""Who asks too much is told when to try again, and nothing that stands already is lost."""

import pytest

from bot.app import build_dispatcher
from bot.settings import LimitSettings, Settings
from tests.slack_server.reading import heading

pytestmark = pytest.mark.usefixtures("bot")

WAIT = "You have asked a lot at once. Please try again in 10 minutes."


@pytest.fixture
def dispatcher():
    """A dispatcher that lets everybody ask twice, and then not for long."""
    return build_dispatcher(Settings(limits=LimitSettings(user_at_once=2, user_seconds=600)))


@pytest.fixture
async def spent(slack, payloads):
    """Asks as often as it is allowed."""
    for number in (4, 5):
        await slack.emit("events_api", payloads.mention(f"paragraph {number}"))
    await slack.until(lambda: len(slack.posts) == 2)


async def test_a_command_too_many_is_answered_privately_with_the_time(slack, payloads, spent):
    await slack.emit("slash_commands", payloads.command("/ask", "paragraph 4"))
    await slack.until(lambda: slack.responses["first"])
    (answer,) = slack.responses["first"]
    assert answer["response_type"] == "ephemeral"
    assert WAIT in answer["text"]


async def test_help_is_a_question_like_any_other(slack, payloads, spent):
    await slack.emit("slash_commands", payloads.command("/verbatim", "help"))
    await slack.until(lambda: slack.responses["first"])
    (answer,) = slack.responses["first"]
    assert WAIT in answer["text"]


async def test_who_goes_on_mentioning_the_bot_is_told_once_and_others_are_answered(
    slack, payloads, spent
):
    for _ in range(5):
        await slack.emit("events_api", payloads.mention("paragraph 4"))
        await slack.emit("events_api", payloads.direct("paragraph 4"))
    await slack.until(lambda: len(slack.posts) == 3)
    await slack.emit("events_api", payloads.mention("paragraph 4", user="U0BOB"))
    await slack.until(lambda: len(slack.posts) == 4)
    assert slack.posts[2]["text"] == WAIT
    assert heading(slack.posts[3]) == "Seoul Declaration · Paragraph 4"


@pytest.mark.parametrize(("action", "private"), [("s", False), ("s", True), ("p", True)])
async def test_a_press_too_many_leaves_the_answer_as_it_is(slack, payloads, spent, action, private):
    value = f"v1:{action}:U0ADA:seoul-declaration#5"
    await slack.emit("interactive", payloads.press(value, private=private))
    await slack.until(lambda: slack.responses["pressed"])
    (answer,) = slack.responses["pressed"]
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert WAIT in answer["text"]


async def test_a_press_too_many_leaves_the_answer_in_a_modal_as_it_is(slack, payloads, spent):
    await slack.emit("interactive", payloads.press_in_view("v1:s:U0ADA:seoul-declaration#5"))
    await slack.until(lambda: slack.called("views.push"))
    (call,) = slack.called("views.push")
    assert WAIT in str(call["view"])
    assert not slack.called("views.update")


async def test_the_home_is_shown_whole_to_who_has_to_wait(slack, payloads, spent):
    await slack.emit("events_api", payloads.opened("home"))
    await slack.until(lambda: slack.called("views.publish"))
    (call,) = slack.called("views.publish")
    assert WAIT not in str(call["view"])
