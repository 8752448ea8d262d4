"""A command line, and a Slack of our own that calls the bot over HTTP."""

from tests.cli.conftest import verbatim
from tests.platforms.slack.conftest import _no_proxy, http_access, http_bot, payloads, slack

__all__ = ["_no_proxy", "http_access", "http_bot", "payloads", "slack", "verbatim"]
