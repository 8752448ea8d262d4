"""The unit keeps the bot where it belongs."""

import shutil
import subprocess

import pytest

from tests.deploy.files import CHECKOUT

UNIT = CHECKOUT / "deploy/verbatim.service"
LEAST_EXPOSURE = "15"
"""systemd's own mark from 0, nothing, to 100; what speaks to the network does not get below 10."""


def directives() -> dict[str, list[str]]:
    """Return the values of each directive."""
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


@pytest.fixture(scope="module")
def linted(tmp_path_factory):
    """Lints the unit with a program that is there, since the real one is installed later."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze here")
    path = tmp_path_factory.mktemp("unit") / UNIT.name
    program = directives()["ExecStart"][0]
    path.write_text(UNIT.read_text().replace(program, "/bin/true"))

    def run(*arguments):
        command = ["systemd-analyze", *arguments, "--no-pager", str(path)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        return result.returncode, result.stdout + result.stderr

    return run


def test_systemd_understands_every_line(linted):
    assert linted("verify", "--man=no") == (0, "")


def test_systemd_finds_little_exposed(linted):
    code, told = linted("security", "--offline=true", f"--threshold={LEAST_EXPOSURE}")
    assert code == 0, told


def test_the_bot_tells_systemd_how_it_is():
    unit = directives()
    assert unit["Type"] == ["notify"]
    assert unit["NotifyAccess"] == ["main"]
    assert unit["WatchdogSec"] == ["30s"]
    assert unit["ExecReload"] == ["/bin/kill -HUP $MAINPID"]


def test_wrong_settings_are_not_tried_again():
    unit = directives()
    assert unit["Restart"] == ["on-failure"]
    assert unit["RestartPreventExitStatus"] == ["2"]


def test_the_bot_has_longer_to_end_than_it_takes():
    assert int(directives()["TimeoutStopSec"][0].removesuffix("s")) > 10


def test_the_bot_is_nobody_and_writes_to_its_two_folders_only():
    unit = directives()
    assert unit["DynamicUser"] == ["yes"]
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["StateDirectory"] == unit["CacheDirectory"] == ["verbatim"]
    assert unit["StateDirectoryMode"] == unit["CacheDirectoryMode"] == ["0700"]
    assert unit["UMask"] == ["0077"]
    assert "ReadWritePaths" not in unit


def test_no_secret_stands_in_the_unit():
    assert directives()["EnvironmentFile"] == ["/etc/verbatim/environment"]
    assert not any("TOKEN" in value for value in directives()["Environment"])
