"""The guide says what is true of the program."""

import re
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.commands.settings import SETTINGS
from bot.domain.actions import UNKNOWN_BUTTON
from bot.platforms.discord import platform
from bot.platforms.discord.commands import CHANGED, FIND
from bot.platforms.discord.permissions import NAMES
from bot.settings import Settings, setting_rows

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture
def guide():
    return (DOCS / "discord.md").read_text(encoding="utf-8")


def test_every_setting_stands_in_the_guide_and_no_other(guide):
    rows = [row.variable for row in setting_rows(Settings())]
    ours = [name for name in rows if name.startswith("VERBATIM_DISCORD__")]
    assert re.findall(r"^\| `(VERBATIM_DISCORD__\w+)` \|", guide, re.MULTILINE) == ours


@pytest.mark.parametrize(
    ("platform_name", "place"), [("discord", "server"), ("slack", "workspace")]
)
def test_every_setting_of_a_space_stands_in_the_guides(platform_name, place):
    text = (DOCS / f"{platform_name}.md").read_text(encoding="utf-8")
    table = text.split(f"## Settings of a {place}")[1].split("|---|---|\n")[1].split("\n\n")[0]
    assert len(table.splitlines()) == len(SETTINGS)


def test_every_command_stands_in_the_guide(guide):
    assert [c.name for c in COMMANDS if c.listed and f"`/{c.name}" not in guide] == []
    assert FIND in guide


def test_exactly_the_needed_permissions_stand_in_the_guide(guide):
    table = guide.split("## What each permission is for")[1].split("\n\n")[1]
    named = [line.split(" | ")[0].strip("| ") for line in table.splitlines()[2:]]
    assert named == list(NAMES.values())


@pytest.mark.parametrize(
    "message", [platform.TOKEN, platform.INTENTS, platform.SHARDS, CHANGED, UNKNOWN_BUTTON]
)
def test_every_message_has_its_line_of_troubleshooting(guide, message):
    beginning = re.split(r"[:,.]", message)[0]
    assert beginning in guide
