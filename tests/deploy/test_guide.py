"""docs/deploy.md names settings, files and commands that there are."""

import re
import subprocess

import click
import pytest

from bot.cli import cli
from bot.settings import Settings, setting_rows
from tests.deploy.files import CHECKOUT, read_yaml

GUIDE = (CHECKOUT / "docs/deploy.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^ *```sh\n(.*?)^ *```", GUIDE, re.MULTILINE | re.DOTALL)
OF_COMPOSE = {"VERBATIM_VERSION"}
"""Read by compose.yaml, not by the bot."""


def test_every_variable_is_a_setting():
    known = {row.variable for row in setting_rows(Settings())}
    named = set(re.findall(r"\bVERBATIM_\w+\b", GUIDE))
    assert named - known - OF_COMPOSE == set()


def test_every_link_leads_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", GUIDE):
        assert (CHECKOUT / "docs" / target).exists(), target


def test_every_place_on_the_page_exists():
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in GUIDE.splitlines()
        if line.startswith("#")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= headings


def test_every_command_of_the_bot_is_one():
    assert isinstance(cli, click.Group)
    named = re.findall(r"(?:^|`|bin/|-- )verbatim ([a-z]+)(?=[\s`])", GUIDE, re.MULTILINE)
    assert {"doctor", "run", "corpus"} <= set(named)
    assert set(named) <= set(cli.commands)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.strip().splitlines()[0][:40])
def test_every_command_is_one_that_a_shell_reads(block):
    result = subprocess.run(
        ["bash", "-n"], input=block, text=True, capture_output=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_the_files_that_are_named_are_there():
    for name in re.findall(r"`((?:deploy|tests|\.ci)/[\w./-]+)`", GUIDE):
        assert (CHECKOUT / name).exists(), name


def test_the_volumes_have_the_names_that_compose_gives_them():
    compose = read_yaml("compose.yaml")
    for name in re.findall(r"`verbatim_(\w+)`", GUIDE):
        assert name in compose["volumes"]


@pytest.mark.parametrize("way", ["pip and systemd", "Docker", "Docker Compose", "Kubernetes"])
def test_every_way_says_how_to_install_upgrade_back_up_and_go_back(way):
    section = re.split(r"^## ", GUIDE, flags=re.MULTILINE)
    (text,) = [one for one in section if one.startswith(f"{way}\n")]
    for step in ("**Install**", "**Back up**", "**Upgrade**", "**Back**"):
        assert step in text
