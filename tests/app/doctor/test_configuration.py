import pytest

from bot.app.doctor.configuration import settings_rows, unreadable_rows
from bot.app.doctor.rows import Row, State, told
from bot.domain.errors import SettingsError
from bot.settings import Settings, read_settings


def rows(monkeypatch, **variables):
    for name, value in variables.items():
        monkeypatch.setenv(f"VERBATIM_{name}", value)
    return list(settings_rows(read_settings()))


def found(rows, state):
    return [row.found for row in rows if row.state is state]


def test_without_a_platform_it_is_said_where_to_begin():
    first, second = settings_rows(Settings())
    assert first == Row("settings", State.OK, "0 set, all of them valid")
    assert (second.state, second.found) == (State.LOOK, "no platform is configured")
    assert "docs/discord.md" in second.advice


def test_what_is_set_is_counted(monkeypatch):
    (row,) = rows(monkeypatch, DISCORD__TOKEN="t", LOG__LEVEL="ERROR")
    assert row.found == "2 set, all of them valid"


def test_a_name_that_is_no_setting_is_looked_at(monkeypatch):
    table = rows(monkeypatch, DISCORD__TOKEN="t", LOGLEVEL="ERROR")
    assert found(table, State.LOOK) == ["VERBATIM_LOGLEVEL is no setting"]


@pytest.mark.parametrize(
    ("variables", "needed"),
    [
        ({"SLACK__BOT_TOKEN": "xoxb-1"}, "VERBATIM_SLACK__APP_TOKEN"),
        ({"SLACK__APP_TOKEN": "xapp-1"}, "VERBATIM_SLACK__BOT_TOKEN"),
        ({"SLACK__SIGNING_SECRET": "s"}, "VERBATIM_SLACK__BOT_TOKEN"),
        (
            {
                "SLACK__CLIENT_ID": "1",
                "SLACK__SIGNING_SECRET": "s",
            },
            "VERBATIM_SLACK__CLIENT_SECRET and VERBATIM_SLACK__PUBLIC_URL",
        ),
    ],
)
def test_a_platform_that_is_half_configured_names_what_it_needs(monkeypatch, variables, needed):
    assert found(rows(monkeypatch, **variables), State.WRONG) == [f"Slack needs {needed}"]


def test_each_setting_that_is_wrong_is_a_row_without_its_value(monkeypatch):
    monkeypatch.setenv("VERBATIM_LOG__LEVEL", "canary")
    monkeypatch.setenv("VERBATIM_ANSWER__ALSO", "canary")
    with pytest.raises(SettingsError) as raised:
        read_settings()
    table = list(unreadable_rows(raised.value))
    assert [row.found for row in table] == [
        "VERBATIM_ANSWER__ALSO cannot be used",
        "VERBATIM_LOG__LEVEL cannot be used",
    ]
    assert all(row.advice.startswith("correct it: ") for row in table)
    assert "canary" not in str(table)


def test_a_line_without_a_variable_is_a_row_too():
    (row,) = unreadable_rows(SettingsError("The file is damaged"))
    assert row.found == "The file is damaged cannot be used"
    assert row.advice.startswith("correct it")


def test_a_sentence_is_what_was_found_and_what_to_do():
    assert told("a", "It is shut: open it.", "-") == Row("a", State.WRONG, "It is shut", "open it.")


def test_a_sentence_that_says_nothing_to_do_is_told_with_something_else():
    assert told("a", "It is shut.", "see the guide") == Row(
        "a", State.WRONG, "It is shut", "see the guide"
    )


def test_all_lines_of_a_sentence_are_told():
    row = told("a", "It lacks these: add them:\n  one: for this\n  two: for that", "-")
    assert (row.found, row.advice) == ("It lacks these", "add them; one: for this; two: for that")
