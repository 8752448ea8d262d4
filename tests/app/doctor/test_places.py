import os
from pathlib import Path

import pytest

from bot.app.doctor.places import folder_row, place_rows, secret_row
from bot.app.doctor.rows import Row, State


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(path, mode):
    """Make a file with a mode."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch()
    path.chmod(mode)
    return path


def test_nothing_is_looked_at_where_there_is_nothing():
    assert list(place_rows(None)) == []


def test_a_file_of_settings_for_its_owner_alone_is_in_order(place):
    made(place / ".env", 0o600)
    assert list(place_rows(None)) == [Row("permissions", State.OK, ".env is its owner's alone")]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o666])
def test_a_file_of_settings_that_others_can_read_is_looked_at(place, mode):
    made(place / ".env", mode)
    (row,) = place_rows(None)
    assert row.state is State.LOOK
    assert row.found == f".env can be read by others (mode {mode:o})"
    assert row.advice == "chmod 600 .env"


@pytest.mark.parametrize("name", ["kept.sqlite3", "kept.key"])
def test_a_store_or_key_that_others_can_read_is_looked_at(place, name):
    made(place / "kept.sqlite3", 0o600)
    made(place / "kept.key", 0o600)
    made(place / name, 0o644)
    looked_at = [row for row in place_rows(place / "kept.sqlite3") if row.state is State.LOOK]
    assert [row.advice for row in looked_at] == [f"chmod 600 {place / name}"]


def test_a_store_for_its_owner_alone_is_in_order(place):
    store = made(place / "data" / "kept.sqlite3", 0o600)
    table = list(place_rows(store))
    assert {row.state for row in table} == {State.OK}
    assert [row.found for row in table] == [
        f"{place / 'data'} can be written",
        f"{store} is its owner's alone",
    ]


def test_a_folder_that_is_not_there_yet_can_be_made(place):
    folder = place / "a" / "b"
    assert list(place_rows(folder / "kept.sqlite3")) == [
        Row("permissions", State.OK, f"{folder} will be made at the first start")
    ]
    assert not folder.parent.exists()


def test_a_folder_that_is_named_from_here_is_looked_for_here(place):
    (place / "data").mkdir()
    assert folder_row(Path("data")).found == "data can be written"


def test_a_file_where_a_folder_should_be_is_told(place):
    made(place / "data", 0o600)
    row = folder_row(place / "data" / "more")
    assert row.state is State.WRONG
    assert "VERBATIM_STORE__URL" in row.advice


def test_a_place_that_nobody_can_write_is_told():
    system = Path("/proc/self")  # not even root can
    if not system.is_dir():
        pytest.skip("there is no /proc here")
    row = folder_row(system)
    assert (row.state, row.found) == (State.WRONG, f"{system} cannot be written")


def test_a_folder_in_the_place_of_the_store_is_told(place):
    (place / "kept.sqlite3").mkdir(mode=0o700)
    (row,) = [row for row in place_rows(place / "kept.sqlite3") if row.state is State.WRONG]
    assert row.found == f"{place / 'kept.sqlite3'} cannot be written"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_store_that_this_user_may_not_write_is_told(place):
    store = made(place / "kept.sqlite3", 0o400)
    (row,) = [row for row in place_rows(store) if row.state is State.WRONG]
    assert row.found == f"{store} cannot be written"


def test_a_mode_says_nothing_where_the_system_has_none(place, monkeypatch):
    made(place / "secret", 0o644)
    monkeypatch.setattr(os, "name", "nt")
    assert secret_row(place / "secret").state is State.OK
