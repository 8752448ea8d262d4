"""The bot's own words in the languages that it speaks; quotations stay in their document's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
}
"""The languages of the bot's own words, by ISO 639-1 code, each under its own name."""


@dataclass(frozen=True, slots=True)
class Words:
    """English sentences and what they are in one language; a sentence without any stays English.

    A sentence may have places for facts in braces, as `str.format` reads them.
    """

    language: str = "en"
    phrases: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __call__(self, text: str, **facts: object) -> str:
        """Return a sentence in this language, with its facts put in."""
        said = self.phrases.get(text, text)
        return said.format(**facts) if facts else said


ENGLISH = Words()


def english(_language: str) -> Words:
    """Return English, whatever is asked for: for those who bring no translations."""
    return ENGLISH


def phrase(text: str) -> str:
    """Return a sentence as it is: a mark on those that are translated where they are shown."""
    return text


def spoken_language(locale: str) -> str:
    """Return which of our languages a locale such as "es-419" means; English for any other."""
    code = locale.replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else "en"
