"""What every command keeps, whatever it does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands import COMMANDS
from bot.domain.chat import Outcome, Request
from bot.domain.plain_text import plain_text

TEXTS = [
    "",
    " ",
    "4",
    "@everyone <@123>",
    "\x1b[31m\u202e\u200b",
    "'; DROP TABLE x; --",
    "x" * 4_000,
    "😀",
]


def request_of(command, text):
    return Request(command.name, {p.name: text for p in command.parameters})


def test_names_are_different_and_fit_for_every_platform():
    names = [command.name for command in COMMANDS]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name.islower() and len(name) <= 32 for name in names)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_a_command_says_what_it_and_its_parameters_are_for(command):
    for text in (command.description, *(p.description for p in command.parameters)):
        assert 0 < len(text) <= 100
        assert not text.endswith(".")
    required = [p.required for p in command.parameters]
    assert required == sorted(required, reverse=True)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
async def test_a_command_answers_whatever_its_arguments_are(dispatcher, command, text):
    reply = await dispatcher.dispatch(request_of(command, text))
    assert plain_text(reply)
    assert "Something went wrong" not in reply.message
    assert bool(reply.quotations or reply.results or reply.message or reply.documents)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.examples], ids=lambda c: c.name)
async def test_the_examples_of_a_command_are_answered(dispatcher, command):
    for example in command.examples:
        arguments = {command.parameters[0].name: example}
        reply = await dispatcher.dispatch(Request(command.name, arguments))
        assert reply.outcome is Outcome.QUOTED


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(COMMANDS), st.text(max_size=60))
async def test_no_text_makes_a_command_fail(dispatcher, command, text):
    reply = await dispatcher.dispatch(request_of(command, text))
    assert "Something went wrong" not in reply.message


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
async def test_a_message_never_holds_hidden_characters(dispatcher, command):
    reply = await dispatcher.dispatch(request_of(command, "q\x1b\u202e\u200bz 99"))
    assert not set("\x1b\u202e\u200b") & set(reply.message)
