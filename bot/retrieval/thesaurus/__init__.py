"""Words that may stand for each other, by language: general ones, for any document."""

from collections.abc import Iterator, Mapping
from importlib.resources import files

from bot.retrieval.analyzer import Analyzer


def load_thesaurus(analyzer: Analyzer) -> Mapping[str, Mapping[str, float]]:
    """Return, for each index term that has any, its near-synonyms with their weights (0 to 1).

    A language without a thesaurus has none.
    """
    source = files(__name__) / f"{analyzer.language}.txt"
    if not source.is_file():
        return {}
    synonyms: dict[str, dict[str, float]] = {}
    for weight, words in _groups(source.read_text(encoding="utf-8")):
        terms = list(dict.fromkeys(term for word in words for term in analyzer.terms(word)))
        for term in terms:
            near = synonyms.setdefault(term, {})
            near.update((other, weight) for other in terms if other != term)
    return synonyms


def _groups(text: str) -> Iterator[tuple[float, list[str]]]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            weight, _, words = line.partition(":")
            yield float(weight), [word.strip() for word in words.split(",")]
