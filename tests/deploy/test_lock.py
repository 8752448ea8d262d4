"""What the image installs is what the project asks for, at the versions that are tested."""

import re

import pytest

from tests.deploy.files import CHECKOUT, normalised, pins, project

LOCKS = ["requirements.lock", "deploy/requirements-build.lock"]
ANEW = "run .ci/lock"


def needed() -> set[str]:
    """Return the distributions that the bot names: all of them, but those for development."""
    table = project()["project"]
    lists = [table["dependencies"]]
    lists += [value for name, value in table["optional-dependencies"].items() if name != "dev"]
    return {normalised(re.match(r"[\w.-]+", one)[0]) for group in lists for one in group}


def test_everything_that_the_bot_needs_is_locked():
    assert needed() - set(pins("requirements.lock")) == set(), ANEW


def test_everything_that_builds_the_wheel_is_locked():
    names = [re.match(r"[\w.-]+", one)[0] for one in project()["build-system"]["requires"]]
    assert set(names) <= set(pins("deploy/requirements-build.lock")), ANEW


@pytest.mark.parametrize("lock", LOCKS)
def test_the_versions_are_those_that_are_tested(lock):
    tested = pins("constraints.txt")
    assert {name: tested.get(name) for name in pins(lock)} == pins(lock), ANEW


@pytest.mark.parametrize("lock", LOCKS)
def test_every_version_has_its_hashes_and_no_address(lock):
    text = (CHECKOUT / lock).read_text()
    entries = re.split(r"\n(?=[a-z])", text)[1:]
    assert len(entries) == len(pins(lock))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry) for entry in entries)
    assert "://" not in text


def test_nothing_for_development_is_in_the_image():
    assert not {"pytest", "mypy", "ruff", "hypothesis", "pip"} & set(pins("requirements.lock"))
