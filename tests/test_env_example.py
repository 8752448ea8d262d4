import re
from pathlib import Path

import pytest

from bot.settings import Settings, example_file, setting_rows

EXAMPLE = Path(__file__).parent.parent / ".env.example"


@pytest.fixture
def example():
    return EXAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def blocks():
    """What the example must say of each setting: its meaning, and its default."""
    return {
        row.variable: f"# {row.description}\n# {row.variable}={row.value}\n"
        for row in setting_rows(Settings())
    }


def test_it_is_what_the_settings_say(example):
    assert example == example_file(), "write it anew: verbatim config --example > .env.example"


def test_it_lists_every_setting_with_its_meaning_and_its_default(example, blocks):
    assert [block for block in blocks.values() if f"\n{block}" not in example] == []


def test_every_setting_says_what_it_means(blocks):
    silent = [name for name, block in blocks.items() if block.startswith("# \n")]
    assert not silent, f"give these a Field(description=...) in bot/settings/groups.py: {silent}"


def test_used_as_it_stands_it_changes_nothing(example, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in (example, re.sub(r"^# (?=VERBATIM_)", "", example, flags=re.MULTILINE)):
        Path(".env").write_text(text, encoding="utf-8")
        assert Settings() == Settings(_env_file=None)
