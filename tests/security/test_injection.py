"""Text goes in from outside in many places; nowhere does it become anything but text."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from bot.domain.storage import SpaceSettings
from bot.settings import Settings, example_file
from tests.sources import source_of, write_corpus

CHECKOUT = Path(__file__).parents[2]
HIDDEN = ("\x1b", "\x07", "\x08", "\r", "\u202e", "\u200b")
HOSTILE = {
    "a colour": "\x1b[31mred\x1b[0m",
    "a bell": "a\x07b",
    "a backspace": "a\x08\x08b",
    "the other direction": "\u202egpj.exe",
    "an invisible character": "a\u200bb",
    "a new line": "a\nall is in order",
    "a return": "a\rall is in order",
    "a command": "$(touch made) `touch made` ; touch made",
    "a format": "%(asctime)s {0.__class__} %n",
    "SQL": "'; DROP TABLE settings; --",
    "a path": "..%2f..",
}
each_text = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch, root_logger):
    """An empty working directory; the log is put back afterwards."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def is_plain(shown: str) -> bool:
    return not any(character in shown for character in HIDDEN)


@each_text
def test_a_file_name_is_shown_as_text(verbatim, place, text):
    folder = place / "documents"
    folder.mkdir()
    (folder / f"{text}.md").write_text("no document", encoding="utf-8")
    code, output, errors = verbatim("corpus", "check", ".")
    assert code == 1
    assert is_plain(output + errors)
    assert all(line.startswith("documents") for line in output.splitlines())


@each_text
def test_a_document_cannot_make_a_terminal_do_anything(verbatim, place, text):
    folder = write_corpus(place / "corpus", source_of(f"1. One {text} and no more."))
    code, output, errors = verbatim("corpus", "check", str(folder))
    if code == 0:  # a document may hold marks of direction: they are part of what is quoted
        output = verbatim("corpus", "check", str(folder))[1]
    assert "\x1b" not in output + errors
    assert "\x07" not in output + errors
    assert not (place / "made").exists()


@pytest.mark.parametrize("key", ["title", "short_title", "source"])
def test_front_matter_cannot_make_a_terminal_do_anything(verbatim, place, monkeypatch, key):
    source = source_of("1. One thing only.").replace("+++\n", f'+++\n{key} = "\\u001b[31mred"\n', 1)
    source = without_repeated(source, key)
    folder = write_corpus(place / "corpus", source)
    monkeypatch.setenv("VERBATIM_CORPUS_DIR", str(folder))
    for arguments in (["documents"], ["ask", "para 1"], ["corpus", "check"]):
        _, output, errors = verbatim(*arguments)
        assert "\x1b" not in output + errors, arguments


def without_repeated(source: str, key: str) -> str:
    """Leave a key's second line out of the front matter."""
    lines = source.split("\n")
    places = [n for n, line in enumerate(lines) if line.startswith(f"{key} = ")]
    kept = [line for n, line in enumerate(lines) if n not in places[1:]]
    tomllib.loads("\n".join(kept).split("+++")[1])
    return "\n".join(kept)


@each_text
@pytest.mark.parametrize(
    "variable", ["VERBATIM_DOCUMENT", "VERBATIM_CORPUS_DIR", "VERBATIM_LOG__LEVEL"]
)
def test_a_setting_is_shown_as_text_and_run_by_nobody(verbatim, place, monkeypatch, variable, text):
    monkeypatch.setenv(variable, text)
    for arguments in (["ask", "para 4"], ["doctor"]):
        code, output, errors = verbatim(*arguments)
        assert code in {1, 2}
        assert is_plain(output + errors)
    assert not (place / "made").exists()


def test_a_file_of_settings_runs_nothing(verbatim, place):
    (place / ".env").write_text('VERBATIM_DOCUMENT="$(touch made)`touch made`"\n')
    code, _, errors = verbatim("ask", "para 4")
    assert code == 2
    assert "$(touch made)" in errors
    assert not (place / "made").exists()


@each_text
async def test_ids_of_a_platform_are_keys_and_nothing_more(store, text):
    chosen = SpaceSettings(default_document="a")
    assert await store.save_space_settings(text, chosen)
    assert await store.space_settings(text) == chosen
    assert await store.space_settings("another") == SpaceSettings()
    assert await store.claim_event(text)
    assert not await store.claim_event(text)
    assert await store.claim_event("another")


RUNS_TEXT = {"eval", "exec", "compile", "__import__", "system", "popen", "loads_all", "unsafe_load"}
UNSAFE = {"pickle", "marshal", "shelve", "subprocess", "code", "codeop", "ctypes", "xml"}


def test_no_part_of_the_program_can_run_a_text():
    for path in sorted((CHECKOUT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in RUNS_TEXT, path
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} & UNSAFE, path
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                assert node.module.split(".")[0] not in UNSAFE, path


def test_the_example_of_settings_holds_no_value_that_is_secret():
    values = re.findall(r"^# VERBATIM_\w*(?:TOKEN|SECRET|KEY)=(.*)$", example_file(), re.MULTILINE)
    assert len(values) >= 5
    assert set(values) == {""}


def test_a_secret_is_a_secret_in_the_settings():
    shown = repr(Settings.model_construct().model_dump())
    assert "SecretStr" in repr(type(Settings().discord).model_fields["token"].annotation)
    assert "xoxb" not in shown
