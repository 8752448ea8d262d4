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
MOST = 2.0
"""Seconds of the processor's own time, with coverage measured, which takes four times as long."""
STEEPEST = 6
"""How much longer four times the text may take: what grows with the square takes 16 times."""
SPARED = 0.05
"""Seconds that are too few to compare."""
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
    "a name of a part": "annex ",
    "a name of a part and a joint": "annex of ",
    "an ordinal": "first ",
    "an ordinal and a joint": "second to ",
    "a joint": "and ",
    "a number and a joint": "3 , ",
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
    "letters that shout": "K\x7f",
}


LONG = [
    (command.name, parameter.name)
    for command in COMMANDS
    for parameter in command.parameters
    if parameter.max_length == LONGEST
]


@pytest.fixture(scope="module")
def warm() -> Dispatcher:
    """The dispatcher as it answers people: all languages are indexed."""
    return build_dispatcher(Settings(_env_file=None), warm=True)


async def seconds_for(dispatcher, text, command="ask", parameter="question"):
    before = time.process_time()
    reply = await dispatcher.dispatch(Request(command, {parameter: text}))
    assert "Something went wrong" not in reply.message
    return time.process_time() - before


async def is_bounded(dispatcher, text, **where):
    """Tell whether a text takes little, and not much more than four times as its quarter."""
    whole = await seconds_for(dispatcher, text, **where)
    quarter = await seconds_for(dispatcher, text[: len(text) // 4], **where)
    return whole < MOST and whole < STEEPEST * quarter + SPARED


async def assert_bounded(dispatcher, text, **where):
    """Fail where three measurements in a row are too slow: something else may hold up one."""
    for _ in range(3):
        if await is_bounded(dispatcher, text, **where):
            return
    pytest.fail(f"too slow: {where}")


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
async def test_no_text_keeps_the_others_waiting(warm, unit):
    text = unit * (LONGEST // len(unit))
    for command, parameter in LONG:
        await assert_bounded(warm, text, command=command, parameter=parameter)


@given(unit=st.text(min_size=1, max_size=5), head=st.text(max_size=3))
@settings(max_examples=12)
async def test_nothing_that_is_repeated_keeps_the_others_waiting(warm, unit, head):
    await assert_bounded(warm, (head + unit * LONGEST)[:LONGEST])


async def test_a_text_that_is_longer_is_not_even_read(warm):
    before = time.process_time()
    reply = await warm.dispatch(Request("ask", {"question": "a " * 5_000_000}))
    assert "at most 4,000 are read" in reply.message
    assert time.process_time() - before < MOST
