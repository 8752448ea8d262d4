"""A person asks in the ways that Discord has; what they see is compared."""

from datetime import datetime, timedelta

import pytest

from tests.discord_server import BEN, GENERAL, POST, THREAD
from tests.discord_server.world import BOT, message

ME = f"<@{BOT}>"


async def nothing_more(discord, count):
    """Ask something that is answered, and tell that nothing else was answered before it."""
    last = await discord.asks("para 9")
    seen = await discord.board.wait(count + 1)
    assert [s.replies_to for s in seen][count:] == [last["id"]]


async def test_a_mention_is_answered_with_the_paragraph_as_a_reply(discord):
    question = await discord.asks("para 4")
    (seen,) = await discord.board.wait(1)
    assert seen.replies_to == question["id"]
    assert seen.channel == GENERAL
    assert seen.text.split("\n")[0] == "### Seoul Declaration · Paragraph 4"
    adopted, named = seen.text.split("\n")[-2:]
    assert adopted == "-# 21 May 2024"
    assert named.startswith("-# Named here: [Seoul Statement of Intent toward")
    assert seen.buttons["Source"]["url"].startswith("https://www.gov.uk/government/publications/")


async def test_the_quotation_is_the_paragraph_word_for_word(discord, dispatcher):
    for paragraph in dispatcher.desk.corpus.paragraphs:
        await discord.asks(paragraph.id)
    seen = await discord.board.wait(len(dispatcher.desk.corpus.paragraphs))
    assert {s.quoted for s in seen} == {p.text for p in dispatcher.desk.corpus.paragraphs}


async def test_matched_words_are_bold_and_the_sources_emphasis_is_in_italics(discord):
    await discord.asks("Frontier AI safety commitments in the Hiroshima process code of conduct")
    (seen,) = await discord.board.wait(1)
    assert "**Hiroshima** **Process** International **Code**" in seen.text
    assert "*Frontier" in seen.text.replace("**", "")


@pytest.mark.parametrize("channel", [THREAD, POST])
async def test_threads_and_posts_are_answered_where_the_question_is(discord, channel):
    question = await discord.asks("para 4", channel=channel)
    (seen,) = await discord.board.wait(1)
    assert (seen.channel, seen.replies_to) == (channel, question["id"])


async def test_every_direct_message_is_a_question(discord):
    await discord.whispers("paragraph 4")
    await discord.whispers("", attachments=[])
    asked, empty = await discord.board.wait(2)
    assert "Paragraph 4" in asked.text
    assert empty.text.startswith("Ask about a document in your own words")


async def test_a_mention_alone_gets_short_help(discord):
    await discord.says(ME)
    (seen,) = await discord.board.wait(1)
    assert seen.text.startswith("Ask about a document in your own words")
    assert len(seen.text) < 200


async def test_a_mention_in_reply_to_a_hidden_message_names_the_menu(discord):
    hidden = message(BEN, GENERAL, "")
    about = {"type": 0, "message_id": hidden["id"], "channel_id": str(GENERAL)}
    await discord.says(ME, type=19, message_reference=about, referenced_message=hidden)
    (seen,) = await discord.board.wait(1)
    assert "“Find the paragraph”" in seen.text


async def test_a_mention_in_reply_to_a_visible_message_answers_that(discord):
    visible = message(BEN, GENERAL, f"{ME} para 7")
    about = {"type": 0, "message_id": visible["id"], "channel_id": str(GENERAL)}
    await discord.says(ME, type=19, message_reference=about, referenced_message=visible)
    (seen,) = await discord.board.wait(1)
    assert "Paragraph 7" in seen.text


@pytest.mark.parametrize(
    "text",
    [
        "@everyone para 4",
        "@here para 4",
        "<@&200000000000000009> para 4",
        f"> {ME} para 4\nI agree",
        f">>> para 4\n{ME}",
        f"`{ME} para 4`",
        f"```\n{ME} para 4\n```",
        "para 4",
    ],
)
async def test_what_does_not_mention_the_bot_itself_is_no_question(discord, text):
    await discord.says(text, mentions=[], mention_everyone="@" in text)
    await nothing_more(discord, 0)


async def test_bots_webhooks_and_notices_are_ignored(discord):
    robot = message(BEN, GENERAL, "")["author"] | {"bot": True}
    await discord.asks("para 4", author=robot)
    await discord.asks("para 4", webhook_id="123456789012345678")
    await discord.asks("para 4", type=6)
    await discord.whispers("para 4", author=robot)
    await nothing_more(discord, 0)


async def test_the_same_message_delivered_twice_is_answered_once(discord):
    question = await discord.asks("para 4")
    await discord.gateway.send("MESSAGE_CREATE", question)
    await discord.gateway.send("MESSAGE_CREATE", question)
    await discord.board.wait(1)
    await nothing_more(discord, 1)


async def edited(discord, written, text, after=timedelta(minutes=5)):
    """Let a message be edited, some time after it was written."""
    at = datetime.fromisoformat(written["timestamp"]) + after
    changed = {"content": text, "edited_timestamp": at.isoformat()}
    await discord.gateway.send("MESSAGE_UPDATE", written | changed)


async def test_a_message_edited_to_add_the_mention_is_answered_once(discord):
    written = await discord.says("para 4")
    await edited(discord, written, f"{ME} para 4")
    (seen,) = await discord.board.wait(1)
    assert seen.replies_to == written["id"]
    await edited(discord, written, f"{ME} para 5")
    await nothing_more(discord, 1)


async def test_an_edit_of_a_question_makes_no_second_answer(discord):
    question = await discord.asks("para 4")
    await discord.board.wait(1)
    await edited(discord, question, f"{ME} para 5")
    await edited(discord, question, f"{ME} para 6", after=timedelta(hours=5))
    await nothing_more(discord, 1)


async def test_a_preview_that_discord_adds_to_a_message_is_no_edit(discord):
    written = await discord.says("para 4")
    await discord.gateway.send("MESSAGE_UPDATE", written | {"content": f"{ME} para 4"})
    await nothing_more(discord, 0)


async def test_no_paragraph_answers_says_which_words_stand_nowhere(discord):
    await discord.asks("zeppelins and submarines over international waters")
    (seen,) = await discord.board.wait(1)
    assert seen.text.startswith("No paragraph of the Seoul Declaration answers this.")
    assert "“zeppelins” or “submarines”" in seen.text.replace("“zeppelins”, ", "“zeppelins” or ")
    assert any(label.startswith("See ") for label in seen.buttons)


async def test_a_number_that_does_not_exist_is_answered_with_those_that_do(discord):
    await discord.asks("paragraph 12")
    (seen,) = await discord.board.wait(1)
    assert seen.text.startswith(
        "There is no paragraph 12: the declaration has paragraphs 1–9 and an annex (1–3)."
    )


async def test_what_people_type_cannot_ping_or_format(discord):
    await discord.uses("search", words="@everyone <@1> [free](https://evil.example) **x**")
    (seen,) = await discord.board.wait(1)
    assert "@everyone" not in seen.text.replace("\\@everyone", "")
    assert "https:" not in seen.text.replace("https\\:", "")


async def test_every_send_forbids_every_ping(discord):
    await discord.asks("para 4")
    await discord.uses("paragraph", number="4")
    await discord.whispers("para 4")
    await discord.board.wait(3)
    sent = [body for method, path, body in discord.rest.requests if method == "POST"]
    assert [(b.get("data") or b)["allowed_mentions"] for b in sent if "recipient_id" not in b] == [
        {"parse": []} | ({"replied_user": False} if "nonce" in b else {}) for b in sent
    ]
