import asyncio
import os
import shutil
import signal
import subprocess

import pytest

from bot.app import build_platforms
from bot.cli import operation
from bot.domain.errors import PlatformError, PlatformRefusedError

CANARY = "canary-0123456789"


def test_running_with_nothing_configured_says_in_three_lines_what_to_do(verbatim):
    code, output, errors = verbatim("run")
    assert (code, output) == (2, "")
    assert len(errors.splitlines()) == 3
    for name in ("VERBATIM_DISCORD__TOKEN", "VERBATIM_SLACK__BOT_TOKEN", ".env.example"):
        assert name in errors


def test_the_configuration_is_shown_with_origins_and_without_secrets(verbatim, monkeypatch, place):
    (place / ".env").write_text(f"VERBATIM_SLACK__APP_TOKEN={CANARY}\nVERBATIM_LOG__FORMAT=json\n")
    monkeypatch.setenv("VERBATIM_DISCORD__TOKEN", CANARY)
    code, output, errors = verbatim("config")
    table, platforms = output.split("\n\n")
    rows = {line.split()[0]: line.split()[1:] for line in table.splitlines()}
    assert platforms == "Discord has what it needs\nSlack needs VERBATIM_SLACK__BOT_TOKEN\n"
    assert (code, errors) == (0, "")
    assert CANARY not in output
    assert rows["VERBATIM_DISCORD__TOKEN"] == ["environment", "********"]
    assert rows["VERBATIM_SLACK__APP_TOKEN"] == [".env", "********"]
    assert rows["VERBATIM_SLACK__BOT_TOKEN"] == ["default", "–"]
    assert rows["VERBATIM_LOG__FORMAT"] == [".env", "json"]
    assert rows["VERBATIM_ANSWER__ALSO"] == ["default", "4"]


def test_a_variable_that_is_no_setting_is_named(verbatim, monkeypatch):
    monkeypatch.setenv("VERBATIM_LOGLEVEL", CANARY)
    code, output, errors = verbatim("config")
    assert code == 0
    assert errors == "VERBATIM_LOGLEVEL: no setting has this name\n"
    assert CANARY not in output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_is_one_that_the_shell_accepts(verbatim, shell):
    code, output, errors = verbatim("completion", shell)
    assert (code, errors) == (0, "")
    assert "_VERBATIM_COMPLETE" in output
    program = shutil.which(shell)
    if program:
        checked = subprocess.run(
            [program, "-n"], input=output, capture_output=True, text=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, "")


def test_the_completion_offers_the_commands(process):
    _, output, _ = process(
        _VERBATIM_COMPLETE="bash_complete", COMP_WORDS="verbatim pa", COMP_CWORD="1"
    )
    assert output == "plain,paragraph\n"


def test_nothing_is_run_before_the_documents_are_read(verbatim, monkeypatch):
    monkeypatch.setenv("VERBATIM_CORPUS_DIR", "gone")
    assert verbatim("run")[2] == "gone: there is no such file or folder\n"


@pytest.fixture
def configured(monkeypatch):
    """Configures one platform, which does as a test says, without any server."""

    def configure(run):
        class Place:
            name = "place"

            async def ping(self):
                return True

        Place.run = run
        monkeypatch.setattr("bot.app.running.build_platforms", lambda *_: [Place()])
        monkeypatch.setenv("VERBATIM_DISCORD__TOKEN", CANARY)
        monkeypatch.setenv("VERBATIM_HEALTH__PORT", "0")
        monkeypatch.setenv("VERBATIM_LOG__LEVEL", "ERROR")

    return configure


def test_what_is_configured_is_run_until_a_signal(verbatim, configured):
    async def run(_self):
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.Event().wait()

    configured(run)
    assert verbatim("run") == (0, "", "")


def test_a_platform_that_refuses_for_good_ends_with_2_and_its_line(verbatim, configured):
    async def run(_self):
        raise PlatformRefusedError("The token is not accepted.")

    configured(run)
    assert verbatim("run") == (2, "", "The token is not accepted.\n")


def test_a_platform_that_never_works_ends_with_1_and_its_line(verbatim, configured, monkeypatch):
    async def run(_self):
        raise PlatformError("It cannot be reached.")

    configured(run)
    monkeypatch.setattr("bot.app.supervision.Patience.pause", lambda *_: 0.001)
    assert verbatim("run") == (1, "", "It cannot be reached.\n")


def test_the_sentence_of_run_is_what_the_platforms_need(verbatim):
    assert build_platforms.__doc__
    assert verbatim("run")[2].strip() == operation.NOTHING_TO_RUN
