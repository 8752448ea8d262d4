"""Many questions for a long while over Slack's HTTP: how long answers take, what is lost, memory.

    python benchmarks/soak.py [--rate 200] [--count 100000]

The bot runs as people run it, in a process of its own with its store in a file; this process is
Slack and the people of many workspaces. Times are milliseconds from sending a signed mention to the
arrival of its answer. Printed for each stretch: median, 99th percentile and longest, then resident
memory; at the end, what was lost or answered twice, and how far memory moved once all was warm.
"""

import argparse
import asyncio
import hashlib
import hmac
import io
import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from socket import socket

import aiohttp
from aiohttp import web

SECRET, TOKEN = "soak-secret", "xoxb-soak"
WORKSPACES, CHANNELS, PEOPLE = 1_000, 5, 20
QUESTIONS = (
    "which countries took part?",
    "paragraph 4",
    "nurturing networks to share best practices",
    "what about the next summit in France?",
    "how do zeppelins cross the sea?",
    "wer hat unterschrieben?",
)
STRETCH = 60.0
"""Seconds that one line of the table covers."""
SETTLED = 0.1
"""Share of the questions after which memory is taken for warm."""


@dataclass
class Slack:
    """As much of Slack as a mention needs; it keeps when each was sent and answered."""

    sent: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    refused: int = 0

    async def api(self, request: web.Request) -> web.Response:
        """Answer a call of the Web API."""
        method = request.match_info["method"]
        body = await request.json() if request.content_type == "application/json" else {}
        if method == "auth.test":
            facts = {"user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T0", "team": "Soak"}
            return web.json_response({"ok": True, "url": "https://soak.slack.com/", **facts})
        if method == "chat.postMessage":
            question = body["thread_ts"]
            self.answers[question] += 1
            self.answered.setdefault(question, time.perf_counter())
        return web.json_response({"ok": True, "ts": f"{time.time():.6f}"})

    async def ask(self, session: aiohttp.ClientSession, address: str, number: int) -> None:
        """Send one mention, signed, as Slack does."""
        body = json.dumps(mention(number)).encode()
        stamp = str(int(time.time()))
        digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest.hexdigest()}",
        }
        self.sent[timestamp(number)] = time.perf_counter()
        async with session.post(address, data=io.BytesIO(body), headers=headers) as response:
            self.refused += response.status != HTTPStatus.OK


def timestamp(number: int) -> str:
    """Return how Slack would name the message with a number."""
    return f"{1_790_000_000 + number // 1_000_000}.{number % 1_000_000:06}"


def mention(number: int) -> dict[str, object]:
    """Return a mention by one of many people, in one of many workspaces."""
    team = number % WORKSPACES
    event = {
        "type": "app_mention",
        "user": f"U{team:04}{number // WORKSPACES % PEOPLE:02}",
        "text": f"<@U0BOT> {QUESTIONS[number % len(QUESTIONS)]}",
        "channel": f"C{team:04}{number % CHANNELS}",
        "ts": timestamp(number),
    }
    return {
        "type": "event_callback",
        "event_id": f"Ev{number}",
        "team_id": f"T{team:04}",
        "api_app_id": "A0",
        "authorizations": [{"team_id": f"T{team:04}", "user_id": "U0BOT", "is_bot": True}],
        "event": event,
    }


@asynccontextmanager
async def bot(api_url: str, port: int, folder: str):
    """Start the bot, wait until it listens, and stop it afterwards."""
    environment = {
        **os.environ,
        "VERBATIM_SLACK__BOT_TOKEN": TOKEN,
        "VERBATIM_SLACK__SIGNING_SECRET": SECRET,
        "VERBATIM_SLACK__API_URL": api_url,
        "VERBATIM_SLACK__PORT": str(port),
        "VERBATIM_HEALTH__PORT": "0",
        "VERBATIM_STORE__URL": f"sqlite+aiosqlite:///{folder}/soak.sqlite3",
        "VERBATIM_LOG__LEVEL": "WARNING",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment
    )
    try:
        await listening(port)
        yield process
    finally:
        process.terminate()
        await process.wait()


async def listening(port: int) -> None:
    """Wait until something listens on a port."""
    async with asyncio.timeout(60):
        while True:
            with socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            await asyncio.sleep(0.05)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def resident(pid: int) -> int:
    """Return a process's resident memory, in KiB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


async def load(slack: Slack, address: str, pid: int, rate: float, count: int) -> list[int]:
    """Ask at a steady rate, print a line for each stretch, and return memory at each line."""
    memory = [resident(pid)]
    print(f"{'asked':>8}{'p50 ms':>9}{'p99 ms':>9}{'longest':>9}{'KiB':>9}")
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        start = time.perf_counter()
        under_way: set[asyncio.Task[None]] = set()
        for stretch in stretches(count, int(rate * STRETCH)):
            for number in stretch:
                await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
                task = asyncio.create_task(slack.ask(session, address, number))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
            await asyncio.gather(*under_way)
            await answered(slack, stretch[-1] + 1)
            memory.append(resident(pid))
            print(line(slack, stretch, memory[-1]), flush=True)
    return memory


def stretches(count: int, size: int) -> list[range]:
    """Return the numbers of the questions, by stretch."""
    return [range(start, min(count, start + size)) for start in range(0, count, size)]


async def answered(slack: Slack, count: int, seconds: float = 10.0) -> None:
    """Wait until all are answered, or until it has been so long that the rest is lost."""
    for _ in range(int(seconds / 0.02)):
        if len(slack.answered) >= count:
            return
        await asyncio.sleep(0.02)


def line(slack: Slack, stretch: range, memory: int) -> str:
    """Return a line of the table."""
    times = sorted(
        slack.answered[ts] - slack.sent[ts]
        for ts in map(timestamp, stretch)
        if ts in slack.answered
    )
    late = times[min(len(times) - 1, int(0.99 * len(times)))]
    shown = [1000 * value for value in (statistics.median(times), late, times[-1])]
    return f"{stretch[-1] + 1:>8}" + "".join(f"{ms:>9.1f}" for ms in shown) + f"{memory:>9}"


async def main(rate: float, count: int) -> None:
    """Run Slack and the bot, and print what became of the questions."""
    slack = Slack()
    application = web.Application()
    application.router.add_post("/api/{method}", slack.api)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api_url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        async with bot(api_url, port, folder) as process:
            address = f"http://127.0.0.1:{port}/slack/events"
            memory = await load(slack, address, process.pid, rate, count)
    await runner.cleanup()
    lost = count - len(slack.answered)
    twice = sum(times - 1 for times in slack.answers.values())
    print(f"lost {lost}, answered twice {twice}, refused {slack.refused}")
    warm = memory[max(1, int(len(memory) * SETTLED)) :]
    print(f"memory once warm: {min(warm)} to {max(warm)} KiB, {max(warm) / min(warm) - 1:+.1%}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=200, help="questions a second")
    parser.add_argument("--count", type=int, default=100_000, help="questions in all")
    given = parser.parse_args()
    asyncio.run(main(given.rate, given.count))
