import asyncio
import logging
import re
from dataclasses import replace

import pytest

from bot.commands import COMMANDS
from bot.dispatcher import Dispatcher
from bot.domain.chat import Command, Outcome, Parameter, Quotation, Reply, Request
from bot.domain.errors import UserError
from bot.domain.storage import SpaceSettings

CANARY = "canary-question-4711"
OF_EVERY_RECORD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def dispatcher_of(desk, run, **arguments):
    parameters = (Parameter("text", "Some text", max_length=30),)
    return Dispatcher([Command("try", "Try it", run, parameters)], desk, **arguments)


async def dispatch(desk, run, text=CANARY, **arguments):
    return await dispatcher_of(desk, run, **arguments).dispatch(Request("try", {"text": text}))


async def test_a_command_gets_the_request_and_its_reply_is_returned(desk):
    async def run(_desk, request):
        return Reply(Outcome.NOTICE, request.argument("text"))

    assert await dispatch(desk, run, "hello") == Reply(Outcome.NOTICE, "hello")


async def test_a_command_works_with_the_settings_of_the_space(desk):
    seen = []

    async def run(desk, _request):
        seen.append(desk.settings)
        return Reply(Outcome.NOTICE)

    chosen = SpaceSettings(default_document="seoul-declaration", also_limit=1)
    await desk.store.save_space_settings("slack:T1", chosen)
    dispatcher = dispatcher_of(desk, run)
    for space in ("T1", "T2"):
        await dispatcher.dispatch(Request("try", platform="slack", space=space))
    assert seen == [chosen, SpaceSettings()]


@pytest.mark.parametrize("name", ["", "nonsense", "ASK", "ask "])
async def test_an_unknown_command_is_answered_with_those_that_are_listed(dispatcher, name):
    reply = await dispatcher.dispatch(Request(name))
    assert reply == Reply(
        Outcome.ERROR,
        "There is no such command. These are: ask, paragraph, search, documents, help, about,"
        " privacy, settings.",
    )


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.parameters], ids=lambda c: c.name)
async def test_an_argument_that_is_too_long_is_refused_with_its_length(dispatcher, command):
    for parameter in command.parameters:
        text = "x" * (parameter.max_length + 1)
        reply = await dispatcher.dispatch(Request(command.name, {parameter.name: text}))
        assert reply == Reply(
            Outcome.ERROR,
            f"The {parameter.name} has {len(text):,} characters;"
            f" at most {parameter.max_length:,} are read. Please shorten it.",
        )


async def test_a_sentence_for_the_asker_is_shown_as_it_is(desk):
    async def run(_desk, _request):
        raise UserError("Say it again.")

    assert await dispatch(desk, run) == Reply(Outcome.ERROR, "Say it again.")


async def test_what_takes_too_long_ends_in_a_sentence(desk, caplog):
    async def run(_desk, _request):
        await asyncio.Event().wait()

    reply = await dispatch(desk, run, time_limit=0.01)
    found = re.fullmatch(
        r"That took too long; it is logged as (\w+)\. Please try again in a moment\.", reply.message
    )
    (record,) = caplog.records
    assert found
    assert (record.getMessage(), record.command) == ("answer timed out", "try")
    assert (reply.outcome, record.answer) == (Outcome.ERROR, found[1])
    assert CANARY not in str(vars(record))


async def test_an_unexpected_error_ends_in_a_sentence_with_the_id_of_its_log(desk, caplog):
    async def run(_desk, request):
        raise RuntimeError(f"cannot read {request.argument('text')}")

    reply = await dispatch(desk, run)
    assert reply.outcome is Outcome.ERROR
    found = re.fullmatch(
        r"Something went wrong here; it is logged as ([0-9a-f]{8})\.", reply.message
    )
    (record,) = caplog.records
    assert found
    assert (record.levelno, record.getMessage()) == (logging.ERROR, "answer failed")
    assert (record.answer, record.command, record.error) == (found[1], "try", "RuntimeError")
    assert record.trace.startswith("run:")


async def test_the_log_of_an_error_has_neither_the_question_nor_the_errors_text(desk, caplog):
    async def run(_desk, request):
        raise RuntimeError(CANARY) from ValueError(CANARY)

    reply = await dispatch(desk, run)
    assert CANARY not in str(reply)
    assert CANARY not in "".join(str(vars(record)) for record in caplog.records)
    assert CANARY not in caplog.text


@pytest.mark.parametrize("question", [CANARY, "para 4", "hello", "x" * 5_000, ""])
async def test_no_question_is_logged_at_any_level(dispatcher, caplog, question):
    with caplog.at_level(logging.DEBUG):
        await dispatcher.dispatch(Request("ask", {"question": question}))
    (record,) = caplog.records
    assert set(vars(record)) - OF_EVERY_RECORD == {"answer", "platform", "command", "outcome", "ms"}
    assert not question or question not in str(vars(record))


async def test_a_tampered_paragraph_is_never_quoted(desk, declaration, caplog):
    paragraph = declaration.paragraphs[3]
    changed = replace(paragraph, text=paragraph.text.replace("support", "oppose"))

    async def run(_desk, _request):
        quotations = (Quotation(declaration, paragraph), Quotation(declaration, changed))
        return Reply(Outcome.QUOTED, quotations=quotations)

    reply = await dispatch(desk, run)
    assert reply.outcome is Outcome.ERROR
    assert reply.quotations == ()
    assert [record.getMessage() for record in caplog.records] == ["answer failed"]


async def test_being_cancelled_is_no_error(desk):
    started = asyncio.Event()

    async def run(_desk, _request):
        started.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(dispatch(desk, run))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
