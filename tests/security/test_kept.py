"""What is kept on the disk is its owner's alone."""

import os
import stat

import pytest

from bot.storage.address import store_address
from bot.storage.database import Database
from bot.storage.feedback_key import feedback_key
from bot.storage.sql import SqlStore


@pytest.mark.skipif(os.name != "posix", reason="files have no modes here")
async def test_the_files_of_the_store_are_their_owners_alone(tmp_path):
    before = os.umask(0)
    try:
        address = store_address(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'verbatim.sqlite3'}")
        feedback_key("", address)
        store = SqlStore(Database(address))
        await store.open()
        await store.claim_event("1")
        files = {
            one.name: stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "data").iterdir()
        }
        await store.close()
    finally:
        os.umask(before)
    assert {"verbatim.sqlite3", "verbatim.key"} <= set(files)
    assert all(mode & 0o077 == 0 for mode in files.values()), files
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) & 0o077 == 0
