"""`verbatim feedback` on a real store."""

import asyncio
import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.storage.address import store_address
from bot.storage.database import Database
from bot.storage.sql import SqlStore
from tests.storage.verdicts import VERDICT

GIVEN = [
    replace(VERDICT, user="u1", at=datetime(2026, 5, 1, tzinfo=UTC)),
    replace(VERDICT, user="u2", at=datetime(2026, 5, 2, tzinfo=UTC), helpful=False),
    replace(
        VERDICT,
        paragraph="d#2",
        helpful=False,
        at=datetime(2026, 5, 3, tzinfo=UTC),
        wanted='=HYPERLINK("x")\n\x1b[31mred\u202e',
    ),
    replace(
        VERDICT,
        paragraph="d#2",
        helpful=False,
        user="u3",
        at=datetime(2026, 5, 4, tzinfo=UTC),
        wanted="\N{FULLWIDTH EQUALS SIGN}cmd",
    ),
]


@pytest.fixture
def file(place, monkeypatch):
    """Where the store is; it does not exist yet."""
    monkeypatch.setenv("VERBATIM_STORE__URL", f"sqlite:///{place / 'the store.sqlite3'}")
    return place / "the store.sqlite3"


@pytest.fixture
def filled(file):
    """Fills the store with verdicts."""

    async def keep(verdicts):
        store = SqlStore(Database(store_address(f"sqlite:///{file}")), feedback_days=36_500)
        await store.open()
        for verdict in verdicts:
            assert await store.record_feedback(verdict)
        await store.close()

    return lambda *verdicts: asyncio.run(keep(verdicts))


@pytest.mark.parametrize("command", ["summary", "export"])
def test_a_store_that_is_not_there_is_told_and_not_made(verbatim, file, command):
    code, output, errors = verbatim("feedback", command)
    assert (code, output) == (2, "")
    assert errors == f"There is no store at {file} yet; `verbatim run` makes one\n"
    assert not file.exists()


@pytest.mark.parametrize("arguments", [["summary"], ["export"], ["export", "--csv"]])
def test_a_store_without_feedback_is_no_error(verbatim, filled, arguments):
    filled()
    code, output, errors = verbatim("feedback", *arguments)
    assert (code, errors) == (0, "There is no feedback yet.\n")
    assert output in {"", "at,paragraph,helpful,wanted,platform,space,user\n"}


def test_the_summary_has_a_line_for_each_paragraph(verbatim, filled):
    filled(*GIVEN)
    code, output, errors = verbatim("feedback", "summary")
    assert (code, errors) == (0, "")
    assert output.splitlines() == [
        "paragraph  helpful  not helpful  wishes",
        "d#2              0            2       2",
        "d#1              1            1       0",
    ]


def test_the_export_has_an_object_a_line_and_nothing_invisible(verbatim, filled):
    filled(*GIVEN)
    code, output, errors = verbatim("feedback", "export")
    lines = [json.loads(line) for line in output.splitlines()]
    assert (code, errors, len(lines)) == (0, "", 4)
    assert lines[0] == {
        "at": "2026-05-01T00:00:00+00:00",
        "paragraph": "d#1",
        "helpful": True,
        "wanted": "",
        "platform": "slack",
        "space": "s",
        "user": "u1",
    }
    assert lines[2]["wanted"] == '=HYPERLINK("x") [31mred'


def test_the_csv_holds_nothing_that_a_spreadsheet_takes_for_a_formula(verbatim, filled):
    filled(*GIVEN)
    code, output, _ = verbatim("feedback", "export", "--csv")
    header, *rows = csv.reader(io.StringIO(output))
    assert (code, header[:4]) == (0, ["at", "paragraph", "helpful", "wanted"])
    assert [row[2:4] for row in rows] == [
        ["yes", ""],
        ["no", ""],
        ["no", '\'=HYPERLINK("x") [31mred'],
        ["no", "'\N{FULLWIDTH EQUALS SIGN}cmd"],
    ]


def test_the_export_can_begin_with_a_day(verbatim, filled):
    filled(*GIVEN)
    _, output, _ = verbatim("feedback", "export", "--since", "2026-05-03")
    assert len(output.splitlines()) == 2
    code, output, errors = verbatim("feedback", "export", "--since", "2027-01-01")
    assert (code, output, errors) == (0, "", "There is no feedback since then.\n")


def test_a_store_that_cannot_be_reached_is_told(verbatim, monkeypatch, unused_tcp_port):
    monkeypatch.setenv("VERBATIM_STORE__URL", f"postgresql://u@127.0.0.1:{unused_tcp_port}/x")
    code, output, errors = verbatim("feedback", "summary")
    assert (code, output) == (2, "")
    assert errors.startswith("VERBATIM_STORE__URL: the PostgreSQL at 127.0.0.1/x cannot be reached")


def test_a_file_that_no_run_has_set_up_is_told(verbatim, file):
    file.touch()
    code, _, errors = verbatim("feedback", "summary")
    assert code == 2
    assert errors.endswith("is none of this version; `verbatim run` sets it up\n")
    assert file.stat().st_size == 0
