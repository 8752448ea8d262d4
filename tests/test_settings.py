from pathlib import Path

import pytest

from bot.domain.errors import SettingsError
from bot.settings import Settings, read_settings, setting_rows, unknown_variables

CANARY = "xoxb-canary-0123456789"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows():
    return {row.variable: row for row in setting_rows(read_settings())}


def test_nothing_needs_to_be_set():
    settings = read_settings()
    assert settings.corpus_dir is settings.document is settings.discord.token is None
    assert (settings.answer.time_limit, settings.answer.also) == (2.5, 4)
    assert (settings.log.level, settings.log.format) == ("INFO", "text")


def test_variables_of_the_environment_are_read_in_any_case(monkeypatch):
    monkeypatch.setenv("VERBATIM_ANSWER__ALSO", "2")
    monkeypatch.setenv("verbatim_log__level", "ERROR")
    monkeypatch.setenv("VERBATIM_CORPUS_DIR", "texts")
    settings = read_settings()
    assert (settings.answer.also, settings.log.level) == (2, "ERROR")
    assert settings.corpus_dir == Path("texts")


def test_the_environment_goes_before_the_file(monkeypatch):
    Path(".env").write_text("VERBATIM_ANSWER__ALSO=1\nVERBATIM_DOCUMENT=other\n")
    monkeypatch.setenv("VERBATIM_ANSWER__ALSO", "2")
    settings = read_settings()
    assert (settings.answer.also, settings.document) == (2, "other")


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch):
    monkeypatch.setenv("VERBATIM_ANSWER__ALSO", "")
    assert read_settings().answer.also == 4
    assert rows()["VERBATIM_ANSWER__ALSO"].origin == "default"


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        (
            "VERBATIM_LOG__LEVEL",
            "loud",
            "VERBATIM_LOG__LEVEL: input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'",
        ),
        (
            "VERBATIM_ANSWER__TIME_LIMIT",
            "0",
            "VERBATIM_ANSWER__TIME_LIMIT: input should be greater than 0",
        ),
        (
            "VERBATIM_ANSWER__ALSO",
            "5",
            "VERBATIM_ANSWER__ALSO: input should be less than or equal to 4",
        ),
        (
            "VERBATIM_ANSWER__NO_SUCH",
            "1",
            "VERBATIM_ANSWER__NO_SUCH: extra inputs are not permitted",
        ),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(monkeypatch, variable, value, sentence):
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert str(raised.value) == sentence


@pytest.mark.parametrize("group", ["ANSWER", "DISCORD", "SLACK", "LOG"])
def test_a_group_that_is_set_as_a_whole_is_named_too(monkeypatch, group):
    monkeypatch.setenv(f"VERBATIM_{group}", "loud")
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert f"VERBATIM_{group}" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_every_wrong_value_is_told_at_once(monkeypatch):
    monkeypatch.setenv("VERBATIM_LOG__LEVEL", "loud")
    monkeypatch.setenv("VERBATIM_ANSWER__ALSO", "99")
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert sorted(line.split(":")[0] for line in str(raised.value).splitlines()) == [
        "VERBATIM_ANSWER__ALSO",
        "VERBATIM_LOG__LEVEL",
    ]


def test_a_wrong_value_of_a_secret_is_not_repeated(monkeypatch):
    monkeypatch.setenv("VERBATIM_DISCORD", CANARY)
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert CANARY not in str(raised.value)


def test_a_file_that_is_not_utf_8_is_told():
    Path(".env").write_bytes(b"VERBATIM_DOCUMENT=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"The file \.env or a variable cannot be read"):
        read_settings()


def test_settings_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        read_settings().document = "other"


def test_each_setting_is_a_row_with_its_variable_value_and_origin(monkeypatch):
    Path(".env").write_text("VERBATIM_DOCUMENT=other\n")
    monkeypatch.setenv("VERBATIM_LOG__FORMAT", "json")
    found = rows()
    assert (found["VERBATIM_DOCUMENT"].value, found["VERBATIM_DOCUMENT"].origin) == (
        "other",
        ".env",
    )
    assert found["VERBATIM_LOG__FORMAT"].origin == "environment"
    assert found["VERBATIM_ANSWER__TIME_LIMIT"].value == "2.5"
    assert found["VERBATIM_ANSWER__TIME_LIMIT"].origin == "default"
    assert found["VERBATIM_CORPUS_DIR"].value == ""


def test_secrets_are_masked_in_rows_and_in_the_settings_themselves(monkeypatch):
    monkeypatch.setenv("VERBATIM_SLACK__BOT_TOKEN", CANARY)
    settings = read_settings()
    assert settings.slack.bot_token.get_secret_value() == CANARY
    assert rows()["VERBATIM_SLACK__BOT_TOKEN"].value == "********"
    assert CANARY not in f"{settings!r} {settings} {settings.model_dump()}"


def test_variables_that_look_like_settings_and_are_none_are_listed(monkeypatch):
    Path(".env").write_text("VERBATIM_LOGLEVEL=INFO\nOTHER=1\n")
    monkeypatch.setenv("VERBATIM_TOKEN", "x")
    monkeypatch.setenv("VERBATIM_TEST_SOMETHING", "x")
    monkeypatch.setenv("VERBATIM_DOCUMENT", "x")
    assert unknown_variables(Settings()) == ["VERBATIM_LOGLEVEL", "VERBATIM_TOKEN"]
