import asyncio
import logging
import re
from dataclasses import replace

import pytest

from bot.commands import COMMANDS
from bot.dispatcher import BUSY, Dispatcher
from bot.domain.chat import Command, Outcome, Parameter, Quotation, Reply, Request
from bot.domain.errors import UserError
from bot.domain.limits import Allowance, Limits, Rules
from bot.domain.plain_text import plain_text
from bot.domain.storage import SpaceSettings
from tests.counted import Counted

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


async def test_a_french_asker_reads_french_around_the_english_quotation(dispatcher, declaration):
    question = {"question": "how do countries work together on safety institutes?"}
    reply = await dispatcher.dispatch(Request("ask", question, locale="fr-CA"))
    said = plain_text(reply)
    (quotation,) = reply.quotations
    assert quotation.paragraph in declaration.paragraphs
    assert f"Seoul Declaration · {quotation.paragraph.name}\n{quotation.paragraph.text}\n" in said
    assert "\nAussi\N{NO-BREAK SPACE}: " in said
    assert "Also: " not in said


async def test_the_language_of_a_space_goes_before_the_askers(dispatcher):
    await dispatcher.desk.store.save_space_settings("slack:T1", SpaceSettings(language="de"))
    question = {"question": "para 99"}
    there, elsewhere = [
        await dispatcher.dispatch(Request("ask", question, "slack", space, locale="fr"))
        for space in ("T1", "T2")
    ]
    assert there.message == (
        "Es gibt keinen Absatz 99: Das Dokument hat die Absätze 1–9 und einen Teil „annex“ (1–3)."
    )
    assert elsewhere.message.startswith("Il n’y a pas de paragraphe 99")


@pytest.mark.parametrize(
    ("command", "arguments", "sentence"),
    [
        ("nonsense", {}, "Diesen Befehl gibt es nicht. Es gibt: ask, paragraph"),
        (
            "ask",
            {"question": "para 4", "document": "Magna Carta"},
            "Ein Dokument „Magna Carta“ gibt es hier nicht. Geladen: seoul-declaration.",
        ),
        (
            "ask",
            {"question": "x" * 4_001},
            "„question“ hat 4001 Zeichen; höchstens 4000 werden gelesen. Bitte kürzen Sie.",
        ),
        ("paragraph", {"number": ""}, "Welcher Absatz? Bitte geben Sie seine Nummer an"),
        (
            "feedback",
            {"paragraph": "forged", "verdict": "helpful"},
            "Diese Schaltfläche kenne ich nicht. Bitte fragen Sie noch einmal.",
        ),
    ],
)
async def test_what_is_refused_is_refused_in_the_askers_language(
    dispatcher, command, arguments, sentence
):
    reply = await dispatcher.dispatch(Request(command, arguments, locale="de"))
    assert reply.outcome is Outcome.ERROR
    assert reply.message.startswith(sentence)


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
    assert record.trace.startswith("test_dispatcher.run:")


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


async def test_every_request_is_counted_with_labels_that_nobody_chooses(desk):
    telemetry = Counted()
    dispatcher = Dispatcher(COMMANDS, replace(desk, telemetry=telemetry))
    for name in ("ask", CANARY):
        await dispatcher.dispatch(Request(name, {"question": "which countries?"}))
    assert telemetry.requests[0] == ("console", "ask", Outcome.QUOTED)
    assert telemetry.requests[1] == ("console", "unknown", Outcome.ERROR)
    assert len(telemetry.rankings) == 1


async def test_a_page_that_is_shown_unasked_is_neither_counted_nor_limited(desk, caplog):
    caplog.set_level(logging.INFO)
    telemetry = Counted()
    limits = Limits(Rules(Allowance(1, 600.0), Allowance(), 0))
    dispatcher = Dispatcher(COMMANDS, replace(desk, telemetry=telemetry), limits=limits)
    request = Request("privacy", platform="slack", user="U1")
    for _ in range(3):
        assert (await dispatcher.describe(request)).outcome is Outcome.NOTICE
    assert (telemetry.requests, caplog.records) == ([], [])


async def test_who_asks_too_much_is_told_when_to_try_again(desk):
    telemetry = Counted()
    limits = Limits(Rules(Allowance(1, 12.0), Allowance(), 0))
    dispatcher = Dispatcher(COMMANDS, replace(desk, telemetry=telemetry), limits=limits)
    for user in ("U1", "U1", "U2"):
        reply = await dispatcher.dispatch(Request("help", platform="slack", user=user))
        if user == "U1" and telemetry.requests[-1][2] is Outcome.LIMITED:
            assert reply.message.endswith("Please try again in 12 seconds.")
            assert reply.outcome.refuses
    outcomes = [outcome for _, _, outcome in telemetry.requests]
    assert outcomes == [Outcome.NOTICE, Outcome.LIMITED, Outcome.NOTICE]


async def test_a_space_is_limited_as_a_whole_and_terminals_never_are(desk):
    limits = Limits(Rules(Allowance(), Allowance(1, 12.0), 0))
    dispatcher = Dispatcher(COMMANDS, desk, limits=limits)

    async def outcome(**where):
        return (await dispatcher.dispatch(Request("help", **where))).outcome

    assert [await outcome(platform="slack", space="T1", user=u) for u in ("U1", "U2")] == [
        Outcome.NOTICE,
        Outcome.LIMITED,
    ]
    assert {await outcome() for _ in range(5)} == {Outcome.NOTICE}


async def test_other_processes_are_not_told_who_asked(desk):
    limits = Limits(shared=True)
    await Dispatcher(COMMANDS, desk, limits=limits).dispatch(
        Request("help", platform="slack", space="TKIWI", user="UKIWI")
    )
    spent = limits.spent()
    assert [name.partition(":")[0] for name in spent] == ["user", "space"]
    assert "KIWI" not in str(spent).upper()  # letters that no hash has


async def test_a_crowd_is_asked_to_come_back(desk):
    dispatcher = Dispatcher(COMMANDS, desk, limits=Limits(Rules(Allowance(), Allowance(), 1)))
    with dispatcher.answers.one():
        assert (await dispatcher.dispatch(Request("help"))).outcome is Outcome.NOTICE
        with dispatcher.answers.one():
            assert await dispatcher.dispatch(Request("help")) == Reply(Outcome.LIMITED, BUSY)
