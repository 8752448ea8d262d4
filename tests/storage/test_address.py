"""Where the store is, and the key with which people are hashed."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.domain.errors import SettingsError, StoreError
from bot.storage.address import store_address
from bot.storage.feedback_key import feedback_key

CANARY = "secret-0123456789"


def test_without_a_setting_the_store_is_a_file_in_the_users_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert store_address().path == tmp_path / "verbatim" / "verbatim.sqlite3"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_every_way_to_name_postgresql_is_understood(scheme):
    address = store_address(f"{scheme}://user:{CANARY}@host:5433/name?ssl=require")
    assert address.url.drivername == "postgresql+asyncpg"
    assert (address.path, address.place) == (None, "host/name")
    assert address.url.password == CANARY
    assert address.read_only() == address
    assert CANARY not in repr(address)


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite"])
def test_every_way_to_name_sqlite_is_understood(scheme):
    address = store_address(f"{scheme}:////var/lib/verbatim/kept.sqlite3")
    assert address.url.drivername == "sqlite+aiosqlite"
    assert address.path == Path("/var/lib/verbatim/kept.sqlite3")
    assert address.place == "/var/lib/verbatim/kept.sqlite3"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (f"no url with {CANARY}", "this is no address of a database"),
        (f"postgresql://u:{CANARY}@host:port/x", "this is no address of a database"),
        (f"mysql+aiomysql://u:{CANARY}@host/x", "mysql.aiomysql is not among what is known"),
        (f"postgresql+psycopg2://u:{CANARY}@host/x", "psycopg2 is not among what is known"),
        ("sqlite://", "name a file"),
        ("sqlite+aiosqlite:///:memory:", "name a file"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(url, sentence):
    with pytest.raises(SettingsError, match=f"^VERBATIM_STORE__URL: .*{sentence}") as raised:
        store_address(url)
    assert CANARY not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_key_that_is_set_is_used_with_both_databases(tmp_path):
    for url in (f"sqlite:///{tmp_path}/x.sqlite3", "postgresql://host/x"):
        assert feedback_key("k" * 32, store_address(url)) == b"k" * 32
    assert list(tmp_path.iterdir()) == []


def test_without_a_key_one_is_made_once_for_its_owner_alone(tmp_path):
    address = store_address(f"sqlite:///{tmp_path}/folder/x.sqlite3")
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: feedback_key("", address), range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) == 32
    (file,) = (tmp_path / "folder").iterdir()
    assert file.name == "x.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", ["", "no hexadecimal digits", "abcd", "é" * 64])
def test_a_key_file_that_holds_no_key_is_told_and_not_replaced(tmp_path, content):
    (tmp_path / "x.key").write_text(content)
    with pytest.raises(StoreError, match=r"The key file .*x.key holds no key"):
        feedback_key("", store_address(f"sqlite:///{tmp_path}/x.sqlite3"))
    assert (tmp_path / "x.key").read_text() == content


def test_a_key_file_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"The key file .*: Not a directory"):
        feedback_key("", store_address(f"sqlite:///{tmp_path}/file/x.sqlite3"))


def test_with_postgresql_a_missing_key_is_told_with_how_to_make_one():
    with pytest.raises(SettingsError, match=r"^VERBATIM_FEEDBACK__KEY: missing.*token_hex"):
        feedback_key("", store_address("postgresql://host/x"))
