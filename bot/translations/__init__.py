"""What the bot's own sentences are in other languages: a file a language, for translators."""

import tomllib
from functools import cache
from importlib.resources import files

from bot.domain.words import ENGLISH, Words, spoken_language


def words_in(locale: str) -> Words:
    """Return the bot's words for a locale such as "de" or "es-419"; English where it has none."""
    return _read(spoken_language(locale))


@cache
def _read(language: str) -> Words:
    if language == ENGLISH.language:
        return ENGLISH
    source = files(__name__) / f"{language}.toml"
    return Words(language, tomllib.loads(source.read_text(encoding="utf-8")))
