import asyncio
import logging

from bot.domain.answers import Answers, answer_id, answering, begin
from bot.domain.incidents import failed, incident
from tests.failing import raised

log = logging.getLogger("bot.sample")


async def test_an_answer_has_one_id_in_all_the_tasks_that_it_makes():
    async def deeper():
        with answering() as answer:
            return answer.id, answer_id()

    with answering() as answer:
        task = asyncio.create_task(deeper())
    assert await task == (answer.id, answer.id)
    assert answer_id() == ""


async def test_two_answers_have_two_ids():
    async def one():
        return begin().id, answer_id()

    first, second = await asyncio.gather(asyncio.create_task(one()), asyncio.create_task(one()))
    assert first[0] == first[1] != second[0] == second[1]
    assert answer_id() == ""


def test_an_answer_knows_how_long_ago_it_began():
    with answering() as answer:
        assert 0 <= answer.seconds < 5


def test_answers_are_counted_while_they_are_under_way():
    answers = Answers()
    with answers.one(), answers.one():
        assert answers.count == 2
    assert answers.count == 0


def test_an_incident_is_logged_under_the_id_of_its_answer_without_the_errors_text(caplog):
    with answering() as answer:
        number = incident(log, "it failed", raised("is the xylophone in para 4?"), event="press")
    (record,) = caplog.records
    assert number == answer.id == record.answer
    assert (record.error, record.event) == ("ValueError", "press")
    assert record.trace.startswith("failing.broken:")
    assert "xylophone" not in str(vars(record))
    assert failed(number).endswith(f"logged as {number}.")


def test_an_incident_outside_of_an_answer_has_an_id_too(caplog):
    number = incident(log, "it failed", ValueError())
    assert caplog.records[0].answer == number != ""
