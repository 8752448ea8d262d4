"""Settings of a server: chosen in menus, kept, and obeyed."""

from dataclasses import replace

import pytest

from bot.app import build_dispatcher
from bot.domain.storage import SpaceSettings
from bot.settings import Settings
from tests.discord_server import ANA, BEN, GENERAL, THREAD
from tests.discord_server.faults import Status
from tests.discord_server.server import in_direct_messages
from tests.discord_server.world import ENOUGH, FORUM, GUILD, MANAGE_GUILD
from tests.platforms.discord.conftest import running

MANAGER = ENOUGH | MANAGE_GUILD
KEY = f"discord:{GUILD}"


@pytest.fixture
async def panel(discord):
    """The settings as somebody sees them who may manage the server."""
    await discord.uses("settings", permissions=MANAGER)
    return (await discord.board.wait(1))[0]


@pytest.fixture
def chosen(dispatcher):
    """Settings of the server, kept before anybody asks."""

    async def keep(**settings):
        await dispatcher.desk.store.save_space_settings(KEY, SpaceSettings(**settings))

    return keep


async def test_the_command_is_for_those_who_manage_a_server_and_only_there(discord):
    (command,) = [c for c in discord.rest.commands[0] if c["name"] == "settings"]
    assert command["default_member_permissions"] == str(MANAGE_GUILD)
    assert command["contexts"] == [0]
    assert command["integration_types"] == [0]


async def test_the_panel_is_private_and_shows_what_is_in_force(panel):
    assert panel.private
    assert panel.chosen("default_document") == ["*"]
    assert panel.chosen("also_limit") == ["4"]
    assert panel.chosen("channels") == []
    assert panel.buttons == {}


@pytest.mark.parametrize(
    ("menu", "values", "expected"),
    [
        ("default_document", ["seoul-declaration"], SpaceSettings("seoul-declaration")),
        ("private", ["asker"], SpaceSettings(private=True)),
        ("channels", [GENERAL, FORUM], SpaceSettings(channels=(str(GENERAL), str(FORUM)))),
        ("feedback", ["off"], SpaceSettings(feedback=False)),
    ],
)
async def test_one_choice_changes_a_setting_and_the_panel(
    *, discord, dispatcher, panel, menu, values, expected
):
    await discord.chooses(panel, menu, *values)
    await discord.board.until(lambda: discord.board.seen[0].edited == 1)
    (seen,) = discord.board.seen
    assert seen.text.startswith("Saved.")
    assert seen.chosen(menu) == list(map(str, values))
    assert await dispatcher.desk.store.space_settings(KEY) == expected


async def test_a_choice_works_after_a_restart(discord_server):
    store = None
    for _ in range(2):
        dispatcher = build_dispatcher(Settings())
        if store:
            dispatcher.desk = replace(dispatcher.desk, store=store)
        store = dispatcher.desk.store
        async with running(discord_server, dispatcher):
            if not discord_server.board.seen:
                await discord_server.uses("settings", permissions=MANAGER)
                await discord_server.board.wait(1)
            else:
                await discord_server.chooses(discord_server.board.seen[0], "also_limit", 1)
                await discord_server.board.until(lambda: discord_server.board.seen[0].edited == 1)
    assert (await store.space_settings(KEY)).also_limit == 1


async def test_who_may_no_longer_manage_the_server_changes_nothing(discord, dispatcher, panel):
    await discord.chooses(panel, "also_limit", 0, permissions=ENOUGH)
    _, refusal = await discord.board.wait(2)
    assert refusal.private
    assert refusal.text == "Only those who manage this server or workspace can change its settings."
    assert await dispatcher.desk.store.space_settings(KEY) == SpaceSettings()


@pytest.mark.parametrize(
    ("menu", "values"),
    [("also_limit", ["99"]), ("nonsense", ["1"]), ("channels", ["<@1>"]), ("private", [])],
)
async def test_a_choice_that_was_not_offered_is_refused(discord, dispatcher, panel, menu, values):
    await discord.chooses(panel, menu, *values)
    _, refusal = await discord.board.wait(2)
    assert refusal.text.startswith("This choice is not one that I know.")
    assert await dispatcher.desk.store.space_settings(KEY) == SpaceSettings()


async def test_the_same_choice_delivered_twice_counts_once(discord, panel):
    issued = await discord.chooses(panel, "also_limit", 1)
    await discord.gateway.send("INTERACTION_CREATE", issued.payload)
    await discord.board.until(lambda: discord.board.seen[0].edited == 1)
    await discord.asks("para 4")
    await discord.board.wait(2)
    assert discord.board.seen[0].edited == 1


async def test_outside_a_server_there_are_no_settings(discord):
    discord.place = in_direct_messages
    await discord.uses("settings", permissions=MANAGER)
    (seen,) = await discord.board.wait(1)
    assert seen.text.startswith("Settings belong to a server or a workspace.")


async def test_a_document_is_chosen_by_its_name(discord, dispatcher):
    await discord.uses("settings", permissions=MANAGER, document="seoul-declaration")
    (seen,) = await discord.board.wait(1)
    assert seen.chosen("default_document") == ["seoul-declaration"]


@pytest.mark.parametrize(
    ("settings", "arguments", "private"),
    [
        ({}, {}, False),
        ({"private": True}, {}, True),
        ({"private": True}, {"private": False}, False),
        ({"private": True}, {"for_": BEN}, False),
        ({"private": False}, {"private": True}, True),
    ],
)
async def test_a_server_chooses_who_sees_an_answer(
    *, discord, chosen, settings, arguments, private
):
    await chosen(**settings)
    await discord.uses("ask", question="para 4", **arguments)
    (seen,) = await discord.board.wait(1)
    assert seen.private is private
    assert "Paragraph 4" in seen.text


async def test_a_private_answer_without_verdicts_can_be_shown_in_the_channel(discord, chosen):
    await chosen(private=True, feedback=False)
    await discord.uses("ask", question="para 4")
    (seen,) = await discord.board.wait(1)
    assert list(seen.buttons) == ["‹ 3", "5 ›", "Source", "Show in channel"]


async def test_a_mention_elsewhere_is_answered_by_a_word_in_private(discord, chosen):
    await chosen(channels=(str(FORUM),))
    await discord.asks("para 4")
    (seen,) = await discord.board.wait(1)
    (note,) = discord.rest.sent_to("/users/@me/channels")
    assert int(note["recipient_id"]) == ANA
    assert seen.channel == discord.rest.direct_channel(ANA)
    content = discord.rest.sent_to(f"/channels/{seen.channel}/messages")[0]["content"]
    assert content.startswith(f"On that server I answer mentions only in <#{FORUM}>.")


async def test_who_goes_on_mentioning_the_bot_elsewhere_is_told_once(discord, chosen):
    await chosen(channels=(str(FORUM),))
    for _ in range(3):
        await discord.asks("para 4")
    await discord.asks("para 4", person=BEN)
    seen = await discord.board.wait(2)
    assert [one.channel for one in seen] == list(map(discord.rest.direct_channel, (ANA, BEN)))


async def test_a_thread_goes_with_its_channel(discord, chosen):
    await chosen(channels=(str(GENERAL),))
    for place in (GENERAL, THREAD):
        await discord.asks("para 4", channel=place)
    seen = await discord.board.wait(2)
    assert {one.channel for one in seen} == {GENERAL, THREAD}


async def test_a_mention_is_answered_in_a_thread_of_its_own(discord, chosen):
    await chosen(in_thread=True)
    asked = await discord.asks("para 4")
    (seen,) = await discord.board.wait(1)
    assert (seen.channel, seen.replies_to) == (int(asked["id"]), None)
    (body,) = discord.rest.sent_to("/threads")
    assert body["name"] == "Seoul Declaration · Paragraph 4"


@pytest.mark.parametrize(("text", "place"), [("hello", GENERAL), ("para 4", THREAD)])
async def test_no_thread_for_a_greeting_nor_within_a_thread(discord, chosen, text, place):
    await chosen(in_thread=True)
    asked = await discord.asks(text, channel=place)
    (seen,) = await discord.board.wait(1)
    assert (seen.channel, seen.replies_to) == (place, asked["id"])
    assert discord.rest.sent_to("/threads") == []


async def test_where_no_thread_may_be_opened_the_answer_is_a_reply(discord, chosen):
    await chosen(in_thread=True)
    discord.rest.faults.add("POST", "/threads", Status(403, 50013))
    asked = await discord.asks("What about copyright?")
    (seen,) = await discord.board.wait(1)
    assert (seen.channel, seen.replies_to) == (GENERAL, asked["id"])


async def test_what_somebody_looked_for_is_kept_after_not_helpful(discord, dispatcher):
    await discord.uses("ask", question="para 4")
    (reply,) = await discord.board.wait(1)
    await discord.presses(reply, "Not helpful")
    _, thanks = await discord.board.wait(2)
    opened = await discord.presses(thanks, "What were you looking for?")
    sent = await discord.fills_in(opened, "fines for companies")
    _, _, done = await discord.board.wait(3)
    assert (done.private, done.text) == (True, "Thank you. It was kept, without your name.")
    (feedback,) = dispatcher.desk.store.feedback
    assert (feedback.helpful, feedback.wanted) == (False, "fines for companies")
    await discord.gateway.send("INTERACTION_CREATE", sent.payload)
    await discord.asks("para 4")
    assert len(await discord.board.wait(4)) == 4


async def test_a_made_up_form_is_refused(discord, dispatcher):
    await discord.uses("ask", question="para 4")
    (reply,) = await discord.board.wait(1)
    opened = await discord.presses(reply, code="v1:t::seoul-declaration#4")
    await discord.board.wait(1)
    opened.form = {
        "custom_id": "nonsense",
        "components": [{"component": {"custom_id": "x"}}],
    }
    await discord.fills_in(opened, "text")
    *_, refusal = await discord.board.wait(2)
    assert refusal.text.startswith("This button is not one that I know")
    assert dispatcher.desk.store.feedback == ()


async def test_a_form_about_no_paragraph_is_refused(discord):
    await discord.uses("ask", question="para 4")
    (reply,) = await discord.board.wait(1)
    await discord.presses(reply, code="v1:t::")
    _, refusal = await discord.board.wait(2)
    assert refusal.text.startswith("This button is not one that I know")


async def test_where_feedback_was_switched_off_no_form_is_opened(discord, chosen):
    await discord.uses("ask", question="para 4")
    (reply,) = await discord.board.wait(1)
    await discord.presses(reply, "Not helpful")
    _, thanks = await discord.board.wait(2)
    await chosen(feedback=False)
    await discord.presses(thanks, "What were you looking for?")
    *_, told = await discord.board.wait(3)
    assert (told.private, told.text) == (True, "Feedback is switched off here.")


async def test_somebody_is_forgotten_at_once(discord, dispatcher):
    await discord.uses("ask", question="para 4")
    (reply,) = await discord.board.wait(1)
    await discord.presses(reply, "Helpful")
    await discord.board.wait(2)
    await discord.uses("privacy")
    _, _, privacy = await discord.board.wait(3)
    assert list(privacy.buttons) == ["Forget me"]
    await discord.presses(privacy, "Forget me")
    *_, done = await discord.board.wait(4)
    assert (done.private, done.text) == (True, "Verdicts of yours that were deleted: 1.")
    assert dispatcher.desk.store.feedback == ()
