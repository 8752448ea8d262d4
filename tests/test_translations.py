"""Each sentence of the bot's own has a translation in each of its languages."""

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.commands import COMMANDS
from bot.commands.buttons import HELPFUL, NOT_HELPFUL
from bot.commands.feedback import WISH
from bot.commands.privacy import KEPT_VERDICTS
from bot.commands.small_talk import HOW_TO_ASK
from bot.domain.chat import Request
from bot.domain.words import ENGLISH, LANGUAGES, Words, spoken_language
from bot.platforms.discord.commands import FIND
from bot.platforms.discord.listening import HIDDEN
from bot.platforms.slack import limits
from bot.translations import words_in

SOURCES = Path(bot.__file__).parent
OTHERS = sorted(set(LANGUAGES) - {"en"})
MARKS = {"phrase", "words"}
SHORT = {
    "What were you looking for?": 45,  # Discord's limit on a form's title
    "In your own words": 45,
    "This text is kept, without your name, for those who run this bot.": 100,
    "Ask a declaration": limits.MODAL_TITLE,
    "Not helpful": limits.MODAL_TITLE,
    "Privacy": limits.MODAL_TITLE,
    "Ask": limits.SUBMIT,
    "Send": limits.SUBMIT,
    "Close": limits.SUBMIT,
    "Find the paragraph": 32,  # Discord's limit on a command's name
    "Only you see the answer": 100,  # on an option's description
    "Somebody who should see it; nobody else is notified": 100,
}
NAMED = (
    (KEPT_VERDICTS, HELPFUL),
    (KEPT_VERDICTS, NOT_HELPFUL),
    (
        "Kept with it if you fill in “What were you looking for?”: that text, and no other.",
        WISH.title,
    ),
    ("“Forget me” deletes every verdict of yours, with its text, at once.", "Forget me"),
    (HIDDEN, FIND),
)
"""Sentences that name something to press or to fill in, and its name."""


@cache
def phrases() -> frozenset[str]:
    """Return every sentence that stands in the program marked for translation."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in SOURCES.rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    marked = [call.args[0] for call in calls if call.args and _name(call.func) in MARKS]
    return frozenset(str(text.value) for text in marked if isinstance(text, ast.Constant))


def _name(function: ast.expr) -> str:
    return str(getattr(function, "id", "") or getattr(function, "attr", ""))


def places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated_and_nothing_else(language):
    assert set(words_in(language).phrases) == phrases()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_every_fact_of_its_sentence(language):
    chosen = {"kind", "title"}  # a language may name the document in its own way
    for sentence, said in words_in(language).phrases.items():
        assert places(said) <= places(sentence) | chosen, sentence
        assert places(sentence) - chosen <= places(said) - chosen, sentence


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fits_where_it_is_shown(language):
    words = words_in(language)
    for command in COMMANDS:
        texts = [command.description, *(p.description for p in command.parameters)]
        assert max(len(words(text)) for text in texts) <= 100
    for sentence, most in SHORT.items():
        assert 1 <= len(words(sentence)) <= most, sentence
    assert not [said for said in words.phrases.values() if re.search(r"\s{2}|^\s|\s$", said)]


@pytest.mark.parametrize("language", OTHERS)
def test_what_a_sentence_names_is_called_as_it_is_shown(language):
    words = words_in(language)
    for sentence, name in NAMED:
        assert words(name) in words(sentence)


@pytest.mark.parametrize("language", OTHERS)
async def test_the_example_of_how_to_ask_is_understood(dispatcher, language):
    (example,) = re.findall(r"[«„“「]\s?([^»“”」]+?)\s?[»“”」]", words_in(language)(HOW_TO_ASK))
    reply = await dispatcher.dispatch(Request("ask", {"question": example}, locale=language))
    assert [quotation.paragraph.number for quotation in reply.quotations] == ["4"]


@pytest.mark.parametrize(
    ("locale", "language"),
    [("de", "de"), ("es-419", "es"), ("fr_CA", "fr"), ("en-GB", "en"), ("tlh", "en"), ("", "en")],
)
def test_a_locale_means_one_of_our_languages(locale, language):
    assert spoken_language(locale) == language
    assert words_in(locale).language == language


def test_a_sentence_without_translation_stays_english():
    words = Words("xx", {"Hello.": "Saluton.", "{n} found": "{n} trovitaj"})
    assert words("Hello.") == "Saluton."
    assert words("Goodbye.") == "Goodbye."
    assert words("{n} found", n=3) == "3 trovitaj"
    assert ENGLISH("{n} found", n=3) == "3 found"
    assert words("{not a fact}") == "{not a fact}"
