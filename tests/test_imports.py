"""Importing any module does nothing, and the command line imports only what it needs."""

import json
import pkgutil
import subprocess
import sys

import pytest

import bot

MODULES = sorted(module.name for module in pkgutil.walk_packages(bot.__path__, "bot."))

IMPORT_ALL = """
import logging, sys, threading
opened = []
sys.addaudithook(lambda event, args: opened.append(event) if event.startswith("socket.") else None)
before = dict(__import__("os").environ)
from importlib import import_module
for name in sys.argv[1:]:
    import_module(name)
import asyncio, json, os
print(json.dumps({
    "threads": [thread.name for thread in threading.enumerate()],
    "handlers": [repr(handler) for handler in logging.getLogger().handlers],
    "level": logging.getLogger().level,
    "sockets": [event for event in opened if event in ("socket.connect", "socket.bind")],
    "environment": dict(os.environ) == before,
}))
"""

TOP_LEVEL_MODULES = """
import sys
from importlib import import_module
import_module(sys.argv[1])
print(*{name.partition(".")[0] for name in sys.modules})
"""


def run_python(code, *arguments, folder):
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stderr == ""
    return result.stdout


def test_importing_every_module_has_no_effect(tmp_path):
    names = [name for name in MODULES if not name.endswith("__main__")]
    state = json.loads(run_python(IMPORT_ALL, *names, folder=tmp_path))
    assert state == {
        "threads": ["MainThread"],
        "handlers": [],
        "level": 30,
        "sockets": [],
        "environment": True,
    }
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("module", "unneeded"),
    [
        (
            "bot.cli",
            {"discord", "slack_bolt", "slack_sdk", "aiohttp", "numpy", "rich", "rank_bm25",
             "pydantic", "sqlalchemy", "alembic"},
        ),
        ("bot.dispatcher", {"discord", "slack_bolt", "aiohttp", "numpy", "rich", "pydantic"}),
        (
            "bot.app",
            {"discord", "slack_bolt", "slack_sdk", "aiohttp", "rich", "sqlalchemy", "alembic"},
        ),
    ],
)  # fmt: skip
def test_a_module_does_not_import_what_it_may_not_need(module, unneeded, tmp_path):
    imported = set(run_python(TOP_LEVEL_MODULES, module, folder=tmp_path).split())
    assert imported & unneeded == set()


@pytest.mark.parametrize("name", ["bot", *MODULES])
def test_a_module_says_in_a_line_what_it_is_for(name):
    if name.endswith("__main__"):
        return
    module = __import__(name, fromlist=["_"])
    assert module.__doc__
    assert module.__doc__.splitlines()[0].strip()
