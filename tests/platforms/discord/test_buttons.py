"""Buttons under a reply: what they do, for whom, and after a restart."""

import pytest

from bot.app import build_dispatcher
from bot.settings import Settings
from tests.discord_server import BEN
from tests.discord_server.world import ENOUGH, MANAGE_MESSAGES
from tests.platforms.discord.conftest import running


@pytest.fixture
async def reply(discord):
    """A public reply to Ana with paragraph 4."""
    await discord.uses("ask", question="para 4")
    return (await discord.board.wait(1))[0]


@pytest.fixture
async def private_reply(discord):
    """A reply with paragraph 4 that only Ana sees."""
    await discord.uses("ask", question="para 4", private=True)
    return (await discord.board.wait(1))[0]


async def test_a_reply_offers_its_neighbours_and_what_concerns_it(reply):
    assert list(reply.buttons) == ["‹ 3", "5 ›", "Source", "Helpful", "Not helpful", "Delete"]


async def test_the_asker_pages_in_place(discord, reply):
    await discord.presses(reply, "5 ›")
    await discord.board.until(lambda: discord.board.seen[0].edited == 1)
    (seen,) = discord.board.seen
    assert "Paragraph 5" in seen.text
    assert seen.text.startswith("-# Asked: “para 4”")
    assert list(seen.buttons)[:2] == ["‹ 4", "6 ›"]


async def test_anybody_else_who_pages_gets_a_private_copy(discord, reply):
    await discord.presses(reply, "5 ›", BEN)
    original, copy = await discord.board.wait(2)
    assert "Paragraph 4" in original.text
    assert "Paragraph 5" in copy.text
    assert (copy.private, copy.to) == (True, BEN)


async def test_a_private_reply_is_shown_in_the_channel_with_the_question(discord, private_reply):
    await discord.presses(private_reply, "Show in channel")
    _, shown = await discord.board.wait(2)
    assert not shown.private
    assert shown.text.startswith("-# Asked: “para 4”\n### Seoul Declaration · Paragraph 4")
    assert "Delete" in shown.buttons


async def test_a_private_reply_is_shown_in_the_channel_once(discord, private_reply):
    await discord.presses(private_reply, "Show in channel")
    await discord.board.wait(2)
    await discord.presses(private_reply, "Show in channel")
    refusal = (await discord.board.wait(3))[2]
    assert refusal.private
    assert refusal.text == "This is already shown in the channel."


@pytest.mark.parametrize(("label", "helpful"), [("Helpful", True), ("Not helpful", False)])
async def test_a_verdict_is_kept_and_thanked_for(discord, dispatcher, reply, label, helpful):
    await discord.presses(reply, label, BEN)
    _, thanks = await discord.board.wait(2)
    assert thanks.private
    assert thanks.text.startswith("Thank you.")
    (feedback,) = dispatcher.desk.store.feedback
    assert (feedback.paragraph, feedback.helpful) == ("seoul-declaration#4", helpful)


async def test_the_asker_deletes_the_reply(discord, reply):
    await discord.presses(reply, "Delete")
    await discord.board.until(lambda: discord.board.deleted == [reply.id])


async def test_who_may_manage_messages_deletes_the_reply(discord, reply):
    await discord.presses(reply, "Delete", BEN, permissions=ENOUGH | MANAGE_MESSAGES)
    await discord.board.until(lambda: discord.board.deleted == [reply.id])


async def test_nobody_else_deletes_the_reply(discord, reply):
    await discord.presses(reply, "Delete", BEN)
    _, refusal = await discord.board.wait(2)
    assert refusal.private
    assert refusal.text.startswith("Only the person who asked")
    assert discord.board.deleted == []


@pytest.mark.parametrize(
    "code",
    [
        "v1:x:300000000000000001:",
        "v1:s:300000000000000001:seoul-declaration#999",
        "v1:s::../../etc/passwd#1",
        "v2:s:1:seoul-declaration#4",
        "something else",
        "v1:" + "s" * 97,
    ],
)
async def test_a_made_up_code_is_refused_politely(discord, reply, code):
    await discord.presses(reply, code=code)
    _, refusal = await discord.board.wait(2)
    assert refusal.private
    assert refusal.text.startswith("This button is not one that I know.")


@pytest.mark.parametrize(
    "code", ["v1:s:300000000000000001:seoul-declaration#999", "v1:d:300000000000000002:", "v1:x::"]
)
async def test_a_code_that_stands_on_a_forged_button_is_read_like_any_input(discord, reply, code):
    row = {
        "type": 1,
        "id": 9,
        "components": [{"type": 2, "style": 2, "label": "x", "custom_id": code}],
    }
    reply.payload["components"].append(row)
    await discord.presses(reply, code=code)
    _, refusal = await discord.board.wait(2)
    assert refusal.private
    assert len(refusal.text) < 200


async def test_a_public_reply_cannot_be_shared_again(discord, reply):
    code = reply.buttons["Helpful"]["custom_id"].replace("v1:h:", "v1:p:")
    row = {
        "type": 1,
        "id": 9,
        "components": [{"type": 2, "style": 2, "label": "x", "custom_id": code}],
    }
    reply.payload["components"].append(row)
    await discord.presses(reply, code=code)
    _, refusal = await discord.board.wait(2)
    assert refusal.text.startswith("This button is not one that I know.")


async def test_buttons_work_after_a_restart(discord_server, dispatcher):
    async with running(discord_server, dispatcher):
        await discord_server.asks("para 4")
        (reply,) = await discord_server.board.wait(1)
    async with running(discord_server, build_dispatcher(Settings())):
        await discord_server.presses(reply, "‹ 3")
        await discord_server.board.until(lambda: discord_server.board.seen[0].edited == 1)
    assert "Paragraph 3" in discord_server.board.seen[0].text


async def test_nearest_paragraphs_are_one_press_away(discord):
    await discord.asks("zeppelins and submarines over international waters")
    (seen,) = await discord.board.wait(1)
    label = next(label for label in seen.buttons if label.startswith("See "))
    await discord.presses(seen, label)
    await discord.board.until(lambda: discord.board.seen[0].edited == 1)
    assert discord.board.seen[0].quoted


async def test_a_press_delivered_twice_counts_once(discord, reply):
    issued = await discord.presses(reply, "5 ›", BEN)
    await discord.gateway.send("INTERACTION_CREATE", issued.payload)
    await discord.board.wait(2)
    await discord.uses("help")
    assert len(await discord.board.wait(3)) == 3
    assert len(discord.rest.sent_to(issued.payload["token"])) == 1


async def test_codes_fit_into_discords_hundred_characters(reply):
    assert all(len(b.get("custom_id", "")) <= 100 for b in reply.buttons.values())
