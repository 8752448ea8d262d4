"""Messages that are no question: greetings, thanks, talk with or about the bot, cries for help."""

import re
import unicodedata

from bot.commands.privacy import FORGOTTEN
from bot.commands.small_talk_words import (
    ANNOYED,
    EITHER,
    FAREWELL,
    GREETING,
    HELP,
    HOW_ARE_YOU,
    OF_WHAT_IS_KEPT,
    PASTIME,
    PROGRAM,
    TALK_OF_THE_BOT,
    THANKS,
)
from bot.domain.words import ENGLISH, Words, phrase

_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")

HOW_TO_ASK = phrase(
    "Ask about a document in your own words, or name a paragraph, as in “paragraph 4”."
)
HELLO = phrase("Hello.")
WELL = phrase("I am well, thank you.")
WELCOME = phrase("You are welcome.")
GOODBYE = phrase("Goodbye.")
SORRY = phrase("I am sorry that this was of no help.")
NO_WORDS = phrase("I see no words to look for.")
ABOUT_THE_BOT = phrase("I quote documents word for word; no language model writes here.")

_PATTERNS = (
    (re.compile(HOW_ARE_YOU, re.VERBOSE), (WELL, HOW_TO_ASK)),
    (re.compile(OF_WHAT_IS_KEPT, re.VERBOSE), (FORGOTTEN,)),
    (re.compile(TALK_OF_THE_BOT, re.VERBOSE), (ABOUT_THE_BOT, HOW_TO_ASK)),
    (re.compile(HELP, re.VERBOSE), (HOW_TO_ASK,)),
    (re.compile(PROGRAM, re.VERBOSE), (HOW_TO_ASK,)),
)
_LINES = (
    (THANKS, (WELCOME,)),
    (GREETING, (HELLO, HOW_TO_ASK)),
    (FAREWELL, (GOODBYE,)),
    (ANNOYED, (SORRY, HOW_TO_ASK)),
    (PASTIME | GREETING | THANKS | FAREWELL, (HOW_TO_ASK,)),
)


def small_talk(text: str, words: Words = ENGLISH) -> str | None:
    """Return a kind line for a message that asks nothing, or None for a question."""
    sentences = _sentences(_plain(text))
    return " ".join(map(words, sentences)) if sentences else None


def _plain(text: str) -> str:
    """Return a text without case and accents, in one line: many people type none of them."""
    return " ".join((text.lower() if text.isascii() else _folded(text)).split())


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", folded))
    return unicodedata.normalize("NFC", bare)


def _sentences(plain: str) -> tuple[str, ...]:
    typed = set(_WORD.findall(plain))
    if not typed:
        return (NO_WORDS, HOW_TO_ASK) if plain else (HOW_TO_ASK,)
    for pattern, said in _PATTERNS:
        if pattern.match(plain):
            return said
    core = typed - EITHER
    return next((said for known, said in _LINES if core and core <= known), ())
