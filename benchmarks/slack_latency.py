"""How fast a mention on Slack is acknowledged and answered, beside a bare Bolt app that says "ok".

    python benchmarks/slack_latency.py [--rates 1 20 100] [--seconds 10] [--rounds 5]

Both run in processes of their own, each against a Slack of its own on this machine, and are asked
in turn, several times at each rate, over Socket Mode and over HTTP. Times are milliseconds from
sending the event to its acknowledgement, and to the arrival of the answer at Slack. Lost and twice
have to be 0.
"""

import argparse
import asyncio
import os
import socket
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from http import HTTPStatus
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack_server import Payloads, SlackServer
from tests.slack_server.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

CHANNELS = [f"C{number:04}" for number in range(1, 21)]
QUESTIONS = (
    "which countries took part?",
    "paragraph 4",
    "nurturing networks to share best practices",
    "what about the next summit in France?",
)
WARM_UP, WARM_UP_RATE = 60, 50
COLUMNS = ("way", "rate", "app", "ack p50", "ack p99", "post p50", "post p99", "lost", "twice")


async def bare(way: str, api_url: str, port: int) -> None:
    """Run the bare app until it is killed."""

    client = AsyncWebClient(token=BOT_TOKEN, base_url=api_url)
    app = AsyncApp(client=client, signing_secret=SIGNING_SECRET)

    @app.event("app_mention")
    async def answer(event: dict, say) -> None:
        await say("ok", thread_ts=event["ts"])

    if way == "socket":
        await AsyncSocketModeHandler(app, APP_TOKEN).start_async()

    runner = web.AppRunner(app.web_app(port=port), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


@asynccontextmanager
async def app_process(app: str, way: str, slack: SlackServer, port: int):
    """Start one of the two apps, wait until it can be reached, and stop it afterwards."""
    if app == "bare":
        arguments = [__file__, "--bare", way, slack.api_url, str(port)]
    else:
        arguments = ["-m", "bot", "run"]
    key = {"VERBATIM_SLACK__APP_TOKEN": APP_TOKEN}
    if way == "http":
        key = {"VERBATIM_SLACK__SIGNING_SECRET": SIGNING_SECRET, "VERBATIM_SLACK__PORT": str(port)}
    folder = tempfile.TemporaryDirectory()  # a store that knows none of the events
    environment = {
        **os.environ,
        "VERBATIM_STORE__URL": f"sqlite:///{folder.name}/store.sqlite3",
        "VERBATIM_SLACK__BOT_TOKEN": BOT_TOKEN,
        "VERBATIM_SLACK__API_URL": slack.api_url,
        "VERBATIM_LOG__LEVEL": "ERROR",
        "VERBATIM_HEALTH__PORT": "0",
        "VERBATIM_LIMITS__USER_AT_ONCE": "0",  # one person asks all the questions
        "VERBATIM_LIMITS__SPACE_AT_ONCE": "0",
        "VERBATIM_LIMITS__UNDER_WAY": "0",
        **key,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await (slack.until(lambda: slack.open_sockets, 30) if way == "socket" else listening(port))
        yield
    finally:
        process.terminate()
        await process.wait()
        folder.cleanup()


async def listening(port: int) -> None:
    """Wait until something listens on a port."""
    async with asyncio.timeout(30):
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            await asyncio.sleep(0.05)


class Run:
    """Sends events at a rate to one app and keeps the times of what comes back."""

    def __init__(self, name: str, way: str) -> None:
        self.name = name
        self.slack = SlackServer(channels=set(CHANNELS))
        self.port = free_port()
        self._way = way
        self._address = f"http://127.0.0.1:{self.port}/slack/events"
        self._number = 0
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.slack.calls.clear()
        self.acks: list[float] = []
        self._sent: dict[str, float] = {}

    async def start(self) -> None:
        """Start the app's Slack."""
        await self.slack.start()
        self._payloads = Payloads(self.slack)

    async def send(self, rate: float, count: int) -> None:
        """Send so many events at so many a second, and wait until all are acknowledged."""
        start = time.perf_counter()
        tasks = []
        for place in range(count):
            await asyncio.sleep(max(0.0, start + place / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(self._send_one()))
        await asyncio.gather(*tasks)

    async def _send_one(self) -> None:
        self._number += 1
        question = QUESTIONS[self._number % len(QUESTIONS)]
        event = self._payloads.mention(question, channel=CHANNELS[self._number % len(CHANNELS)])
        sent = self._sent[event["event"]["ts"]] = time.perf_counter()
        if self._way == "http":
            status, _ = await self.slack.deliver(self._address, event)
            if status != HTTPStatus.OK:
                raise RuntimeError(f"not acknowledged: {status}")
            self.acks.append(time.perf_counter() - sent)
        else:
            envelope = await self.slack.emit("events_api", event)
            await self.slack.until(lambda: envelope in self.slack.acks, 30)
            self.acks.append(self.slack.acks[envelope][0] - sent)

    async def answered(self) -> None:
        """Wait until all is answered; what is not after ten seconds is lost."""
        with suppress(TimeoutError):
            await self.slack.until(lambda: len(self.slack.posts) >= len(self._sent), 10)
        await asyncio.sleep(0.2)

    def row(self, rate: float) -> dict[str, object]:
        """Return a row of the table: times, and how many were lost and given twice."""
        calls = [call for call in self.slack.calls if call.method == "chat.postMessage"]
        answers = Counter(call.payload["thread_ts"] for call in calls)
        first = {call.payload["thread_ts"]: call.at for call in reversed(calls)}
        times = [first[ts] - sent for ts, sent in self._sent.items() if ts in first]
        lost, twice = len(self._sent) - len(first), sum(n - 1 for n in answers.values())
        acks, posts = quantiles(self.acks), quantiles(times)
        values = [self._way, f"{rate:g}/s", self.name, *acks, *posts, lost, twice]
        return dict(zip(COLUMNS, values, strict=True))


async def compare(way: str, rates: list[float], seconds: float, rounds: int) -> None:
    """Ask both apps in turn at each rate; print two lines for each."""
    runs = [Run(name, way) for name in ("bare", "verbatim")]
    async with AsyncExitStack() as stack:
        for run in runs:
            await run.start()
            stack.push_async_callback(run.slack.stop)
            await stack.enter_async_context(app_process(run.name, way, run.slack, run.port))
            await run.send(WARM_UP_RATE, WARM_UP)
            await run.answered()
        for rate in rates:
            for run in runs:
                run.forget()
            for _ in range(rounds):
                for run in runs:
                    await run.send(rate, max(3, int(rate * seconds / rounds)))
                    await run.answered()
            show(*(run.row(rate) for run in runs))


def show(bare_row: dict[str, object], our_row: dict[str, object]) -> None:
    """Print both apps' rows, with the ratio of the medians to the answer."""
    ratio = float(str(our_row["post p50"])) / float(str(bare_row["post p50"]))
    for row, end in ((bare_row, ""), (our_row, f"{ratio:9.2f}")):
        print(" ".join(f"{row[column]:>9}" for column in COLUMNS), end, flush=True)


def quantiles(seconds: list[float]) -> tuple[float, float]:
    """Return the median and the 99th percentile in milliseconds."""
    ordered = sorted(seconds)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return round(statistics.median(ordered) * 1000, 2), round(last * 1000, 2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def main(rates: list[float], seconds: float, rounds: int) -> None:
    """Print the table."""
    print(" ".join(f"{column:>9}" for column in COLUMNS), "    ratio")
    for way in ("socket", "http"):
        await compare(way, rates, seconds, rounds)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        asyncio.run(bare(sys.argv[2], sys.argv[3], int(sys.argv[4])))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rates", nargs="+", type=float, default=[1, 20, 100])
    parser.add_argument("--seconds", type=float, default=10, help="for each rate and app")
    parser.add_argument("--rounds", type=int, default=5, help="turns in which they alternate")
    given = parser.parse_args()
    asyncio.run(main(given.rates, given.seconds, given.rounds))
