"""Several processes and one store; a process that is killed."""

import asyncio
import signal

from tests.storage.databases import rows, verdicts, worker


async def test_processes_that_start_at_once_make_the_tables_once(url):
    async def start():
        async with worker("open", url) as process:
            output, errors = await process.communicate()
            return process.returncode, output, errors

    for code, output, errors in await asyncio.gather(*(start() for _ in range(3))):
        assert (code, output, errors) == (0, b"True\n", b"")
    assert len(await rows(url, "SELECT version_num FROM alembic_version")) == 1


async def test_of_two_processes_one_wins_each_event(url):
    async with worker("claim", url) as one, worker("claim", url) as other:
        for process in (one, other):
            assert await process.stdout.readline() == b"ready\n"
        for process in (one, other):
            process.stdin.write(b"\n")
        won = [(await process.stdout.readline()).split() for process in (one, other)]
    assert sorted(map(int, won[0] + won[1])) == list(range(500))


async def test_nothing_that_was_acknowledged_is_lost_with_a_killed_process(url):
    async with worker("record", url) as process:
        for _ in range(30):
            await process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        rest, errors = await process.communicate()
    assert errors == b""
    acknowledged = {30, *map(int, rest.split())}
    kept = {int(verdict.paragraph.partition("#")[2]) for verdict in await verdicts(url)}
    assert max(acknowledged) <= max(kept)
    assert kept == set(range(1, max(kept) + 1))
