"""What `verbatim run` with Discord holds in memory at rest, against a bare discord.py client.

    python benchmarks/memory.py [--rounds 3]

Each client is a process of its own at a local server; told is the median of its resident memory,
3 s after it has identified. The bare client is measured with more and more of the libraries that
ours stands on, imported and not used: what no change of ours can go below.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from pathlib import Path

from discord_latency import CLIENTS, ROOT, UNHINDERED, resident

sys.path.insert(0, str(ROOT))

from tests.discord_server import DiscordServer

NAMED = ("rank_bm25", "pydantic_settings")
STORE = ("sqlalchemy.ext.asyncio", "sqlalchemy.dialects.sqlite", "aiosqlite")
OTHERS = ("Stemmer", "click", "prometheus_client", "platformdirs")
FLOORS = {
    "bare": (),
    "+ rank_bm25, pydantic-settings": NAMED,
    "+ SQLAlchemy, aiosqlite": NAMED + STORE,
    "+ PyStemmer, click, prometheus-client, platformdirs": NAMED + STORE + OTHERS,
}


def with_imports(modules: tuple[str, ...]) -> tuple[str, ...]:
    """Return the arguments of a bare client that imports some modules first."""
    imports = "".join(f"import {module}\n" for module in modules)
    (client,) = CLIENTS["bare"]
    return ("-c", f"{imports}import runpy\nrunpy.run_path({client!r}, run_name='__main__')")


async def rest(arguments: tuple[str, ...], folder: Path) -> int:
    """Start a client with its store in a folder; return its resident memory at rest, in KiB."""
    async with DiscordServer() as server:
        environment = {
            **os.environ,
            **UNHINDERED,
            "VERBATIM_DISCORD__TOKEN": server.token,
            "VERBATIM_DISCORD__API_URL": server.api_url,
            "VERBATIM_STORE__URL": f"sqlite:///{folder}/store.sqlite3",
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=environment, cwd=ROOT
        )
        try:
            await server.gateway.wait_for(identified=1)
            await asyncio.sleep(3)
            return resident(process.pid)
        finally:
            process.terminate()
            await process.wait()


async def measure(rounds: int) -> dict[str, list[int]]:
    """Return the KiB of each client, measured in turn."""
    found: dict[str, list[int]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for floor, modules in FLOORS.items():
                found.setdefault(floor, []).append(await rest(with_imports(modules), folder))
            for start in ("verbatim, which makes its tables", "verbatim, which finds them"):
                found.setdefault(start, []).append(await rest(CLIENTS["verbatim"], folder))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    found = asyncio.run(measure(parser.parse_args().rounds))
    bare = statistics.median(found["bare"])
    for client, kibibytes in found.items():
        middle = statistics.median(kibibytes)
        print(f"{client:<52}{middle * 1024 / 1e6:>7.1f} MB{middle / bare:>6.2f}")


if __name__ == "__main__":
    main()
