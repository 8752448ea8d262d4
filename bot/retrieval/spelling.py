"""Mends typing mistakes against the words that stand in a corpus."""

from collections.abc import Iterable

NEAR, MIDDLE, FAR = 4, 6, 8
"""Letters from which more is thought possible: any mistake but one, any one, any two."""


class Speller:
    """Finds the word of a vocabulary that was meant; words that stand there are never changed.

    A mistake is a letter left out, added, replaced, or two neighbours exchanged (optimal string
    alignment distance). The shorter a word, the more often another real word is near: below MIDDLE
    letters none is replaced, below NEAR two are exchanged at most, and the first one stays.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if len(word) > 1)
        self._alike: dict[tuple[int, str], list[str]] = {}
        for word in sorted(self._words):
            self._alike.setdefault((len(word), word[0]), []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def mend(self, word: str, *, most: int = 2) -> str | None:
        """Return the word that was meant by `most` mistakes, or None where none is near enough."""
        if word in self._words or not word.isalpha() or len(word) < 3:  # noqa: PLR2004
            return None
        if len(word) < NEAR:
            return self._exchanged(word)
        return self._nearest(word, 1 if len(word) < FAR else most)

    def _exchanged(self, word: str) -> str | None:
        swaps = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1))
        return next((swap for swap in swaps if swap in self._words), None)

    def _nearest(self, word: str, most: int) -> str | None:
        from rapidfuzz import process  # noqa: PLC0415 - only a mistyped word needs it
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        lengths = range(len(word) - most, len(word) + most + 1)
        candidates = [w for n in lengths for w in self._alike.get((n, word[0]), ())]
        swapped = self._alike.get((len(word), word[1]), ())
        candidates += [w for w in swapped if w[1] == word[0] != w[0]]
        if len(word) < MIDDLE:
            letters = sorted(word)
            candidates = [w for w in candidates if len(w) != len(word) or sorted(w) == letters]
        found = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=most, limit=None
        )
        return min(found, key=lambda match: (match[1], match[0]), default=(None,))[0]
