import os
from pathlib import Path

import pytest

from bot.app.doctor.places import folder_rows, place_rows, secret_row
from bot.app.doctor.rows import Row, State
from bot.settings import Settings, SlackSettings

FOLDER = "VERBATIM_SLACK__INSTALLATIONS"


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def with_folder(folder):
    return Settings(slack=SlackSettings(installations=folder))


def test_nothing_is_looked_at_where_there_is_nothing():
    assert list(place_rows(Settings())) == []


def test_a_file_of_settings_for_its_owner_alone_is_in_order(place):
    (place / ".env").touch(mode=0o600)
    assert list(place_rows(Settings())) == [
        Row("permissions", State.OK, ".env is its owner's alone")
    ]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o666])
def test_a_file_of_settings_that_others_can_read_is_looked_at(place, mode):
    (place / ".env").touch()
    (place / ".env").chmod(mode)
    (row,) = place_rows(Settings())
    assert row.state is State.LOOK
    assert row.found == f".env can be read by others (mode {mode:o})"
    assert row.advice == "chmod 600 .env"


def test_a_folder_that_others_can_enter_is_looked_at(place):
    folder = place / "tokens"
    folder.mkdir()
    folder.chmod(0o755)
    first, second = place_rows(with_folder(folder))
    assert first.found == f"{folder} can be written"
    assert second.advice == f"chmod 700 {folder}"


def test_a_folder_for_its_owner_alone_is_in_order(place):
    folder = place / "tokens"
    folder.mkdir(mode=0o700)
    assert [row.state for row in place_rows(with_folder(folder))] == [State.OK, State.OK]


def test_a_folder_that_is_not_there_yet_can_be_made(place):
    folder = place / "a" / "b"
    (row,) = folder_rows(folder, FOLDER)
    assert row == Row("permissions", State.OK, f"{folder} will be made at the first start")
    assert not folder.exists()


def test_a_folder_that_is_named_from_here_is_looked_for_here(place):
    (place / "tokens").mkdir(mode=0o700)
    table = list(place_rows(with_folder("tokens")))
    assert [row.found for row in table] == ["tokens can be written", "tokens is its owner's alone"]


def test_a_file_where_a_folder_should_be_is_told(place):
    (place / "tokens").touch()
    (row,) = folder_rows(place / "tokens" / "more", FOLDER)
    assert row.state is State.WRONG
    assert FOLDER in row.advice


def test_a_place_that_nobody_can_write_is_told():
    (row,) = folder_rows(_unwritable(), FOLDER)
    assert row.state is State.WRONG
    assert row.found.endswith("cannot be written")


def _unwritable():
    """A folder that even root cannot write to."""
    if not Path("/proc/self").is_dir():
        pytest.skip("there is no /proc here")
    return Path("/proc/self")


def test_a_mode_says_nothing_where_the_system_has_none(place, monkeypatch):
    (place / "secret").touch(mode=0o644)
    monkeypatch.setattr(os, "name", "nt")
    assert secret_row(place / "secret").state is State.OK
