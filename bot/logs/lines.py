"""A line of the log: a short phrase and its facts, as text or as a JSON object.

Errors are shown by their kind and the lines of code that they passed: their text may quote a
message, and so may what a library says below a warning.
"""

import json
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from bot.domain.answers import answer_id
from bot.domain.incidents import place_of
from bot.logs.redaction import Redaction

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
    "color_message",
}
OURS = "bot"
"""The logger of this project; all the others are libraries'."""
TALKATIVE = {"alembic": logging.INFO, "asyncio": logging.ERROR, "discord": logging.INFO}
"""Libraries whose INFO is worth reading and free of texts; of the others, warnings are kept.

In debug mode asyncio warns of slow callbacks with all that they were given.
"""


class TextFormatter(logging.Formatter):
    """A line for people: time, severity, phrase, facts."""

    def __init__(self, redaction: Redaction | None = None) -> None:
        super().__init__()
        self._redaction = redaction or Redaction()

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        facts = " ".join(f"{name}={_printed(value)}" for name, value in _facts(record).items())
        line = f"{_time(record)} {record.levelname:<7} {_phrase(record)} {facts}".rstrip()
        return self._redaction.apply(line)


class JsonFormatter(logging.Formatter):
    """A JSON object a line, for machines."""

    def __init__(self, redaction: Redaction | None = None) -> None:
        super().__init__()
        self._redaction = redaction or Redaction()

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        event: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "event": _phrase(record),
        }
        for name, value in _facts(record).items():
            event[f"{name}_" if name in event else name] = value
        safe = {name: self._safe(value) for name, value in event.items()}
        return json.dumps(safe, ensure_ascii=False)

    def _safe(self, value: object) -> object:
        """Return a fact without secrets; numbers stay numbers."""
        if value is None or isinstance(value, bool | int | float):
            return value
        return self._redaction.apply(str(value))


class _Reticence(logging.Filter):
    """Leaves out what a library says below a warning, where it may quote what somebody wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        library = record.name.partition(".")[0]
        return library == OURS or record.levelno >= TALKATIVE.get(library, logging.WARNING)


def configure_logs(level: str, form: Literal["text", "json"], secrets: Sequence[str] = ()) -> None:
    """Send the whole process's log to standard error, without `secrets`."""
    handler = logging.StreamHandler(sys.stderr)
    redaction = Redaction(secrets)
    handler.setFormatter(JsonFormatter(redaction) if form == "json" else TextFormatter(redaction))
    handler.addFilter(_Reticence())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _phrase(record: logging.LogRecord) -> str:
    """Return what is said, on one line."""
    return " ".join(record.getMessage().split())


def _facts(record: logging.LogRecord) -> dict[str, object]:
    """Return what a record says beside its phrase, with the id of the answer under way."""
    facts = {name: value for name, value in vars(record).items() if name not in _OWN}
    number = answer_id()
    if number:
        facts.setdefault("answer", number)
    error = record.exc_info[1] if record.exc_info else None
    facts |= place_of(error) if error else {}
    return {name: _fact(value) for name, value in facts.items()}


def _fact(value: object) -> object:
    """Return a fact that may be printed: an error's kind, as its text may quote a message."""
    return type(value).__name__ if isinstance(value, BaseException) else value


def _printed(value: object) -> str:
    """Return a fact for people: in quotation marks where it is no single word.

    What cannot be seen is spelled out: a terminal would obey it.
    """
    text = str(value)
    if text.isprintable():
        return json.dumps(text, ensure_ascii=False) if text.split() != [text] else text
    return json.dumps(text)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
