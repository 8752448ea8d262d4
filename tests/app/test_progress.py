import os
import subprocess
import sys

import pytest

from bot.app.progress import shown, with_progress

SHOW = "from bot.app.progress import shown; print(sum(shown(range(2_000), 'Counting', 0.0)))"


def test_nothing_is_shown_where_there_is_no_terminal():
    items = [1, 2, 3]
    assert with_progress(items, "en") is items


@pytest.mark.parametrize("patience", [0.0, 3600.0])
@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 1_000])
def test_every_item_is_passed_on_once(size, patience):
    assert list(shown(range(size), "Counting", patience)) == list(range(size))


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is needed")
def test_a_terminal_shows_a_bar():
    reader, writer = os.openpty()
    done = subprocess.run(
        [sys.executable, "-c", SHOW], stdout=subprocess.PIPE, stderr=writer, check=True
    )
    os.close(writer)
    assert done.stdout.strip() == b"1999000"
    assert b"Counting" in os.read(reader, 4096)
    os.close(reader)
