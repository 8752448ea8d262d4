"""PostgreSQL that stops, starts, hangs, or refuses."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy.engine import make_url

from bot.domain.errors import StoreError
from bot.domain.storage import SpaceSettings
from bot.storage.address import store_address
from bot.storage.database import Database
from bot.storage.failures import StoreUnreachableError
from bot.storage.sql import Pace, SqlStore
from tests.storage.conftest import BACK, GONE, QUICK, on_server
from tests.storage.databases import PostgresServer, rows, verdicts
from tests.storage.verdicts import ALL_CHOSEN, VERDICT
from tests.waiting import until


@pytest.fixture
def server(unused_tcp_port) -> Iterator[PostgresServer]:
    """A server of one's own, not yet started, in a folder that any user may enter."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        one = PostgresServer(Path(folder), unused_tcp_port)
        yield one
        one.remove()


@asynccontextmanager
async def opened(url: str, **more) -> AsyncIterator[SqlStore]:
    """A store that is open."""
    store = SqlStore(Database(store_address(url)), **{"pace": QUICK} | more)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


class Load:
    """Claims and verdicts, one after the other, until it is stopped."""

    def __init__(self, store: SqlStore) -> None:
        self.kept = 0
        self.claimed: list[str] = []
        self._store = store
        self._stopped = False
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while not self._stopped:
            number = len(self.claimed)
            assert await self._store.claim_event(f"e{number}")
            assert not await self._store.claim_event(f"e{number}")
            self.claimed.append(f"e{number}")
            verdict = replace(VERDICT, paragraph=f"d#{number}", at=datetime.now(UTC))
            self.kept += await self._store.record_feedback(verdict)
            assert await self._store.space_settings("T1") == ALL_CHOSEN
            await asyncio.sleep(0.002)

    async def end(self) -> None:
        """Stop; raises what went wrong."""
        self._stopped = True
        await self._task


async def test_a_server_that_stops_and_starts_under_load_loses_nothing(server, said):
    failures = []
    await server.start()
    async with opened(server.url, on_failure=failures.append) as store:
        assert await store.save_space_settings("T1", ALL_CHOSEN)
        load = Load(store)
        await until(lambda: load.kept > 20)
        await server.stop()
        await until(lambda: store.outage.is_on)
        kept = load.kept
        before = len(load.claimed)
        await until(lambda: len(load.claimed) > before + 50)
        assert load.kept == kept
        assert not await store.ping()
        assert not await store.save_space_settings("T2", SpaceSettings(also_limit=1))
        with pytest.raises(StoreError, match="cannot be reached"):
            await store.forget_user("somebody")
        with pytest.raises(StoreError):
            await store.spending.share({"u1": 1.0})
        await server.start()
        await until(store.ping)
        await until(lambda: load.kept > kept + 20)
        await load.end()
        assert said() == [GONE, BACK]
        assert set(failures) >= {"forget"}
    numbers = {verdict.paragraph for verdict in await verdicts(server.url)}
    assert numbers == {f"d#{i}" for i in range(len(load.claimed))}
    events = {row[0] for row in await rows(server.url, "SELECT id FROM events")}
    assert events == set(load.claimed)
    assert await rows(server.url, "SELECT also_limit FROM space_settings WHERE space = 'T2'") == [
        (1,)
    ]


async def test_a_server_that_is_not_there_at_the_start_is_used_as_soon_as_it_is(server, said):
    async with opened(server.url) as store:
        assert not await store.ping()
        assert await store.claim_event("e1")
        assert await store.space_settings("T1") == SpaceSettings()
        assert not await store.record_feedback(VERDICT)
        await server.start()
        await until(store.ping)
        assert said() == [GONE, BACK]
        assert await store.forget_user("u") == 1
        assert await rows(server.url, "SELECT id FROM events") == [("e1",)]


class Proxy:
    """Passes connections on to a server, or holds back all that is sent."""

    def __init__(self, url: str) -> None:
        self._target = make_url(url)
        self.passes = asyncio.Event()
        self.passes.set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = self._target.set(host="127.0.0.1", port=port).render_as_string(
            hide_password=False
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self.passes.set()
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader, writer) -> None:
        self._tasks.add(asyncio.current_task())
        host, port = self._target.host, self._target.port or 5432
        up_reader, up_writer = await asyncio.open_connection(host, port)
        try:
            await asyncio.gather(self._pass(reader, up_writer), self._pass(up_reader, writer))
        except OSError:
            pass
        finally:
            writer.close()
            up_writer.close()

    async def _pass(self, reader, writer) -> None:
        while data := await reader.read(65_536):
            await self.passes.wait()
            writer.write(data)
            await writer.drain()
        writer.close()


async def test_a_server_that_hangs_delays_one_answer_by_a_second_and_no_other(postgres_url, said):
    loop = asyncio.get_running_loop()
    async with Proxy(postgres_url) as proxy, opened(proxy.url, pace=Pace(refresh=100)) as store:
        await store.claim_event("e0")
        proxy.passes.clear()
        started = loop.time()
        assert not await store.ping()
        assert loop.time() - started < 1.3
        started = loop.time()
        assert await store.claim_event("e1")
        assert loop.time() - started < 1.3
        started = loop.time()
        for number in range(2, 100):
            assert await store.claim_event(f"e{number}")
            assert not await store.record_feedback(VERDICT)
        assert loop.time() - started < 0.5
        proxy.passes.set()
        await until(store.ping)
        assert said() == [GONE, BACK]
        assert len(await rows(postgres_url, "SELECT id FROM events")) == 100


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "nobody_of_this_name"}, "does not let the user in"),
        ({"database": "nothing_of_this_name"}, "has no database of this name"),
    ],
)
async def test_a_server_that_refuses_is_named_with_what_to_do(postgres_url, change, sentence):
    url = make_url(postgres_url).set(**change).render_as_string(hide_password=False)
    with pytest.raises(StoreError, match=sentence) as raised:
        async with opened(url):
            pass
    assert not isinstance(raised.value, StoreUnreachableError)
    assert str(raised.value).startswith("VERBATIM_STORE__URL: the PostgreSQL at 127.0.0.1/")


async def test_a_user_without_rights_is_told_so(postgres_url):
    url = make_url(postgres_url)
    name = f"poor_{url.database}"
    await on_server(f"CREATE ROLE {name} LOGIN")
    try:
        with pytest.raises(StoreError, match="does not let the user make or write tables"):
            async with opened(url.set(username=name).render_as_string(hide_password=False)):
                pass
    finally:
        await on_server(f"DROP ROLE {name}")
