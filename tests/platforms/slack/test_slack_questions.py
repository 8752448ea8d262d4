"""People ask on Slack; the bot answers, once, where it was asked."""

import pytest

from bot.platforms.slack.platform import SlackPlatform
from tests.slack_server import Fault, Payloads, SlackServer
from tests.slack_server.reading import asides, buttons, heading, quoted, quoted_elements, thumbs

pytestmark = pytest.mark.usefixtures("bot")


async def answered(slack: SlackServer, payload: dict) -> dict:
    """Send an event and return the one message that was posted for it."""
    before = len(slack.posts)
    await slack.emit("events_api", payload)
    await slack.until(lambda: len(slack.posts) > before)
    return slack.posts[before]


async def responded(slack: SlackServer, kind: str, payload: dict, reply: str = "first") -> dict:
    """Send a command or an interaction and return the first answer to its response_url."""
    await slack.emit(kind, payload)
    await slack.until(lambda: slack.responses[reply])
    return slack.responses[reply][0]


async def channels_answered(bot: SlackPlatform, slack: SlackServer, *events: dict) -> list[str]:
    """Send events, wait until the bot is done with them, and return where it posted."""
    for event in events:
        await slack.emit("events_api", event)
    await slack.until(lambda: len(slack.acks) == len(events))
    await bot._underway.finished(5)
    return sorted(post["channel"] for post in slack.posts)


async def test_a_mention_is_answered_in_its_thread(slack: SlackServer, payloads: Payloads):
    event = payloads.mention("paragraph 9")
    post = await answered(slack, event)
    assert post["channel"] == "C0001"
    assert post["thread_ts"] == event["event"]["ts"]
    assert quoted(post).startswith("Acknowledging the value of AI Summit")
    assert heading(post) == "Seoul Declaration · Paragraph 9"


async def test_a_mention_within_a_thread_is_answered_in_that_thread(slack, payloads):
    post = await answered(slack, payloads.mention("paragraph 9", thread_ts="1780000000.000001"))
    assert post["thread_ts"] == "1780000000.000001"


async def test_matched_words_are_bold_and_emphasis_is_italic(slack, payloads):
    post = await answered(slack, payloads.mention("nurturing networks to share best practices"))
    styles = {e["text"]: e.get("style", {}) for e in quoted_elements(post)}
    assert styles["nurturing"] == {"bold": True}
    assert any(style.get("italic") for style in styles.values())


async def test_the_message_in_words_says_what_the_blocks_show(slack, payloads):
    post = await answered(slack, payloads.mention("paragraph 4"))
    assert post["text"].startswith("Seoul Declaration · Paragraph 4\nWe support existing")
    assert "21 May 2024" in post["text"]
    assert [aside for aside in asides(post) if "<https://" in aside]


async def test_links_are_never_unfurled(slack, payloads):
    post = await answered(slack, payloads.mention("paragraph 4"))
    assert not any(post[name] in {True, "true", "1"} for name in ("unfurl_links", "unfurl_media"))


async def test_somebody_from_another_workspace_is_answered_in_a_shared_channel(slack, payloads):
    event = payloads.mention("paragraph 4", user="W0CAROL", user_team="T0OTHER", team="T0OTHER")
    post = await answered(slack, event)
    assert heading(post) == "Seoul Declaration · Paragraph 4"


async def test_an_empty_mention_gets_short_help(slack, payloads):
    post = await answered(slack, payloads.mention(""))
    assert post["text"].startswith("Ask about a document in your own words")


async def test_the_name_of_a_command_alone_is_that_command(slack, payloads):
    post = await answered(slack, payloads.mention("Privacy"))
    assert "forgotten" in post["text"]


async def test_a_question_without_answer_offers_the_nearest_paragraphs(slack, payloads):
    post = await answered(slack, payloads.mention("which football team won the safety cup"))
    assert "No paragraph of the Seoul Declaration answers this" in post["text"]
    assert any(label.startswith("See ") for label in buttons(post))


async def test_a_wrong_number_is_answered_with_the_numbers_that_exist(slack, payloads):
    post = await answered(slack, payloads.mention("paragraph 99"))
    assert "paragraphs 1–9 and an annex (1–3)" in post["text"]


async def test_mention_and_message_for_one_post_get_one_answer(bot, slack, payloads):
    mention = payloads.mention("paragraph 4", channel="D0001")
    message = payloads.event({**mention["event"], "type": "message", "channel_type": "im"})
    assert await channels_answered(bot, slack, mention, message) == ["D0001"]


@pytest.mark.parametrize(
    "change",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": "B0OTHER"},
        {"bot_id": "B0OTHER"},
        {"edited": {"user": "U0ADA", "ts": "1790000001.000000"}},
        {"user": "U0BOT"},
        {"channel_type": "channel"},
    ],
)
async def test_bots_edits_joins_and_channel_messages_are_ignored(bot, slack, payloads, change):
    event, question = payloads.direct("paragraph 4", **change), payloads.mention("paragraph 4")
    assert await channels_answered(bot, slack, event, question) == ["C0001"]


async def test_a_mention_by_a_bot_is_ignored(bot, slack, payloads):
    event = payloads.by_bot(payloads.mention("paragraph 4", channel="C0002"))
    question = payloads.mention("paragraph 4")
    assert await channels_answered(bot, slack, event, question) == ["C0001"]


async def test_a_direct_message_gets_status_answer_thumbs_and_title(slack, payloads):
    post = await answered(slack, payloads.direct("paragraph 4"))
    await slack.until(lambda: slack.called("assistant.threads.setTitle"))
    methods = [call.method for call in slack.calls]
    assert methods.index("assistant.threads.setStatus") < methods.index("chat.postMessage")
    assert slack.called("assistant.threads.setTitle")[0]["title"] == "paragraph 4"
    assert thumbs(post)[0]["positive_button"]["value"].startswith("v1:h:U0ADA:")
    assert "Helpful" not in buttons(post)


async def test_a_question_within_a_conversation_leaves_its_title(bot, slack, payloads):
    post = await answered(slack, payloads.direct("paragraph 4", thread_ts="1780000000.000001"))
    await bot._underway.finished(5)
    assert post["thread_ts"] == "1780000000.000001"
    assert not slack.called("assistant.threads.setTitle")


async def test_an_app_without_agent_view_is_asked_for_it_once(slack, payloads):
    slack.fail("assistant.threads.setStatus", Fault("missing_scope"))
    await answered(slack, payloads.direct("paragraph 4"))
    await answered(slack, payloads.direct("paragraph 5"))
    assert not slack.called("assistant.threads.setStatus")
    assert not slack.called("assistant.threads.setTitle")


async def test_a_slash_command_is_answered_privately_with_the_question_restated(slack, payloads):
    answer = await responded(
        slack, "slash_commands", payloads.command("/ask", "nurturing networks")
    )
    assert answer["response_type"] == "ephemeral"
    assert asides(answer)[0] == "You asked: nurturing networks"
    assert quoted(answer).startswith("We support existing")
    assert not slack.posts, "the app is no member of that channel"


async def test_a_slash_command_is_acknowledged_with_nothing(slack, payloads):
    await responded(slack, "slash_commands", payloads.command("/ask", "paragraph 4"))
    await slack.until(lambda: slack.acks)
    ((_, payload),) = slack.acks.values()
    assert payload == {}


async def test_a_paragraph_is_quoted_by_its_number(slack, payloads):
    command = payloads.command("/paragraph", "Annex 2.4")
    answer = await responded(slack, "slash_commands", command)
    assert heading(answer) == "Seoul Declaration · Annex, paragraph 2.4"
    assert asides(answer)[0] == "You asked: paragraph Annex 2.4"


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("search safety institutes", "You asked: search safety institutes"),
        ("documents", "You asked: documents"),
        ("help", "You asked: help"),
        ("", "You asked: help"),
        ("ABOUT", "You asked: about"),
        ("privacy", "You asked: privacy"),
        ("which countries took part?", "You asked: which countries took part?"),
    ],
)
async def test_the_umbrella_command_knows_the_others(slack, payloads, text, beginning):
    answer = await responded(slack, "slash_commands", payloads.command("/verbatim", text))
    assert answer["text"].startswith(beginning)


async def test_help_names_the_commands_as_they_are_typed_on_slack(slack, payloads):
    answer = await responded(slack, "slash_commands", payloads.command("/verbatim", "help"))
    lines = answer["text"].splitlines()
    assert any(line.startswith("/ask QUESTION – ") for line in lines)
    assert any(line.startswith("/verbatim search WORDS – ") for line in lines)
    assert any(line.startswith("/verbatim privacy – ") for line in lines)


async def test_each_result_of_a_search_can_be_shown(slack, payloads):
    command = payloads.command("/verbatim", "search safety institutes")
    answer = await responded(slack, "slash_commands", command)
    assert buttons(answer)["Show"].startswith("v1:s:U0ADA:seoul-declaration#")


async def test_a_command_reached_by_buttons_only_cannot_be_typed(slack, payloads):
    command = payloads.command("/verbatim", "feedback seoul-declaration#4")
    answer = await responded(slack, "slash_commands", command)
    assert answer["text"].startswith("You asked: feedback seoul-declaration#4")
    assert "Thank you" not in answer["text"]


async def test_a_shortcut_finds_the_paragraph_for_somebodys_message(slack, payloads):
    text = "Who is nurturing <https://example.com|networks to share best practices>, <@U0BOB>?"
    shortcut = payloads.message_shortcut(text)
    answer = await responded(slack, "interactive", shortcut, "shortcut")
    assert answer["response_type"] == "ephemeral"
    assert asides(answer)[0] == "You asked: Who is nurturing networks to share best practices, ?"
    assert heading(answer) == "Seoul Declaration · Paragraph 4"


async def test_what_was_typed_cannot_ping_anybody(slack, payloads):
    command = payloads.command("/ask", "&lt;!channel&gt; &lt;@U0BOB&gt; @here &amp;amp;")
    answer = await responded(slack, "slash_commands", command)
    assert "<" not in answer["text"]
    assert "&lt;!channel&gt; &lt;@U0BOB&gt; @here &amp;amp;" in answer["text"]
    assert all(
        block["type"] != "section" or block["text"]["type"] == "plain_text"
        for block in answer["blocks"]
    )


async def test_a_long_question_is_refused_with_a_sentence(slack, payloads):
    answer = await responded(slack, "slash_commands", payloads.command("/ask", "word " * 900))
    assert "Please shorten it" in answer["text"]
