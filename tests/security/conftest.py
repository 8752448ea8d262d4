"""A command line, and a Slack of our own that calls the bot over HTTP."""

from tests.cli.conftest import verbatim
from tests.platforms.slack.conftest import _no_proxy, http_access, http_bot, payloads, slack
from tests.storage.conftest import any_url, postgres_url, sqlite_url, store

__all__ = [
    "_no_proxy",
    "any_url",
    "http_access",
    "http_bot",
    "payloads",
    "postgres_url",
    "slack",
    "sqlite_url",
    "store",
    "verbatim",
]
