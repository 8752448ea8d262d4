"""Who asks too much is told when to try again, and nobody else notices."""

import asyncio

import pytest

from bot.app import build_dispatcher
from bot.dispatcher import BUSY
from bot.settings import LimitSettings, Settings
from tests.discord_server import ANA, BEN, GENERAL, Hold
from tests.discord_server.world import BOT, message
from tests.platforms.discord.conftest import running


@pytest.fixture
def dispatcher():
    """A dispatcher that lets everybody ask twice, and then not for long."""
    return build_dispatcher(Settings(limits=LimitSettings(user_at_once=2, user_seconds=600)))


async def test_a_command_too_many_is_answered_privately_with_the_time(discord):
    for _ in range(3):
        await discord.uses("ask", question="para 4")
    *_, told = await discord.board.wait(3)
    assert told.private
    assert told.text == "You have asked a lot at once. Please try again in 10 minutes."


async def test_who_goes_on_mentioning_the_bot_is_told_once_and_others_are_answered(discord):
    for number in range(6):
        await discord.asks(f"para {number + 1}")
    await discord.board.wait(3)
    question = await discord.asks("para 4", person=BEN)
    *_, told, answer = await discord.board.wait(4)
    assert told.text == "You have asked a lot at once. Please try again in 10 minutes."
    assert answer.replies_to == question["id"]
    assert len(discord.board.seen) == 4


async def test_a_mention_of_a_message_that_is_not_shown_counts_like_any_other(discord):
    hidden = message(BEN, GENERAL, "")
    about = {"type": 0, "message_id": hidden["id"], "channel_id": str(GENERAL)}
    for _ in range(4):
        await discord.says(f"<@{BOT}>", type=19, message_reference=about, referenced_message=hidden)
    *_, told = await discord.board.wait(3)
    assert told.text == "You have asked a lot at once. Please try again in 10 minutes."


async def test_a_press_too_many_leaves_the_answer_as_it_is(discord):
    await discord.asks("para 4")
    (reply,) = await discord.board.wait(1)
    await discord.uses("ask", question="para 5")
    await discord.board.wait(2)
    label = next(label for label, part in reply.buttons.items() if ":s:" in part["custom_id"])
    await discord.presses(reply, label)
    *_, told = await discord.board.wait(3)
    assert told.private
    assert told.text.startswith("You have asked a lot at once.")
    assert discord.board.seen[0].text == reply.text


async def test_who_comes_while_very_many_are_answered_is_asked_to_come_back(discord_server):
    limits = LimitSettings(user_at_once=0, space_at_once=0, under_way=1)
    sending = Hold(asyncio.Event())
    async with running(discord_server, build_dispatcher(Settings(limits=limits))):
        discord_server.rest.faults.add("POST", "/messages", sending)
        await discord_server.asks("para 4")
        await discord_server.rest.until(lambda: discord_server.rest.sent_to("/messages"))
        await discord_server.uses("ask", question="para 4")
        (told,) = await discord_server.board.wait(1)
        sending.until.set()
        _, answer = await discord_server.board.wait(2)
    assert told.private
    assert told.text.replace("\\", "") == BUSY
    assert "Paragraph 4" in answer.text


async def test_a_program_that_types_gets_few_suggestions(discord, dispatcher):
    assert await discord.types("ask", "question", "international network")
    while dispatcher.limits.may_type(f"discord:{ANA}"):
        pass
    assert await discord.types("ask", "question", "international network") == []
