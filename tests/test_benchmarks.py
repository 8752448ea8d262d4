"""Every benchmark can be started: what it imports is there, and it tells how it is called."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"
MODULES = sorted(FOLDER.glob("*.py"))
PROGRAMS = [path for path in MODULES if "ArgumentParser" in path.read_text(encoding="utf-8")]
RUN_ALL = """
import contextlib, io, json, runpy, sys
found = {}
for path in sys.argv[1:]:
    sys.argv = [path, "--help"]
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            runpy.run_path(path, run_name=NAME)
    except SystemExit as error:
        found[path] = [error.code, printed.getvalue()]
    else:
        found[path] = [None, printed.getvalue()]
print(json.dumps(found))
"""


def run_all(paths: list[Path], name: str) -> dict[str, tuple[int | None, str]]:
    """Run files as modules of a name, asked for help; return exit codes and what they print."""
    code = f"NAME = {name!r}\n{RUN_ALL}"
    command = [sys.executable, "-c", code, *map(str, paths)]
    ended = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return {path: (code, printed) for path, (code, printed) in json.loads(ended.stdout).items()}


@pytest.fixture(scope="module")
def imported():
    return run_all(MODULES, "imported")


@pytest.fixture(scope="module")
def helped():
    return run_all(PROGRAMS, "__main__")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_benchmark_can_be_imported_and_does_nothing_then(path, imported):
    assert imported[str(path)] == (None, "")


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_benchmark_tells_how_it_is_called(path, helped):
    code, printed = helped[str(path)]
    assert code == 0
    assert printed.startswith(f"usage: {path.name}")


def test_all_that_can_be_started_tells_how_but_the_client_that_another_starts():
    started = {path.stem for path in MODULES if "__main__" in path.read_text(encoding="utf-8")}
    assert started - {path.stem for path in PROGRAMS} == {"bare_client"}
