"""What `run` puts together, in this process."""

import asyncio
import os
import signal

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app.running import run
from bot.settings import DiscordSettings, HealthSettings, Settings
from tests.app.places import Place
from tests.sources import source_of, write_corpus
from tests.waiting import PATIENCE, until


@pytest.fixture
def place(monkeypatch):
    """The only platform, in memory."""
    place = Place("place")
    monkeypatch.setattr("bot.app.running.build_platforms", lambda *_: [place])
    return place


@pytest.mark.usefixtures("place")
async def test_health_pages_are_there_as_long_as_the_process_serves(unused_tcp_port, tmp_path):
    folder = write_corpus(tmp_path / "corpus", source_of("1. Alpha rules apply."))
    settings = Settings(
        health=HealthSettings(port=unused_tcp_port),
        corpus_dir=folder,
        discord=DiscordSettings(token=SecretStr("any")),
    )
    running = asyncio.create_task(run(settings))
    async with aiohttp.ClientSession(f"http://127.0.0.1:{unused_tcp_port}") as session:

        async def status(path):
            try:
                async with session.get(path) as response:
                    return response.status
            except aiohttp.ClientError:
                return 0

        async def is_ready():
            return await status("/readyz") == 200

        await until(is_ready)
        assert [await status(f"/readyz/{part}") for part in ("place", "corpus")] == [200, 200]
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(running, PATIENCE) is True
        assert await status("/readyz") == 0


async def test_nothing_is_run_where_nothing_is_configured():
    assert await run(Settings()) is False
