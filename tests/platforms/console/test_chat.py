import json
import os
import pty
import sys

import pytest

from bot.commands import COMMANDS
from bot.domain.chat import Outcome, Quotation, Reply, Request
from bot.domain.search import Correction
from bot.platforms.console.chat import PROMPT, WELCOME, converse, request_of, typed_lines
from bot.platforms.console.json_lines import json_line
from bot.platforms.console.output import reply_printer

TABLE = {command.name: command for command in COMMANDS}


@pytest.fixture
def terminal():
    """Both ends of a terminal: the person's, and the program's."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r+b", buffering=0) as device:
        yield ours, device.fileno()
    os.close(ours)


@pytest.mark.parametrize(
    ("line", "command", "arguments"),
    [
        ("what is AI?", "ask", {"question": "what is AI?", "document": "d"}),
        ("  what is AI?  ", "ask", {"question": "what is AI?", "document": "d"}),
        ("/paragraph 4", "paragraph", {"number": "4", "document": "d"}),
        ("/paragraph", "paragraph", {"number": "", "document": "d"}),
        ("/search safety institutes", "search", {"words": "safety institutes", "document": "d"}),
        ("/help", "help", {"document": "d"}),
        ("/help me", "help", {"document": "d"}),
        ("/nonsense 4", "nonsense", {"document": "d"}),
        ("/", "", {"document": "d"}),
    ],
)
def test_a_line_is_a_question_or_a_command_after_a_slash(line, command, arguments):
    assert request_of(line, TABLE, "d") == Request(command, arguments)


async def test_each_line_is_answered_in_order_and_empty_ones_are_passed_by(dispatcher):
    shown = []
    lines = ["para 4\n", "\n", "  ", "/paragraph 99", "/nonsense"]
    await converse(lines, COMMANDS, dispatcher.dispatch, shown.append, "")
    assert [reply.outcome for reply in shown] == [
        Outcome.QUOTED,
        Outcome.NO_SUCH_PARAGRAPH,
        Outcome.ERROR,
    ]


def test_lines_of_a_pipe_come_as_they_are(monkeypatch, tmp_path):
    path = tmp_path / "typed"
    path.write_text("one\n\ntwo")
    with path.open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert list(typed_lines()) == ["one\n", "\n", "two"]


def test_on_a_terminal_each_line_has_a_prompt_until_ctrl_d(monkeypatch, capsys, terminal):
    ours, theirs = terminal
    os.write(ours, b"para 4\n/help\n\x04")
    with os.fdopen(os.dup(theirs)) as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert list(typed_lines()) == ["para 4", "/help"]
    assert capsys.readouterr().out == f"{WELCOME}\n{PROMPT * 3}\n"


def test_a_reply_is_plain_where_the_output_is_no_terminal(capsys, declaration):
    quotation = Quotation(declaration, declaration.paragraphs[8])
    reply_printer()(Reply(Outcome.QUOTED, quotations=(quotation,)))
    captured = capsys.readouterr()
    assert captured.out.startswith("Seoul Declaration · Paragraph 9\nAcknowledging the value")
    assert captured.err == ""


def test_an_error_goes_to_standard_error(capsys):
    reply_printer()(Reply(Outcome.ERROR, "It went wrong."))
    assert capsys.readouterr() == ("", "It went wrong.\n")


def test_a_reply_is_styled_on_a_terminal_and_an_error_is_not(
    monkeypatch, capsys, terminal, declaration
):
    ours, theirs = terminal
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    quotation = Quotation(declaration, declaration.paragraphs[8])
    with os.fdopen(os.dup(theirs), "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        show = reply_printer()
        show(Reply(Outcome.QUOTED, quotations=(quotation,)))
        show(Reply(Outcome.ERROR, "It went wrong."))
        stream.flush()
        shown = os.read(ours, 10_000).decode()
    assert "╭─" in shown
    assert "\x1b[1m Seoul Declaration · Paragraph 9 \x1b[0m" in shown
    assert "It went wrong" not in shown
    assert capsys.readouterr().err == "It went wrong.\n"


def test_a_json_line_stays_one_line_whatever_the_question():
    line = json_line('a "b"\n\u2028\x00', Reply(Outcome.NOTICE, "A\nB"))
    assert "\n" not in line
    assert line.startswith('{"question": "a \\"b\\"\\n')


def test_a_json_line_holds_confidence_and_corrections_where_there_are_any():
    reply = Reply(
        Outcome.QUOTED, corrections=(Correction("insitutes", "institutes"),), confidence=0.123456
    )
    answer = json.loads(json_line("insitutes?", reply))
    assert answer["confidence"] == 0.1235
    assert answer["corrections"] == {"insitutes": "institutes"}
    assert "message" not in answer
