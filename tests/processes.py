"""`verbatim run` as a process of its own, with the local Discord and the local Slack."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.discord_server import DiscordServer
from tests.slack_server import SlackServer
from tests.slack_server.server import APP_TOKEN, BOT_TOKEN
from tests.sources import source_of, write_corpus
from tests.waiting import PATIENCE, until


class Bot:
    """A running process: its log as it grows, its health pages, its end."""

    def __init__(
        self, process: asyncio.subprocess.Process, port: int, session: aiohttp.ClientSession
    ) -> None:
        self.process = process
        self.port = port
        self.lines: list[str] = []
        self._session = session
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr
        async for line in self.process.stderr:
            self.lines.append(line.decode().rstrip("\n"))

    @property
    def log(self) -> str:
        return "\n".join(self.lines)

    async def logs(self, phrase: str, seconds: float = PATIENCE) -> None:
        """Wait until a phrase stands in the log."""
        await until(lambda: phrase in self.log, seconds)

    async def get(self, path: str) -> tuple[int, Any]:
        """Return status and content of a health page; 0 where nobody listens."""
        try:
            async with self._session.get(f"http://127.0.0.1:{self.port}{path}") as response:
                is_json = response.content_type == "application/json"
                return response.status, await (response.json() if is_json else response.text())
        except aiohttp.ClientError:
            return 0, None

    async def gives(self, path: str, status: int, seconds: float = PATIENCE) -> None:
        """Wait until a health page has a status."""

        async def given() -> bool:
            return (await self.get(path))[0] == status

        await until(given, seconds)

    async def ended(self, seconds: float = PATIENCE) -> int:
        """Wait for the end; return the exit code."""
        async with asyncio.timeout(seconds):
            code = await self.process.wait()
            await self._reading
        assert "Traceback" not in self.log
        return code


@asynccontextmanager
async def running(port: int, environment: dict[str, str]) -> AsyncIterator[Bot]:
    """Start the bot; it is killed where a test leaves it running.

    It has a store of its own, and nine short paragraphs: indexing them takes no time.
    """
    kept = {name: value for name, value in os.environ.items() if "VERBATIM" not in name}
    with tempfile.TemporaryDirectory() as folder:
        lines = (f"{number}. Rules of kind {number} apply." for number in range(1, 10))
        corpus = write_corpus(Path(folder) / "corpus", source_of("\n\n".join(lines)))
        own = {
            "VERBATIM_CORPUS_DIR": str(corpus),
            "VERBATIM_HEALTH__PORT": str(port),
            "VERBATIM_STORE__URL": f"sqlite:///{folder}/verbatim.sqlite3",
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env=kept | own | environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        async with aiohttp.ClientSession() as session:
            bot = Bot(process, port, session)
            try:
                yield bot
            finally:
                if process.returncode is None:
                    process.kill()
                await bot.ended()


def with_discord(server: DiscordServer) -> dict[str, str]:
    """Return the settings for a local Discord."""
    return {"VERBATIM_DISCORD__TOKEN": server.token, "VERBATIM_DISCORD__API_URL": server.api_url}


def with_slack(server: SlackServer) -> dict[str, str]:
    """Return the settings for a local Slack, over Socket Mode."""
    return {
        "VERBATIM_SLACK__BOT_TOKEN": BOT_TOKEN,
        "VERBATIM_SLACK__APP_TOKEN": APP_TOKEN,
        "VERBATIM_SLACK__API_URL": server.api_url,
        "NO_PROXY": "127.0.0.1",
    }
