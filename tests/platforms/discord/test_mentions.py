"""What a message asks of the bot."""

import pytest

from bot.platforms.discord.mentions import question_in, words_of


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("<@5> which countries?", "which countries?"),
        ("<@!5> which countries?", "which countries?"),
        ("which countries <@5>", "which countries"),
        ("hey <@5>, which\ncountries?", "hey , which countries?"),
        ("> an old line\n<@5> which countries?", "which countries?"),
        ("<@5> ask <@7> in <#8> about <t:1:R> <:x:9> <@&3> </ask:4> @here", "ask in about"),
        ("<@5>", ""),
        ("  <@5>  ", ""),
    ],
)
def test_the_question_is_the_text_around_the_mention(text, question):
    assert question_in(text, 5) == question


@pytest.mark.parametrize(
    "text",
    [
        "which countries?",
        "<@6> hello",
        "> <@5> hi",
        ">>> a\n<@5>",
        "`<@5>`",
        "```\n<@5>```",
        "<@&5>",
    ],
)
def test_a_message_that_does_not_name_the_bot_asks_nothing(text):
    assert question_in(text, 5) is None


def test_an_unfinished_block_of_code_hides_a_mention():
    assert question_in("```\n<@5> hi", 5) is None


def test_words_keep_what_is_typed():
    assert words_of("3 < 5 and a@b.example") == "3 < 5 and a@b.example"
