"""A test's database, seen past the store; a PostgreSQL server of its own; processes."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.storage import Feedback
from bot.storage.address import store_address
from bot.storage.database import Database

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def database(url: str) -> AsyncIterator[Database]:
    """A database to look into."""
    one = Database(store_address(url))
    try:
        yield one
    finally:
        await one.close()


async def rows(url: str, query: str) -> list[tuple]:
    """Read from a test's database."""
    async with database(url) as one, one.engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(text(query))]


async def execute(url: str, statement: str, **values: object) -> None:
    """Write into a test's database."""
    async with database(url) as one, one.engine.connect() as connection:
        await connection.execute(text(statement), values)


async def verdicts(url: str) -> list[Feedback]:
    """Return the verdicts that are kept, in the order of time."""
    async with database(url) as one:
        return [
            Feedback(r.paragraph, r.helpful, r.platform, r.space, r.user, r.at, r.wanted)
            for r in await one.verdicts()
        ]


@asynccontextmanager
async def worker(what: str, url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process of its own that uses the store; it is killed in the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.storage.worker",
        what,
        url,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


class PostgresServer:
    """A server of PostgreSQL's, started and stopped at will."""

    def __init__(self, folder: Path, port: int) -> None:
        self.url = f"postgresql+asyncpg://postgres@127.0.0.1:{port}/postgres"
        self._data = folder / "data"
        self._log = folder / "log"
        self._port = port
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "--no-sync")

    async def start(self) -> None:
        """Start, and wait until it takes connections."""
        options = f"-p {self._port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off"
        await asyncio.to_thread(self._control, "start", "-o", options, "-l", self._log)

    async def stop(self) -> None:
        """Stop at once, as after a crash."""
        await asyncio.to_thread(self._control, "stop", "-m", "immediate")

    def remove(self) -> None:
        """Stop where it runs."""
        if (self._data / "postmaster.pid").exists():
            self._control("stop", "-m", "immediate")

    def _control(self, *arguments: object) -> None:
        self._run("pg_ctl", "-D", self._data, "-w", *arguments)

    def _run(self, program: str, *arguments: object) -> None:
        path = shutil.which(program)
        if path is None:
            pytest.skip(f"{program} is not installed: a server that stops is not tested")
        subprocess.run(
            [path, *map(str, arguments)],
            user=self._user,
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
