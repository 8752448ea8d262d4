import json
import logging

import pytest

from bot.domain.answers import answering
from bot.logs import JsonFormatter, configure_logs
from tests.failing import raised

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
        "error": "ValueError",
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


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_error_is_told_by_its_kind_and_place_and_not_by_its_text(logged, form):
    line = logged("INFO", form, exc_info=raised("is the xylophone in para 4?"))
    assert "ValueError" in line
    assert "failing.broken:" in line
    assert "xylophone" not in line
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_logged_during_an_answer_has_its_id(logged, form):
    with answering() as answer:
        assert answer.id in logged("INFO", form)
    assert answer.id not in logged("INFO", form)


def test_a_fact_with_white_space_stands_in_quotation_marks_on_the_same_line(logged):
    line = logged("INFO", "text", extra={"reason": 'no "way"\nout', "none": ""})
    assert line.endswith(r' reason="no \"way\"\nout" none=""' + "\n")


@pytest.mark.parametrize("hidden", ["\x1b", "\x9b", "\u202e", "\u200b"])
def test_what_a_terminal_would_obey_is_spelled_out(logged, hidden):
    line = logged("INFO", "text", extra={"problem": f"{hidden}[31mred.md"})
    assert line.endswith(f' problem="\\u{ord(hidden):04x}[31mred.md"\n')


@pytest.mark.parametrize(
    ("name", "level", "shown"),
    [
        ("bot.sample", logging.DEBUG, True),
        ("discord.gateway", logging.INFO, True),
        ("discord.gateway", logging.DEBUG, False),
        ("sqlalchemy.engine.Engine", logging.INFO, False),
        ("aiosqlite", logging.DEBUG, False),
        ("aiohttp.server", logging.ERROR, True),
        ("bottle", logging.INFO, False),
    ],
)
def test_what_libraries_say_below_a_warning_is_left_out(root_logger, capsys, name, level, shown):
    configure_logs("DEBUG", "text")
    logging.getLogger(name).log(level, "payload %s", "text")
    assert ("payload text" in capsys.readouterr().err) is shown


def test_numbers_stay_numbers_for_machines(logged):
    event = json.loads(logged("INFO", "json", extra={"ms": 2.5, "none": None, "yes": True}))
    assert (event["ms"], event["none"], event["yes"]) == (2.5, None, True)


def test_a_fact_never_takes_the_place_of_the_phrase(logged):
    event = json.loads(logged("INFO", "json", extra={"event": "press", "level": 3}))
    assert (event["event"], event["event_"]) == ("answer timed out", "press")
    assert (event["level"], event["level_"]) == ("WARNING", 3)
