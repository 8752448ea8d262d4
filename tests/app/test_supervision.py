"""A platform that fails is started again; it never stops the others."""

import asyncio
import logging
from contextlib import suppress

import pytest

from bot.app.supervision import Patience, Supervision
from bot.domain.errors import PlatformError, PlatformRefusedError
from bot.domain.telemetry import Happening
from tests.app.places import Place, failing
from tests.counted import Counted
from tests.waiting import PATIENCE

QUICK = Patience(first=0.001, longest=0.002, quiet=60, attempts=3)
UNREACHED = failing(PlatformError("It cannot be reached."))
REFUSED = failing(PlatformRefusedError("The token is not accepted."))


async def ended(supervision):
    """Wait for a supervision that ends by itself; return its error."""
    with pytest.raises(PlatformError) as raised:
        await asyncio.wait_for(supervision.run(), PATIENCE)
    return raised.value


async def test_a_platform_that_fails_is_started_again_and_the_other_goes_on(caplog):
    telemetry = Counted()
    failing_twice, steady = Place("one", UNREACHED, UNREACHED), Place("two")
    supervision = Supervision([failing_twice, steady], telemetry=telemetry, patience=QUICK)
    task = asyncio.create_task(supervision.run())
    await asyncio.wait_for(failing_twice.serves.wait(), PATIENCE)
    assert (failing_twice.runs, steady.runs) == (3, 1)
    assert not steady.closed
    assert telemetry.happenings == [(Happening.RECONNECT, "one")] * 2
    assert [record.again_in for record in caplog.records] == [0.001, 0.002]
    assert {record.reason for record in caplog.records} == {"It cannot be reached."}
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert failing_twice.closed
    assert steady.closed


async def test_a_refused_platform_ends_with_its_line_and_the_other_goes_on(caplog):
    refused, steady = Place("one", REFUSED), Place("two")
    task = asyncio.create_task(Supervision([refused, steady], patience=QUICK).run())
    await asyncio.wait_for(steady.serves.wait(), PATIENCE)
    (record,) = caplog.records
    assert (record.levelno, record.platform) == (logging.ERROR, "one")
    assert record.reason == "The token is not accepted."
    assert not task.done()
    assert refused.runs == 1
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_where_all_are_refused_all_their_lines_are_told(caplog):
    other = failing(PlatformRefusedError("Nor this one."))
    error = await ended(Supervision([Place("one", REFUSED), Place("two", other)]))
    assert type(error) is PlatformRefusedError
    assert sorted(str(error).splitlines()) == ["Nor this one.", "The token is not accepted."]


async def test_the_only_platform_that_is_refused_leaves_the_line_to_the_command(caplog):
    error = await ended(Supervision([Place("one", REFUSED)]))
    assert str(error) == "The token is not accepted."
    assert caplog.records == []


async def test_where_none_is_left_that_works_the_error_is_no_refusal():
    broken = Place("two", *[UNREACHED] * 3)
    error = await ended(Supervision([Place("one", REFUSED), broken], patience=QUICK))
    assert type(error) is PlatformError
    assert str(error).splitlines() == ["The token is not accepted.", "It cannot be reached."]
    assert broken.runs == 3


async def test_a_platform_that_fails_again_and_again_is_kept_while_another_works():
    failing_often, steady = Place("one", *[UNREACHED] * 9), Place("two")
    task = asyncio.create_task(Supervision([failing_often, steady], patience=QUICK).run())
    await asyncio.wait_for(failing_often.serves.wait(), PATIENCE)
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_an_unexpected_error_is_logged_without_its_text(caplog):
    acts = [failing(ValueError("is the xylophone in para 4?"))] * 3
    error = await ended(Supervision([Place("one", *acts)], patience=QUICK))
    assert str(error) == "one broke: ValueError, see the log."
    assert {r.error for r in caplog.records if r.message == "platform broke"} == {"ValueError"}
    assert "xylophone" not in "".join(str(vars(record)) for record in caplog.records)


async def test_a_platform_that_ends_by_itself_is_started_again():
    async def end():
        return

    place = Place("one", end, end, end)
    error = await ended(Supervision([place], patience=QUICK))
    assert str(error) == "one ended by itself."
    assert place.runs == 3


async def test_who_has_run_quietly_begins_anew():
    patience = Patience(first=0.001, longest=0.001, quiet=0.0, attempts=2)
    place = Place("one", *[UNREACHED] * 6)
    task = asyncio.create_task(Supervision([place], patience=patience).run())
    await asyncio.wait_for(place.serves.wait(), PATIENCE)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize(
    ("failures", "pause"), [(1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (5_000, 300)]
)
def test_the_pauses_double_up_to_five_minutes(failures, pause):
    assert Patience().pause(failures) == pause
