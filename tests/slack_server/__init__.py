"""A Slack of our own on this machine: Web API, Socket Mode, response_url, signed requests."""

from slack_server.payloads import Payloads
from slack_server.server import Call, Fault, SlackServer

__all__ = ["Call", "Fault", "Payloads", "SlackServer"]
