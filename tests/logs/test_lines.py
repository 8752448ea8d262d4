import json
import logging

import pytest

from bot.logs import JsonFormatter, TextFormatter, configure_logs

log = logging.getLogger("bot.sample")


@pytest.fixture
def logged(root_logger, capsys):
    """Configures the log and returns what one event makes of it on standard error."""

    def write(level, form, **arguments):
        configure_logs(level, form)
        log.warning("answer timed out", **arguments)
        captured = capsys.readouterr()
        assert captured.out == ""
        return captured.err

    return write


def test_a_line_for_people_has_time_severity_phrase_and_facts(logged):
    line = logged("INFO", "text", extra={"command": "ask", "seconds": 3})
    time, rest = line.split(" ", 1)
    assert rest == "WARNING answer timed out command=ask seconds=3\n"
    assert time.endswith("+00:00")


def test_a_line_for_machines_is_one_json_object(logged):
    line = logged("INFO", "json", extra={"command": "ask", "error": ValueError("x")})
    event = json.loads(line)
    assert event.pop("time").endswith("+00:00")
    assert event == {
        "level": "WARNING",
        "logger": "bot.sample",
        "event": "answer timed out",
        "command": "ask",
        "error": "x",
    }


def test_what_is_less_severe_than_the_level_is_left_out(logged):
    assert logged("ERROR", "text") == ""


def test_an_event_without_facts_ends_with_its_phrase(logged):
    assert logged("INFO", "text").endswith("answer timed out\n")


def test_configuring_twice_leaves_one_handler(root_logger):
    configure_logs("INFO", "text")
    configure_logs("INFO", "json")
    (handler,) = root_logger.handlers
    assert isinstance(handler.formatter, JsonFormatter)


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()])
def test_a_traceback_is_kept_where_an_event_has_one(formatter):
    error = ValueError("inner")
    info = (type(error), error, None)
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, "it failed", (), info)
    shown = formatter.format(record)
    assert "it failed" in shown
    assert "ValueError: inner" in shown
    assert isinstance(formatter, TextFormatter) or len(shown.splitlines()) == 1
