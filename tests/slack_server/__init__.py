"""A Slack of our own on this machine: Web API, Socket Mode, response_url, signed requests."""

from tests.slack_server.payloads import Payloads
from tests.slack_server.server import Call, Fault, SlackServer

__all__ = ["Call", "Fault", "Payloads", "SlackServer"]
