"""How long a mention waits for its answer, against a bare discord.py client that replies "ok".

    python benchmarks/discord_latency.py

Both clients are processes of their own, each at a local server in this process, asked in turn.
Measured is the time from the MESSAGE_CREATE frame leaving the server to the complete POST arriving.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.discord_server import DiscordServer  # noqa: E402 - the checkout is no package

QUESTIONS = (
    "which countries took part?",
    "para 4",
    "what is said about the OECD?",
    "do they want interoperability between governance frameworks?",
    "how do zeppelins cross the sea?",
    "what will the network of institutes share?",
)
CLIENTS = {
    "bare": (str(ROOT / "benchmarks" / "bare_client.py"),),
    "verbatim": ("-m", "bot", "run"),
}
WARM_UP = 60
UNHINDERED = {
    "VERBATIM_LOG__LEVEL": "ERROR",
    "VERBATIM_HEALTH__PORT": "0",
    "VERBATIM_LIMITS__USER_AT_ONCE": "0",
    "VERBATIM_LIMITS__SPACE_AT_ONCE": "0",
    "VERBATIM_LIMITS__UNDER_WAY": "0",
}
"""One person asks all the questions, and two processes run at the same time."""


@dataclass
class Client:
    """A client under measurement, its server, and the milliseconds that it took."""

    name: str
    server: DiscordServer
    process: asyncio.subprocess.Process
    times: dict[int, list[float]] = field(default_factory=dict)
    lost: int = 0
    rest: int = 0


async def started(name: str, server: DiscordServer, folder: str) -> Client:
    """Start a client, and wait until it is connected and its memory has settled."""
    names = {"VERBATIM_DISCORD__TOKEN": server.token, "VERBATIM_DISCORD__API_URL": server.api_url}
    names["VERBATIM_STORE__URL"] = f"sqlite:///{folder}/store.sqlite3"
    environment = {**os.environ, **UNHINDERED, **names}
    command = [sys.executable, *CLIENTS[name]]
    process = await asyncio.create_subprocess_exec(*command, env=environment, cwd=ROOT)
    await server.gateway.wait_for(identified=1)
    await asyncio.sleep(3)
    return Client(name, server, process, rest=resident(process.pid))


def resident(pid: int) -> int:
    """Return a process's resident memory, in KiB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


async def asked(client: Client, rate: int, count: int) -> list[float]:
    """Ask so many questions at so many a second; return the milliseconds of each answer."""
    server = client.server
    before, first = len(server.board.seen), len(server.rest.requests)
    start = time.perf_counter()
    for number in range(count):
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        await server.asks(QUESTIONS[number % len(QUESTIONS)])
    try:
        await server.board.wait(before + count, seconds=30)
    except TimeoutError:
        client.lost += before + count - len(server.board.seen)
    arrived = zip(server.rest.requests[first:], server.rest.arrived[first:], strict=True)
    return [
        (at - server.gateway.left[str(body["message_reference"]["message_id"])]) * 1000
        for (_, _, body), at in arrived
    ]


def percentile(times: list[float], share: float) -> float:
    """Return the value below which a share of the times lies."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def line(rate: int, bare: list[float], ours: list[float]) -> str:
    """Return a line of the table: medians and 99th percentiles, and their ratios."""
    b50, o50 = statistics.median(bare), statistics.median(ours)
    b99, o99 = percentile(bare, 0.99), percentile(ours, 0.99)
    return (
        f"{rate:>6}  {len(ours):>5}  {b50:>8.2f} {o50:>8.2f} {o50 / b50:>6.2f}"
        f"  {b99:>8.2f} {o99:>8.2f} {o99 / b99:>6.2f}"
    )


async def measure(rates: list[int], seconds: float, rounds: int) -> None:
    """Measure both clients in turn, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        await measure_in(folder, rates, seconds, rounds)


async def measure_in(folder: str, rates: list[int], seconds: float, rounds: int) -> None:
    """Measure with a store in a folder."""
    async with DiscordServer() as first, DiscordServer() as second:
        bare = await started("bare", first, folder)
        ours = await started("verbatim", second, folder)
        try:
            for client in (bare, ours):
                await asked(client, 50, WARM_UP)
            print("  rate  count  median:bare verbatim  ratio  p99:bare verbatim ratio  (ms)")
            for rate in rates:
                for _ in range(rounds):
                    for client in (bare, ours):
                        count = max(10, int(rate * seconds / rounds))
                        client.times.setdefault(rate, []).extend(await asked(client, rate, count))
                print(line(rate, bare.times[rate], ours.times[rate]), flush=True)
        finally:
            for client in (bare, ours):
                client.process.terminate()
                await client.process.wait()
    print(f"lost: bare {bare.lost}, verbatim {ours.lost}")
    ratio = ours.rest / bare.rest
    print(f"resident at rest: bare {bare.rest} KiB, verbatim {ours.rest} KiB, ratio {ratio:.2f}")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rates", type=int, nargs="+", default=[1, 20, 100])
    parser.add_argument("--seconds", type=float, default=20.0, help="for each rate and client")
    parser.add_argument("--rounds", type=int, default=2, help="turns in which they alternate")
    given = parser.parse_args()
    asyncio.run(measure(given.rates, given.seconds, given.rounds))


if __name__ == "__main__":
    main()
