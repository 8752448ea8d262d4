"""Words that may stand for each other, by language: general ones, for any document."""

from collections.abc import Iterator, Mapping
from importlib.resources import files

from bot.retrieval.analyzer import Analyzer, surface_words


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


def load_fact_words(analyzer: Analyzer) -> frozenset[str]:
    """Return the index terms of words that ask for a fact; none for languages without a list."""
    return _terms_of("facts", analyzer)


def load_filler_words(analyzer: Analyzer) -> frozenset[str]:
    """Return the index terms of words that say little of any subject; none without a list."""
    return _terms_of("fillers", analyzer)


def _terms_of(name: str, analyzer: Analyzer) -> frozenset[str]:
    source = files(__name__) / f"{name}.{analyzer.language}.txt"
    if not source.is_file():
        return frozenset()
    lines = source.read_text(encoding="utf-8").splitlines()
    return frozenset(term for x in lines if not x.startswith("#") for term in analyzer.terms(x))


def general_words(language: str) -> frozenset[str]:
    """Return every word that these lists have in a language, as it is written."""
    names = (f"{language}.txt", f"facts.{language}.txt", f"fillers.{language}.txt")
    texts = (files(__name__) / name for name in names)
    lines = (x for text in texts if text.is_file() for x in text.read_text("utf-8").splitlines())
    return frozenset(word for x in lines if not x.startswith("#") for word in surface_words(x))


def _groups(text: str) -> Iterator[tuple[float, list[str]]]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            weight, _, words = line.partition(":")
            yield float(weight), [word.strip() for word in words.split(",")]
