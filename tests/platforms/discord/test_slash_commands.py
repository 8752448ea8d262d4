"""Slash commands and the message command, as a person uses them."""

import pytest

from bot.commands import COMMANDS
from bot.domain.storage import SpaceSettings
from bot.platforms.discord.commands import CHANGED
from bot.translations import words_in
from tests.discord_server import ANA, BEN, GENERAL
from tests.discord_server.server import (
    in_direct_messages,
    in_foreign_server,
    in_private_channel,
    in_server,
)
from tests.discord_server.world import GUILD, message


def in_french(person, permissions):
    """Return where an interaction happens: in the server, by somebody whose Discord is French."""
    return in_server(person, permissions) | {"locale": "fr"}


async def test_ask_shows_the_question_and_the_answer_to_everybody(discord):
    await discord.uses("ask", question="para 4")
    (seen,) = await discord.board.wait(1)
    assert seen.text.startswith("-# Asked: “para 4”\n### Seoul Declaration · Paragraph 4\n> We")
    assert not seen.private


async def test_ask_privately_shows_the_answer_to_the_asker_alone(discord):
    await discord.uses("ask", question="para 4", private=True)
    (seen,) = await discord.board.wait(1)
    assert seen.private
    assert "Show in channel" in seen.buttons
    assert "Delete" not in seen.buttons


async def test_the_answer_is_given_directly_without_a_defer(discord):
    issued = await discord.uses("ask", question="para 4")
    await discord.board.wait(1)
    assert issued.answer == 4


async def test_for_pings_exactly_the_one_who_is_named(discord):
    await discord.uses("ask", question="para 4", for_=BEN)
    (seen,) = await discord.board.wait(1)
    assert f"For <@{BEN}>:" in seen.text
    (body,) = discord.rest.sent_to("/callback")
    assert body["data"]["allowed_mentions"] == {"parse": [], "users": [BEN]}


async def test_nobody_is_pinged_where_nothing_is_quoted(discord):
    await discord.uses("ask", question="para 99", for_=BEN)
    (seen,) = await discord.board.wait(1)
    assert "<@" not in seen.text
    (body,) = discord.rest.sent_to("/callback")
    assert body["data"]["allowed_mentions"] == {"parse": []}


async def test_private_and_for_exclude_each_other(discord):
    await discord.uses("ask", question="para 4", for_=BEN, private=True)
    (seen,) = await discord.board.wait(1)
    assert seen.private
    assert seen.text.startswith("An answer is either private or for somebody else.")


async def test_paragraph_takes_a_number_and_a_stable_id(discord):
    await discord.uses("paragraph", number="Annex 2.4")
    await discord.uses("paragraph", number="seoul-declaration#annex-2.4")
    typed, chosen = await discord.board.wait(2)
    assert "Annex, paragraph 2\\.4" in typed.text or "Annex, paragraph 2.4" in typed.text
    assert typed.quoted == chosen.quoted
    assert "Asked" not in chosen.text


async def test_an_unknown_document_is_told_to_the_asker_alone(discord):
    await discord.uses("ask", question="para 4", document="Magna Carta")
    (seen,) = await discord.board.wait(1)
    assert seen.private
    assert "There is no document “Magna Carta” here." in seen.text


async def test_search_lists_paragraphs_with_their_names(discord):
    await discord.uses("search", words="OECD")
    (seen,) = await discord.board.wait(1)
    assert "**Paragraph 8** · We aim to strengthen international cooperation" in seen.text


@pytest.mark.parametrize("name", ["documents", "help", "about", "privacy"])
async def test_what_needs_no_argument_is_shown_to_the_asker_alone(discord, name):
    await discord.uses(name)
    (seen,) = await discord.board.wait(1)
    assert seen.private
    assert len(seen.text) > 100


async def test_documents_are_shown_with_their_numbers_and_source(discord):
    await discord.uses("documents")
    (seen,) = await discord.board.wait(1)
    assert "1, 2, 3, 4, 5, 6, 7, 8, 9" in seen.text
    assert "Source" in seen.buttons


async def test_the_message_command_answers_anybodys_message_privately(discord):
    written = message(BEN, GENERAL, "is there something in para 4 about institutes?")
    await discord.opens_menu(written)
    (seen,) = await discord.board.wait(1)
    assert seen.private
    assert "Paragraph 4" in seen.text
    assert seen.to == ANA


async def test_the_message_command_says_where_there_is_no_text(discord):
    await discord.opens_menu(message(BEN, GENERAL, ""))
    (seen,) = await discord.board.wait(1)
    assert seen.text.startswith("That message has no text")


async def test_a_number_is_suggested_by_words_and_by_number(discord):
    by_word = await discord.types("paragraph", "number", "oecd")
    assert by_word[0]["value"] == "seoul-declaration#8"
    assert by_word[0]["name"].startswith("8 · We aim to strengthen")
    by_number = await discord.types("paragraph", "number", "annex 2")
    assert by_number[0]["value"] == "seoul-declaration#annex-2"
    assert all(len(choice["name"]) <= 100 for choice in by_word + by_number)


async def test_at_most_ten_paragraphs_are_suggested(discord):
    assert len(await discord.types("paragraph", "number", "")) == 10


async def test_a_question_is_suggested_paragraphs_from_three_letters_on(discord):
    assert await discord.types("ask", "question", "oe") == []
    offered = await discord.types("ask", "question", "oec")
    assert offered[0]["value"] == "seoul-declaration#8"
    await discord.uses("ask", question=offered[0]["value"])
    (seen,) = await discord.board.wait(1)
    assert "Paragraph 8" in seen.text


async def test_a_document_is_suggested_by_its_title(discord):
    offered = await discord.types("ask", "document", "seoul", question="x")
    assert offered == [{"name": "Seoul Declaration", "value": "seoul-declaration"}]
    assert await discord.types("ask", "document", "magna") == []


async def test_suggestions_survive_a_document_that_does_not_exist(discord):
    assert await discord.types("paragraph", "number", "oecd", document="magna") != []


async def test_the_commands_are_those_of_the_table(discord):
    (payload,) = discord.rest.sent_to("/commands")[1:]
    slash = {c["name"]: c for c in payload if c["type"] == 1}
    listed = {c.name: c for c in COMMANDS if c.listed}
    assert list(slash) == list(listed)
    for name, command in listed.items():
        assert slash[name]["description"] == command.description
        options = [option["name"] for option in slash[name]["options"]]
        delivery = ["private", "for"] if command.quotes else []
        assert options == [p.name for p in command.parameters] + delivery


async def test_descriptions_are_sent_in_each_of_our_languages_and_names_are_not(discord):
    (payload,) = discord.rest.sent_to("/commands")[1:]
    locales = {"de", "es-419", "es-ES", "fr", "it", "ja", "ko"}
    slash = {c["name"]: c for c in payload if c["type"] == 1}
    for command in filter(lambda c: c.listed, COMMANDS):
        sent = slash[command.name]
        assert set(sent["description_localizations"]) == locales
        assert not sent.get("name_localizations")
        for option in sent["options"]:
            assert set(option["description_localizations"]) == locales
            assert not option.get("name_localizations")
    french = words_in("fr")(slash["ask"]["description"])
    assert slash["ask"]["description_localizations"]["fr"] == french


async def test_the_message_command_has_a_name_in_each_of_our_languages(discord):
    (payload,) = discord.rest.sent_to("/commands")[1:]
    (menu,) = [c for c in payload if c["type"] == 3]
    for locale, name in menu["name_localizations"].items():
        assert name == words_in(locale)("Find the paragraph") != "Find the paragraph"
    assert len(menu["name_localizations"]) == 7


async def test_a_french_asker_reads_french_around_the_english_quotation(discord):
    discord.place = in_french
    await discord.uses("ask", question="para 4")
    (seen,) = await discord.board.wait(1)
    assert seen.text.startswith("-# Question\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}para 4")
    assert "Seoul Declaration · Paragraph 4\n> We" in seen.text
    assert {"Utile", "Pas utile", "Supprimer"} <= set(seen.buttons)


async def test_a_code_that_somebody_made_up_is_refused_in_their_language(discord):
    await discord.uses("ask", question="para 4")
    (asked,) = await discord.board.wait(1)
    discord.place = in_french
    await discord.presses(asked, code="v1:nonsense")
    _, refused = await discord.board.wait(2)
    assert refused.private
    assert refused.text.startswith("Je ne connais pas ce bouton.")


async def test_the_commands_work_on_servers_for_people_and_in_private_channels(discord):
    (payload,) = discord.rest.sent_to("/commands")[1:]
    payload = [c for c in payload if c["name"] != "settings"]
    assert {tuple(c["contexts"]) for c in payload} == {(0, 1, 2)}
    assert {tuple(c["integration_types"]) for c in payload} == {(0, 1)}
    assert {(c["name"], c["type"]) for c in payload if c["type"] != 1} == {
        ("Find the paragraph", 3)
    }


async def test_a_command_that_discord_knows_but_we_do_not_is_answered(discord):
    await discord.uses("retired")
    (seen,) = await discord.board.wait(1)
    assert seen.private
    assert seen.text.startswith("This command has changed.")


async def test_what_no_command_answers_is_said_in_the_servers_language(discord, dispatcher):
    chosen = SpaceSettings(language="de")
    await dispatcher.desk.store.save_space_settings(f"discord:{GUILD}", chosen)
    await discord.uses("retired")
    (seen,) = await discord.board.wait(1)
    assert seen.text.startswith(words_in("de")(CHANGED)[:30])


@pytest.mark.parametrize("place", [in_foreign_server, in_direct_messages, in_private_channel])
async def test_commands_and_buttons_work_where_the_bot_is_no_member(discord, place):
    discord.place = place
    await discord.uses("ask", question="para 4")
    (seen,) = await discord.board.wait(1)
    assert "Paragraph 4" in seen.text
    await discord.presses(seen, "5 ›")
    await discord.board.until(lambda: discord.board.seen[0].edited == 1)
    await discord.presses(discord.board.seen[0], "Delete")
    await discord.board.until(lambda: discord.board.seen == [])


async def test_suggestions_are_not_remembered_as_events(discord, dispatcher, monkeypatch):
    claimed = []
    claim = dispatcher.desk.store.claim_event

    async def claim_event(event):
        claimed.append(event)
        return await claim(event)

    monkeypatch.setattr(dispatcher.desk.store, "claim_event", claim_event)
    await discord.types("paragraph", "number", "oecd")
    assert claimed == []
