"""Which languages a question may be in: by its script, then by its function words."""

import re
import unicodedata
from collections.abc import Iterable

from bot.retrieval.analyzer import normalise
from bot.retrieval.stop_words import STOP_WORDS

_WORD = re.compile(r"[^\W\d_]+")
CERTAIN = 2
"""Function words that show a question's language."""
_SHARED = frozenset({"ai", "n"})
"""Function words of one language that mean something else in others: "AI", "n" for "and"."""
_SCRIPTS = {"HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja"}
_FUNCTION_WORDS = {code: words - _SHARED for code, words in STOP_WORDS.items()}


def script_language(text: str) -> str | None:
    """Return the language that a text's script gives away ("ja", "ko"; Han alone is "zh")."""
    if text.isascii():
        return None
    names = {unicodedata.name(c, "").split(" ")[0] for c in text if not c.isascii()}
    for script, language in _SCRIPTS.items():
        if script in names:
            return language
    return "zh" if "CJK" in names else None


def function_words(text: str, language: str) -> int:
    """Count the words of a text that only serve the grammar of a language."""
    return _counted(_normalised(text), language)


def _normalised(text: str) -> list[str]:
    if text.isascii():
        return _WORD.findall(text.lower())
    return [normalise(word) for word in _WORD.findall(text)]


def _counted(words: list[str], language: str) -> int:
    known = _FUNCTION_WORDS.get(language, frozenset())
    return sum(map(known.__contains__, words))


def likely_languages(text: str, available: Iterable[str], *, at_home: str) -> list[str]:
    """Return the languages, out of those available, in which to look for a text, likeliest first.

    `at_home` is the language of the documents. It comes first, unless another has more function
    words in the text; the script, or at least CERTAIN of them, show that only this one is meant.
    """
    languages = list(available)
    script = script_language(text)
    if script is not None:
        found = {"zh": ("zh", "ja")}.get(script, (script,))
        return [code for code in languages if code in found] or languages
    latin = [code for code in languages if code in STOP_WORDS]
    words = _normalised(text)
    counts = {code: _counted(words, code) for code in latin}
    most = max(counts.values(), default=0)
    if most >= CERTAIN and most > counts.get(at_home, 0):
        return [code for code in latin if counts[code] == most]
    others = (code for code in latin if code != at_home)
    return sorted([at_home, *others], key=lambda code: -counts.get(code, 0))
