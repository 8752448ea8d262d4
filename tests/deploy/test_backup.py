"""A backup that is made and put back as docs/deploy.md says holds what was there."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest
from sqlalchemy.engine import make_url

from bot.domain.storage import SpaceSettings
from bot.storage.address import store_address
from bot.storage.database import Database
from bot.storage.sql import SqlStore
from tests.deploy.files import CHECKOUT
from tests.storage.conftest import postgres_url, sqlite_url

__all__ = ["postgres_url", "sqlite_url"]
GUIDE = (CHECKOUT / "docs/deploy.md").read_text(encoding="utf-8")
CHOSEN = SpaceSettings(default_document="kept")
IN_CONTAINER = "/var/lib/verbatim/"


async def opened(url):
    store = SqlStore(Database(store_address(url)))
    await store.open()
    return store


async def kept_in(url):
    store = await opened(url)
    try:
        return await store.space_settings("space")
    finally:
        await store.close()


async def test_a_file_is_copied_while_the_bot_runs_by_the_line_of_the_guide(sqlite_url, tmp_path):
    (line,) = re.findall(r"^docker exec verbatim (python -c .*VACUUM INTO.*)$", GUIDE, re.MULTILINE)
    program = shlex.split(line)[2].replace(IN_CONTAINER, f"{tmp_path}/")
    store = await opened(sqlite_url)
    await store.save_space_settings("space", CHOSEN)
    run([sys.executable, "-c", program])
    await store.save_space_settings("space", SpaceSettings(default_document="later"))
    await store.close()
    assert await kept_in(f"sqlite+aiosqlite:///{tmp_path / 'backup.sqlite3'}") == CHOSEN


async def test_the_program_sqlite3_copies_a_file_too(sqlite_url, tmp_path):
    if shutil.which("sqlite3") is None:
        pytest.skip("there is no sqlite3 here")
    (statement,) = re.findall(r'^sqlite3 \S+ "(VACUUM INTO \')', GUIDE, re.MULTILINE)
    copy = tmp_path / "copy.sqlite3"
    store = await opened(sqlite_url)
    await store.save_space_settings("space", CHOSEN)
    run(["sqlite3", str(tmp_path / "verbatim.sqlite3"), f"{statement}{copy}'"])
    await store.close()
    assert await kept_in(f"sqlite+aiosqlite:///{copy}") == CHOSEN


async def test_postgresql_is_dumped_while_the_bot_runs_and_restored_over_what_came_later(
    postgres_url, tmp_path
):
    if shutil.which("pg_dump") is None or shutil.which("pg_restore") is None:
        pytest.skip("there is no pg_dump here")
    url = make_url(postgres_url)
    place = {
        "PGHOST": url.host or "",
        "PGPORT": str(url.port or 5432),
        "PGUSER": url.username or "",
    }
    environment = os.environ | place | {"PGPASSWORD": url.password or ""}
    name, dump = str(url.database), tmp_path / "verbatim.dump"
    store = await opened(postgres_url)
    await store.save_space_settings("space", CHOSEN)
    run(options_of("pg_dump"), f"--file={dump}", name, environment=environment)
    await store.save_space_settings("space", SpaceSettings(default_document="later"))
    await store.close()
    run(options_of("pg_restore"), f"--dbname={name}", str(dump), environment=environment)
    assert await kept_in(postgres_url) == CHOSEN


def options_of(program):
    """Return a program of the guide's with its options, but those that name a database."""
    (line,) = re.findall(rf"^docker compose exec -T database ({program} .*)$", GUIDE, re.MULTILINE)
    words = shlex.split(re.split(" [<>]", line)[0])
    return [
        word
        for word in words
        if not word.startswith(("--username", "--dbname")) and word != "verbatim"
    ]


def run(command, *more, environment=None):
    result = subprocess.run(
        [*command, *more], env=environment, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
