import os

import pytest

from bot.app import build_corpus, build_dispatcher, build_platforms
from bot.app.options import AnsweringOptions, is_anything_set, options_of
from bot.commands import COMMANDS
from bot.domain.chat import Outcome, Request
from bot.domain.errors import CorpusError, SettingsError
from bot.settings import AnswerSettings, Settings
from tests.sources import source_of, write_corpus


def test_the_packaged_corpus_is_used_where_no_other_is_named(corpus):
    assert build_corpus(Settings()) == corpus


def test_another_folder_of_documents_can_be_named(tmp_path):
    folder = write_corpus(tmp_path / "corpus", source_of("1. One."))
    corpus = build_corpus(Settings(corpus_dir=folder))
    assert [document.id for document in corpus.documents] == ["sample"]


def test_a_folder_that_cannot_be_used_is_told(tmp_path):
    with pytest.raises(CorpusError, match="there is no such file or folder"):
        build_corpus(Settings(corpus_dir=tmp_path / "gone"))


def test_a_default_document_that_is_not_loaded_is_told_with_those_that_are():
    with pytest.raises(SettingsError) as raised:
        build_dispatcher(Settings(document="other"))
    assert str(raised.value) == (
        "VERBATIM_DOCUMENT: there is no document 'other'; loaded: seoul-declaration"
    )


async def test_the_settings_reach_the_answers(tmp_path):
    one, two = (source_of(f"1. {w} rules apply.", id=f'"{w}"') for w in ("alpha", "beta"))
    folder = write_corpus(tmp_path / "corpus", one, two)
    settings = Settings(corpus_dir=folder, document="beta", answer=AnswerSettings(also=0))
    dispatcher = build_dispatcher(settings)
    assert tuple(dispatcher.commands.values()) == COMMANDS
    reply = await dispatcher.dispatch(Request("ask", {"question": "para 1"}))
    assert [q.paragraph.id for q in reply.quotations] == ["beta#1"]
    assert (await dispatcher.desk.store.space_settings("any")).also_limit == 0


async def test_the_dispatcher_answers_from_the_declaration(dispatcher):
    reply = await dispatcher.dispatch(Request("paragraph", {"number": "Annex 2.4"}))
    assert reply.outcome is Outcome.QUOTED
    assert reply.quotations[0].paragraph.id == "seoul-declaration#annex-2.4"


def test_nothing_is_built_where_no_platform_is_configured(dispatcher):
    assert build_platforms(Settings(), dispatcher) == []


def test_the_options_without_settings_are_the_settings_defaults(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert AnsweringOptions() == options_of(Settings())


@pytest.mark.parametrize("name", ["VERBATIM_LOG__LEVEL", "verbatim_document"])
def test_a_variable_of_ours_is_a_setting_to_read(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for variable in [v for v in os.environ if v.startswith("VERBATIM_")]:
        monkeypatch.delenv(variable)
    assert not is_anything_set()
    monkeypatch.setenv(name, "")
    assert is_anything_set()


def test_a_file_of_settings_is_a_setting_to_read(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").touch()
    assert is_anything_set()
