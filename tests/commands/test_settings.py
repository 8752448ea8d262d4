"""Settings of a space: shown to all, changed by those who manage it."""

import logging
from dataclasses import replace

import pytest

from bot.commands import settings as commands
from bot.commands.ask import ask
from bot.commands.settings import EVERY_DOCUMENT, MOST_CHANNELS, MOST_CHOICES, SETTINGS
from bot.domain.actions import Action
from bot.domain.chat import Outcome, Request
from bot.domain.documents import Corpus
from bot.domain.plain_text import chosen_line, plain_text
from bot.domain.storage import SpaceSettings
from bot.translations import words_in

PLACE = {"platform": "slack", "space": "T1", "user": "U1", "manages": True}


def choosing(setting, values):
    return Request("choose", {"setting": setting, "values": values}, **PLACE)


@pytest.fixture
def kept(dispatcher):
    async def settings():
        return await dispatcher.desk.store.space_settings("slack:T1")

    return settings


async def test_a_manager_sees_each_setting_in_words_and_as_a_menu(dispatcher):
    reply = await dispatcher.dispatch(Request("settings", **PLACE))
    assert reply.outcome is Outcome.NOTICE
    assert [menu.name for menu in reply.menus] == [setting.name for setting in SETTINGS]
    assert "Where to look if no document is named: All documents" in plain_text(reply).splitlines()
    assert "Channels in which mentions are answered: all" in plain_text(reply).splitlines()


async def test_anybody_else_sees_them_in_words_alone(dispatcher):
    reply = await dispatcher.dispatch(Request("settings", **PLACE | {"manages": False}))
    assert reply.menus == ()
    assert "Further paragraphs that a quotation names: 4" in reply.message.splitlines()


@pytest.mark.parametrize(
    ("setting", "values", "expected"),
    [
        ("default_document", "seoul-declaration", SpaceSettings("seoul-declaration")),
        ("default_document", EVERY_DOCUMENT, SpaceSettings()),
        ("private", "asker", SpaceSettings(private=True)),
        ("private", "everybody", SpaceSettings(private=False)),
        ("private", "usual", SpaceSettings()),
        ("channels", "C1 C2 C1", SpaceSettings(channels=("C1", "C2"))),
        ("channels", "", SpaceSettings()),
        ("in_thread", "thread", SpaceSettings(in_thread=True)),
        ("also_limit", "0", SpaceSettings(also_limit=0)),
        ("feedback", "off", SpaceSettings(feedback=False)),
    ],
)
async def test_a_choice_is_kept_and_shown(dispatcher, kept, setting, values, expected):
    reply = await dispatcher.dispatch(choosing(setting, values))
    assert reply.message.startswith(commands.SAVED)
    assert await kept() == expected
    (menu,) = [menu for menu in reply.menus if menu.name == setting]
    assert set(menu.chosen) == set(values.split())


@pytest.mark.parametrize(
    ("setting", "values"),
    [
        ("nonsense", "1"),
        ("also_limit", "99"),
        ("also_limit", ""),
        ("also_limit", "1 2"),
        ("default_document", "no-such-document"),
        ("feedback", "<!channel>"),
        ("channels", "<#C1>"),
        ("channels", " ".join(f"C{n}" for n in range(MOST_CHANNELS + 1))),
    ],
)
async def test_what_was_not_offered_is_refused(dispatcher, kept, setting, values):
    reply = await dispatcher.dispatch(choosing(setting, values))
    assert (reply.outcome, reply.message) == (Outcome.ERROR, commands.UNKNOWN)
    assert await kept() == SpaceSettings()


async def test_only_those_who_manage_the_space_change_it(dispatcher, kept):
    for request in (
        choosing("also_limit", "0"),
        Request("settings", {"document": "seoul-declaration"}, **PLACE),
    ):
        reply = await dispatcher.dispatch(replace(request, manages=False))
        assert (reply.outcome, reply.message) == (Outcome.ERROR, commands.NOT_YOURS)
    assert await kept() == SpaceSettings()


@pytest.mark.parametrize("request_", [Request("settings"), Request("settings", platform="slack")])
async def test_where_there_is_no_space_there_are_no_settings(dispatcher, request_):
    reply = await dispatcher.dispatch(request_)
    assert (reply.outcome, reply.message) == (Outcome.ERROR, commands.NOWHERE)
    reply = await dispatcher.dispatch(replace(choosing("also_limit", "0"), space=""))
    assert (reply.outcome, reply.message) == (Outcome.ERROR, commands.UNKNOWN)


async def test_a_document_is_made_the_one_that_is_searched_by_its_name(dispatcher, kept):
    reply = await dispatcher.dispatch(
        Request("settings", {"document": "Seoul Declaration"}, **PLACE)
    )
    assert reply.message.startswith(commands.SAVED)
    assert await kept() == SpaceSettings("seoul-declaration")
    unknown = await dispatcher.dispatch(Request("settings", {"document": "charter"}, **PLACE))
    assert unknown.message == "There is no document “charter” here. Loaded: seoul-declaration."


async def test_a_change_is_logged_with_what_was_chosen(dispatcher, caplog):
    caplog.set_level(logging.INFO)
    await dispatcher.dispatch(choosing("also_limit", "2"))
    (record,) = [r for r in caplog.records if r.getMessage() == "settings changed"]
    assert (record.space, record.setting, record.values) == ("slack:T1", "also_limit", "2")


async def test_a_change_that_cannot_be_kept_yet_is_said(dispatcher, monkeypatch):
    async def not_yet(_space, _settings):
        return False

    monkeypatch.setattr(dispatcher.desk.store, "save_space_settings", not_yet)
    reply = await dispatcher.dispatch(choosing("also_limit", "2"))
    assert reply.message.startswith(commands.NOT_YET)
    assert "Further paragraphs that a quotation names: 2" in plain_text(reply)


def test_of_many_documents_a_menu_offers_some_and_always_the_chosen_one(desk, declaration):
    many = tuple(replace(declaration, id=f"d{n}", short_title=f"D {n}") for n in range(40))
    crowded = replace(desk, corpus=Corpus(many))
    chosen = replace(crowded, settings=SpaceSettings("d39"))
    for one, value in ((crowded, EVERY_DOCUMENT), (chosen, "d39")):
        menu = SETTINGS[0].menu(one)
        assert len(menu.choices) == MOST_CHOICES
        assert menu.chosen == (value,)
    assert "D 39" in chosen_line(SETTINGS[0].menu(chosen))


async def test_a_language_holds_for_the_reply_that_tells_of_its_choice(dispatcher):
    for value, language in (("de", "de"), ("usual", "fr")):
        reply = await dispatcher.dispatch(replace(choosing("language", value), locale="fr"))
        words = words_in(language)
        assert (reply.words.language, reply.message) == (language, words(commands.SAVED))
        assert [menu.label for menu in reply.menus] == [words(one.label) for one in SETTINGS]


def test_of_a_chosen_document_that_is_gone_nothing_is_shown(desk):
    gone = replace(desk, settings=SpaceSettings("charter"))
    assert chosen_line(SETTINGS[0].menu(gone)).endswith(": –")
    many = replace(gone, corpus=Corpus(desk.corpus.documents * 40))
    assert SETTINGS[0].menu(many).chosen == ()


def test_chosen_channels_are_counted(desk):
    some = replace(desk, settings=SpaceSettings(channels=("C1", "C2")))
    (setting,) = [setting for setting in SETTINGS if setting.name == "channels"]
    assert chosen_line(setting.menu(some)).endswith(": 2")
    assert setting.menu(some).of_channels


async def test_where_feedback_is_off_no_verdict_is_offered(desk):
    quiet = replace(desk, settings=SpaceSettings(feedback=False))
    verdicts = {Action.HELPFUL, Action.NOT_HELPFUL}
    for question in ("para 4", "Which countries took part?"):
        loud, silent = [await ask(d, Request("ask", {"question": question})) for d in (desk, quiet)]
        assert verdicts <= {button.action for button in loud.buttons}
        assert silent.buttons
        assert not verdicts & {button.action for button in silent.buttons}
