"""A question may be long and odd; it may not keep the others waiting."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import build_dispatcher
from bot.commands import COMMANDS
from bot.dispatcher import Dispatcher
from bot.domain.chat import Request
from bot.settings import Settings

LONGEST = 4_000
"""Characters of a question that are read at all."""
MOST = 0.5
"""Seconds of the processor's own time, so that other work on the machine changes little."""
UNITS = {
    "a word of one letter": "a ",
    "one long word": "a",
    "a digit": "9",
    "an Arabic digit": "٣",
    "a Chinese digit": "一",
    "a Chinese number": "二十三",
    "a full stop": ".",
    "a number and a full stop": "1.",
    "a bracket": "(",
    "numbers in brackets": "(1)",
    "an open bracket after a number": "1(",
    "a range": "1-2 ",
    "a list": "3 and ",
    "a word of reference": "para ",
    "a reference in Chinese": "第4段落",
    "a reference in Korean": "제 4 항 ",
    "half a reference in Korean": "제 ",
    "a hyphen": "a-",
    "an apostrophe": "l'",
    "a quotation mark": '"',
    "a new line": "\n",
    "a space after an accent": "\u00a0",
    "a combining accent": "e\u0301",
    "half-width letters": "ｶﾞ",
    "one character that stands for eighteen": "ﷺ",
    "eighteen times as many words": "ﷺ ",
    "a ligature": "ﬃ",
    "a family of emoji": "👩‍👩‍👧",
    "an invisible character": "\u200b",
    "a mistyped word": "internatoinal ",
    "a name": "Brussles ",
    "shouting": "SHOUT ",
}


@pytest.fixture(scope="module")
def warm() -> Dispatcher:
    """The dispatcher as it answers people: all languages are indexed."""
    return build_dispatcher(Settings(_env_file=None), warm=True)


async def seconds_for(dispatcher, command, parameter, text):
    arguments = {parameter.name: text[: parameter.max_length]}
    before = time.process_time()
    reply = await dispatcher.dispatch(Request(command.name, arguments))
    assert "Something went wrong" not in reply.message
    return time.process_time() - before


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
async def test_no_text_keeps_the_others_waiting(warm, unit):
    text = unit * (LONGEST // len(unit))
    for command in COMMANDS:
        for parameter in command.parameters:
            seconds = await seconds_for(warm, command, parameter, text)
            assert seconds < MOST, f"{command.name} {parameter.name}"


@given(unit=st.text(min_size=1, max_size=5), head=st.text(max_size=3))
@settings(max_examples=60)
async def test_nothing_that_is_repeated_keeps_the_others_waiting(warm, unit, head):
    ask = warm.commands["ask"]
    text = (head + unit * LONGEST)[:LONGEST]
    assert await seconds_for(warm, ask, ask.parameters[0], text) < MOST


async def test_a_text_that_is_longer_is_not_even_read(warm):
    before = time.process_time()
    reply = await warm.dispatch(Request("ask", {"question": "a " * 5_000_000}))
    assert "at most 4,000 are read" in reply.message
    assert time.process_time() - before < MOST
