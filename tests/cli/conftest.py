import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from bot.cli import cli


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch, root_logger):
    """An empty working directory; the log is put back afterwards."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def verbatim():
    """Runs the command line in this process; returns exit code, output and errors."""

    def run(*arguments, typed=""):
        result = CliRunner().invoke(cli, list(arguments), input=typed, prog_name="verbatim")
        assert isinstance(result.exception, SystemExit | None), result.exception
        assert "Traceback" not in result.output
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.fixture
def process(place):
    """Runs `python -m bot` as a process of its own; returns exit code, output and errors."""

    def run(*arguments, typed=b"", **variables):
        environment = {n: v for n, v in os.environ.items() if not n.startswith("VERBATIM_")}
        result = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=typed,
            cwd=place,
            env=environment | variables,
            capture_output=True,
            check=False,
        )
        errors = result.stderr.decode()
        assert "Traceback" not in errors
        return result.returncode, result.stdout.decode(), errors

    return run
