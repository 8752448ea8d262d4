import json
import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main

KEYS = {"question", "outcome", "quotations", "also", "nearest", "absent"}
OPTIONAL = {"message", "confidence", "corrections"}
PARAGRAPH_KEYS = {"id", "document", "number", "text", "score", "rank"}


def objects(output):
    return [json.loads(line) for line in output.splitlines()]


def on_a_terminal(*arguments, typed=(), **variables):
    """Run the command on a terminal of its own; type a line after each prompt, then read on.

    Returns the exit code and all that was shown.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "100"} | variables,
        start_new_session=True,
    )
    os.close(theirs)
    shown, waiting = b"", list(typed)
    while select.select([ours], [], [], 20)[0]:
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if waiting and shown.count(b"verbatim> ") > len(typed) - len(waiting):
            os.write(ours, waiting.pop(0))
    else:
        process.kill()
    os.close(ours)
    return process.wait(), shown.decode()


def unstyled(shown):
    return re.sub(r"\x1b\][^\x1b]*\x1b\\|\x1b\[[0-9;?]*[a-zA-Z]", "", shown)


def test_a_paragraph_is_quoted_whole_with_its_number_and_source(verbatim, declaration):
    code, output, errors = verbatim("paragraph", "Annex", "2.4")
    assert (code, errors) == (0, "")
    assert output == (
        "Seoul Declaration · Annex, paragraph 2.4\n"
        f"{declaration.paragraphs[14].text}\n\n21 May 2024 · {declaration.source}\n"
    )


@pytest.mark.parametrize("number", range(17))
def test_every_paragraph_is_printed_byte_for_byte(verbatim, declaration, number):
    paragraph = declaration.paragraphs[number]
    _, output, _ = verbatim("paragraph", paragraph.number)
    assert paragraph.text.encode() in output.encode()
    _, output, _ = verbatim("ask", "--json", paragraph.number)
    assert [q["text"] for q in json.loads(output)["quotations"]] == [paragraph.text]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask", "para 4"], 0),
        (["ask", "the", "Global", "Digital", "Compact"], 0),
        (["search", "safety", "institutes"], 0),
        (["documents"], 0),
        (["--version"], 0),
        (["--help"], 0),
        (["ask", "--help"], 0),
        (["ask", "paragraph 99"], 1),
        (["ask", "xylophones for quokkas"], 1),
        (["ask", "hello"], 1),
        (["search", "quokka"], 1),
        (["paragraph", "99"], 1),
        ([], 2),
        (["ask"], 2),
    ],
)
def test_the_exit_code_tells_how_it_ended(verbatim, arguments, code):
    found, output, errors = verbatim(*arguments)
    assert found == code
    assert bool(errors) == (code == 2)
    assert bool(output) == (code != 2)


def test_help_shows_examples_and_exit_codes(verbatim):
    _, output, _ = verbatim("--help")
    assert 'verbatim ask "Which countries took part?"' in output
    assert "Exit codes: 0 answered, 1 no paragraph answers, 2 wrong usage or settings." in output


def test_the_documents_are_shown_with_their_outline(verbatim, declaration):
    _, output, _ = verbatim("documents")
    assert declaration.title in output
    assert "  Seoul Declaration: 1, 2, 3, 4, 5, 6, 7, 8, 9\n" in output


def test_a_number_that_does_not_exist_is_answered_with_those_that_do(verbatim):
    assert verbatim("paragraph", "12")[1] == (
        "There is no paragraph 12: the declaration has paragraphs 1–9 and an annex (1–3).\n"
    )


def test_a_search_lists_the_paragraphs_that_use_the_words(verbatim):
    _, output, _ = verbatim("search", "Hiroshima")
    assert sorted(line.split()[0] for line in output.splitlines()) == ["3", "8"]


def test_the_document_can_be_named_by_id_or_short_title(verbatim):
    for name in ("seoul-declaration", "Seoul Declaration", "SEOUL DECLARATION"):
        code, output, _ = verbatim("ask", "para 9", "--document", name)
        assert (code, "third gathering" in output) == (0, True)


def test_json_of_a_reference_is_the_exact_list_of_paragraphs(verbatim, declaration):
    code, output, errors = verbatim("ask", "--json", "paras", "4-3,", "Annex", "2.1")
    (answer,) = objects(output)
    assert (code, errors) == (0, "")
    assert set(answer) == KEYS
    assert answer["question"] == "paras 4-3, Annex 2.1"
    assert answer["outcome"] == "quoted"
    assert [q["number"] for q in answer["quotations"]] == ["3", "4", "Annex 2.1"]
    assert [q["rank"] for q in answer["quotations"]] == [1, 2, 3]
    assert answer["quotations"][2] == {
        "id": "seoul-declaration#annex-2.1",
        "document": "seoul-declaration",
        "number": "Annex 2.1",
        "text": declaration.paragraphs[11].text,
        "score": None,
        "rank": 3,
    }
    assert answer["also"] == answer["nearest"] == answer["absent"] == []


def test_json_of_a_question_has_the_one_best_paragraph_and_up_to_four_others(verbatim, declaration):
    _, output, _ = verbatim(
        "ask", "--json", "Which initiatives such as the Global Digital Compact?"
    )
    (answer,) = objects(output)
    assert set(answer) - OPTIONAL == KEYS
    (best,) = answer["quotations"]
    assert (best["number"], best["text"]) == ("8", declaration.paragraphs[7].text)
    assert best["rank"] == 1
    assert best["score"] > 0
    assert len(answer["also"]) <= 4
    assert [hit["rank"] for hit in answer["also"]] == list(range(2, 2 + len(answer["also"])))
    scores = [best["score"], *(hit["score"] for hit in answer["also"])]
    assert scores == sorted(scores, reverse=True)
    assert all(set(hit) == PARAGRAPH_KEYS for hit in (best, *answer["also"]))
    assert answer["nearest"] == []


def test_json_of_a_question_without_answer_has_the_nearest_and_the_absent_words(verbatim):
    code, output, _ = verbatim("ask", "--json", "quokkas and xylophones with safety")
    (answer,) = objects(output)
    assert code == 1
    assert (answer["outcome"], answer["quotations"], answer["also"]) == ("no_answer", [], [])
    assert answer["absent"] == ["quokkas", "xylophones"]
    assert all(set(hit) == PARAGRAPH_KEYS for hit in answer["nearest"])


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("para 99", "no_such_paragraph"),
        ("Annex 2.9", "no_such_paragraph"),
        ("hello", "notice"),
        ("thank you!", "notice"),
        ("?!", "notice"),
        ("x" * 4_001, "error"),
    ],
)
def test_json_of_what_is_not_quoted_says_so_in_a_message(verbatim, question, outcome):
    _, output, _ = verbatim("ask", "--json", question)
    (answer,) = objects(output)
    assert answer["outcome"] == outcome
    assert answer["message"]
    assert answer["quotations"] == answer["also"] == answer["nearest"] == []


def test_json_lines_answer_each_line_in_order_in_one_process(process):
    lines = [b"para 1", b"", b"   ", b"\xff\xfe", b"para 99", b"hi\r", b"x" * 5_000, b"\x00a",
             "第5項".encode(), b"\xe2\x80\xaepara 2", b"Annex 2.4"]  # fmt: skip
    code, output, errors = process("ask", "--json", "-", typed=b"\n".join(lines))
    answers = objects(output)
    assert (code, errors) == (0, "")
    assert [a["question"] for a in answers] == [
        line.decode(errors="replace").rstrip("\r") for line in lines
    ]
    assert [a["outcome"] for a in answers] == [
        "quoted", "notice", "notice", "notice", "no_such_paragraph", "notice", "error", "no_answer",
        "quoted", "quoted", "quoted",
    ]  # fmt: skip
    assert [q["number"] for a in answers for q in a["quotations"]] == ["1", "5", "2", "Annex 2.4"]


def test_no_line_makes_no_output(verbatim):
    assert verbatim("ask", "--json", "-") == (0, "", "")
    assert verbatim("ask", "-") == (0, "", "")


def test_each_line_is_one_json_object(verbatim):
    code, output, _ = verbatim("ask", "--json", "-", typed="para 2\npara 1")
    assert code == 0
    assert [a["quotations"][0]["number"] for a in objects(output)] == ["2", "1"]


def test_lines_without_json_are_answered_as_text(verbatim, declaration):
    _, output, errors = verbatim("ask", "-", typed="para 9\npara 99\n" + "x" * 5_000)
    assert declaration.paragraphs[8].text in output
    assert "There is no paragraph 99" in output
    assert errors.startswith("The question has 5,000 characters")


def test_json_is_utf_8_whatever_the_locale(process):
    _, output, _ = process("ask", "--json", "größer als 다섯", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert json.loads(output)["question"] == "größer als 다섯"


@pytest.mark.parametrize("arguments", ["ask para 4", "ask --json -", "ask -", "chat", "documents"])
def test_a_reader_that_stops_early_is_no_error(arguments, place):
    script = f'yes "paras 1-9" | head -2000 | "$0" -m bot {arguments} | head -1'
    result = subprocess.run(
        ["bash", "-c", script, sys.executable], capture_output=True, check=False, text=True
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 1


def test_a_quotation_on_a_terminal_stands_in_a_panel_with_marks(declaration, place):
    code, shown = on_a_terminal("ask", "Global Digital Compact")
    plain = unstyled(shown)
    assert code == 0
    assert "╭─ Seoul Declaration · Paragraph 8 ─" in plain
    assert "21 May 2024" in plain
    assert "\x1b[1;33mDigital" in shown.replace("\x1b[1;33mGlobal Digital", "\x1b[1;33mDigital")
    words = " ".join(line.strip("│\r ") for line in plain.splitlines())
    assert declaration.paragraphs[7].text in " ".join(words.split())


def test_no_colour_is_shown_where_none_is_wanted(place):
    _, shown = on_a_terminal("ask", "Global Digital Compact", NO_COLOR="1")
    assert "╭─" in shown
    assert not re.search(r"\x1b\[(?:\d+;)*[349]\d", shown)


def test_a_conversation_on_a_terminal_has_a_prompt_and_leaves_on_ctrl_d(place):
    code, shown = on_a_terminal("chat", typed=[b"para 9\n", b"/help\n", b"\x04"])
    plain = unstyled(shown)
    assert code == 0
    assert plain.startswith("Ask a question, or /help. Ctrl-D leaves.")
    assert plain.count("verbatim> ") == 3
    assert "Seoul Declaration · Paragraph 9" in plain
    assert "/paragraph NUMBER – Quote a paragraph by its number" in plain


def test_a_conversation_can_be_fed_from_a_pipe(process):
    typed = b"para 9\n\n/paragraph 99\n/paragraph\n/nonsense\n/documents\n/search Hiroshima\n\xff\n"
    code, output, errors = process("chat", typed=typed)
    assert code == 0
    assert output.startswith("Seoul Declaration · Paragraph 9\n")
    for sentence in ("There is no paragraph 99", "(seoul-declaration)", "\n  3  We recognize",
                     "I see no words to look for."):  # fmt: skip
        assert sentence in output
    assert "Which paragraph?" in errors
    assert "There is no such command." in errors


def test_a_conversation_may_be_about_one_document(verbatim):
    _, _, errors = verbatim("chat", "-d", "gdpr", typed="what is AI?\n")
    assert errors == "There is no document “gdpr” here. Loaded: seoul-declaration.\n"


def test_the_entry_point_runs_the_command_line(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["verbatim", "paragraph", "9"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert "third gathering" in capsys.readouterr().out


def test_the_entry_point_opens_streams_that_are_closed(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["verbatim", "ask", "-"])
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    with pytest.raises(SystemExit) as ended:
        main()
    opened = [sys.stdin, sys.stdout, sys.stderr]
    for stream in opened:
        stream.close()
    assert ended.value.code == 0


def ended_with(stream, monkeypatch, *arguments):
    """Run the entry point with an output of its own; return the exit code."""
    monkeypatch.setattr(sys, "argv", ["verbatim", *arguments])
    monkeypatch.setattr(sys, "stdout", stream)
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_output_that_cannot_be_written_is_told_once(monkeypatch, capsys):
    with Path("/dev/full").open("w") as full:
        assert ended_with(full, monkeypatch, "documents") == 2
    assert capsys.readouterr().err == "No space left on device\n"


def test_output_that_nobody_reads_ends_without_a_word(monkeypatch, capsys):
    reading, writing = os.pipe()
    os.close(reading)
    stream = os.fdopen(writing, "w")
    assert ended_with(stream, monkeypatch, "documents") == 1
    assert capsys.readouterr().err == ""
    with pytest.raises(BrokenPipeError):
        stream.close()


def test_output_may_be_any_stream(monkeypatch):
    class Plain:
        """The least that can be printed to."""

        text = ""

        def write(self, text):
            self.text += text

        def flush(self):
            pass

        def isatty(self):
            return False

    stream = Plain()
    assert ended_with(stream, monkeypatch, "ask", "para 9") == 0
    assert "third gathering" in stream.text


def test_the_log_says_warnings_and_nothing_of_the_question(process):
    _, _, errors = process(
        "ask", "canary words", VERBATIM_LOG__LEVEL="DEBUG", VERBATIM_LOG__FORMAT="json"
    )
    assert errors == ""
