"""Logs on standard error, without secrets and without what somebody wrote."""

from bot.logs.lines import JsonFormatter, TextFormatter, configure_logs

__all__ = ["JsonFormatter", "TextFormatter", "configure_logs"]
