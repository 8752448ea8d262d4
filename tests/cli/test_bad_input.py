"""Whatever is typed ends in a sentence and an exit code, on every command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import source_of, write_corpus

TEXTS = {
    "empty": "",
    "only spaces": " \t ",
    "ten thousand characters": "a " * 5_000,
    "one long word": "a" * 10_000,
    "only emoji": "😀 🎉👩‍👩‍👧",
    "control characters": "a\x01b\x07c\x7f",
    "ANSI escapes": "\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link",
    "right-to-left marks": "\u202eabc\u202c \u200f\u2066x\u2069",
    "zero-width characters": "zero\u200bwidth\ufeff",
    "Markdown": "**bold** [link](http://x) `code` # heading",
    "mentions": "@everyone <@123> <!channel> <#4>",
    "SQL": "'; DROP TABLE paragraphs; --",
    "a format": "{0} %s %n ${HOME} $(id)",
    "a path": "../../etc/passwd",
    "an option": "--no-such-option",
    "a lone surrogate": "a\udcffb",
    "punctuation": "?!… —",
    "a number without end": "9" * 5_000,
    "brackets": "(" * 2_000,
    "numbers and more numbers": "para " + ", ".join(map(str, range(500))),
}
HIDDEN = ["\x1b", "\x07", "\x01", "\u202e", "\u200b", "\u2066", "\ufeff"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize(
    "command",
    [["ask"], ["ask", "--json"], ["paragraph"], ["search"], ["ask", "what is AI?", "--document"],
     ["paragraph", "4", "--document"], ["corpus", "check"], ["corpus", "seal"], ["completion"]],
    ids=" ".join,
)  # fmt: skip
def test_an_odd_text_ends_in_a_sentence_and_an_exit_code(verbatim, command, text):
    code, output, errors = verbatim(*command, text)
    assert code in {0, 1, 2}
    assert output.strip() if code == 0 else (output + errors).strip()
    if "--json" in command and output:
        assert (json.loads(output)["outcome"] == "error") == (code == 2)
        return
    assert not any(hidden in output + errors for hidden in HIDDEN)
    if code == 2:
        assert errors.strip()
        assert output == ""


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_an_odd_line_of_a_conversation_is_answered(verbatim, text):
    line = text.encode(errors="replace").decode()
    code, _output, errors = verbatim("chat", typed=f"{line}\n/search {line}\n/{line}\npara 9\n")
    assert code == 0
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["ask"], "Ask a question, as in: verbatim ask Which countries took part?"),
        (["ask", "  "], "Ask a question, as in: verbatim ask Which countries took part?"),
        (["paragraph"], "Missing argument 'NUMBER...'"),
        (["paragraph", " "], "Which paragraph? Give its number, as in “4” or “Annex 2.4”."),
        (["search"], "Missing argument 'WORDS...'"),
        (["search", " "], "Search for what? Give some words, as in “safety institutes”."),
        (["ask", "x" * 4_001], "The question has 4,001 characters; at most 4,000 are read."),
        (["paragraph", "x" * 201], "The number has 201 characters; at most 200 are read."),
        (["search", "x" * 4_001], "The words has 4,001 characters; at most 4,000 are read."),
        (["ask", "why?", "-d", "gdpr"], "There is no document “gdpr” here. Loaded: seoul-decl"),
        (["search", "law", "-d", "gdpr"], "There is no document “gdpr” here. Loaded: seoul-decl"),
        (["paragraph", "4", "-d", "a\x1b\u202e"], "There is no document “a” here."),
        (["nonsense"], "No such command 'nonsense'."),
        (["completion", "powershell"], "'powershell' is not one of 'bash', 'zsh', 'fish'."),
        (["corpus", "seal", "gone"], "Path 'gone' does not exist."),
        (["corpus", "seal", "."], "no document (*.md) is there"),
        (["run"], "No platform is configured."),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_wrong_usage_is_exit_code_2_and_a_sentence_on_standard_error(verbatim, command, sentence):
    code, output, errors = verbatim(*command)
    assert (code, output) == (2, "")
    assert sentence in errors


@pytest.mark.parametrize(
    "command",
    [["ask", "para 4"], ["paragraph", "4"], ["search", "law"], ["documents"], ["chat"], ["run"]],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("VERBATIM_LOG__LEVEL", "loud", "VERBATIM_LOG__LEVEL: input should be 'DEBUG', 'INFO',"),
        ("VERBATIM_CORPUS_DIR", "gone", "gone: there is no such file or folder"),
        ("VERBATIM_CORPUS_DIR", ".", ".: no document (*.md) is there"),
        ("VERBATIM_CORPUS_DIR", "x" * 5_000, "File name too long"),
        ("VERBATIM_DOCUMENT", "gdpr", "VERBATIM_DOCUMENT: there is no document 'gdpr'; loaded: "),
    ],
)
def test_a_wrong_setting_is_exit_code_2_on_every_command(
    verbatim, monkeypatch, command, variable, value, sentence
):
    monkeypatch.setenv(variable, value)
    code, output, errors = verbatim(*command)
    assert (code, output) == (2, "")
    assert sentence in errors


def test_a_broken_document_is_told_with_file_and_line(verbatim, monkeypatch, place):
    folder = write_corpus(place / "corpus", source_of("1. One.\n3. Three."))
    monkeypatch.setenv("VERBATIM_CORPUS_DIR", "corpus")
    code, output, errors = verbatim("ask", "para 1")
    assert (code, output) == (2, "")
    assert errors == (
        f"{folder.relative_to(place)}/documents/document-1.md:10: number 3 does not follow 1:"
        " a number is missing or out of order\n"
    )


@pytest.mark.parametrize("command", [["ask", "para 4"], ["config"], ["corpus", "check"], ["run"]])
def test_a_file_of_settings_that_cannot_be_read_is_told(verbatim, command):
    Path(".env").write_bytes(b"VERBATIM_LOG__LEVEL=\xff\n")
    code, output, errors = verbatim(*command)
    assert (code, output) == (2, "")
    assert errors.startswith("The file .env or a variable cannot be read:")


def test_a_file_of_settings_with_a_line_that_is_none_still_counts(process):
    Path(".env").write_text('so so = "\nVERBATIM_LOG__LEVEL=loud\n')
    code, output, errors = process("ask", "para 4")
    assert (code, output) == (2, "")
    assert "VERBATIM_LOG__LEVEL: input should be" in errors


@pytest.mark.parametrize("command", ["ask", "paragraph", "search"])
def test_bytes_that_are_not_utf_8_are_no_error(process, command):
    code, output, errors = process(command, b"\xff\xfe \xc3")
    assert (code, errors) == (1, "")
    assert output.strip()


def test_a_disk_without_space_is_a_sentence(place):
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "bot", "documents"],
            stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert result.returncode == 2
    assert result.stderr.decode() == "No space left on device\n"


@pytest.mark.parametrize("command", ["documents >&-", "chat <&-", "ask - <&-", "ask - 2>&- <&-"])
def test_a_closed_stream_is_an_empty_one(place, command):
    script = f'"$0" -m bot {command}'
    result = subprocess.run(
        ["bash", "-c", script, sys.executable], capture_output=True, check=False
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
