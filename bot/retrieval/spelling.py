"""Mends typing mistakes against the words that stand in a corpus."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

NEAR, MIDDLE, FAR = 4, 6, 8
"""Letters from which more is thought possible: any mistake but one, any one, any two."""


class Speller:
    """Finds the word of a vocabulary that was meant; words that stand there are never changed.

    A mistake is a letter left out, added, replaced, or two neighbours exchanged (optimal string
    alignment distance). The shorter a word, the more often another real word is near: below MIDDLE
    letters none is replaced, below NEAR two are exchanged at most, and the first one stays.
    """

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted({word for word in words if len(word) > 1}, key=lambda w: (len(w), w))
        self._of_length = {length: tuple(alike) for length, alike in groupby(ordered, key=len)}

    def __contains__(self, word: str) -> bool:
        return word in self._beginning(word, len(word))

    def mend(self, word: str, *, most: int = 2) -> str | None:
        """Return the word that was meant by `most` mistakes, or None where none is near enough."""
        if len(word) < 3 or not word.isalpha() or word in self:  # noqa: PLR2004
            return None
        if len(word) < NEAR:
            return next(self._exchanged(word, 1), None)
        return self._nearest(word, 1 if len(word) < FAR else most)

    def _beginning(self, letters: str, length: int) -> Sequence[str]:
        """Return the words of a length that begin with some letters, at least one, in order."""
        alike = self._of_length.get(length, ())
        start = bisect_left(alike, letters)
        return alike[start : bisect_right(alike, letters, start, key=lambda w: w[: len(letters)])]

    def _exchanged(self, word: str, first: int) -> Iterator[str]:
        """Yield the words that a word becomes by exchanging two neighbours, from a place on."""
        places = range(first, len(word) - 1)
        swaps = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places)
        return (swap for swap in swaps if swap in self)

    def _candidates(self, word: str, most: int) -> Iterator[str]:
        length = len(word)
        for change in range(-most, most + 1):
            if change or length >= MIDDLE:
                yield from self._beginning(word[0], length + change)
        if length < MIDDLE:
            yield from self._exchanged(word, 0)
        elif word[0] != word[1]:
            yield from self._beginning(word[1] + word[0], length)

    def _nearest(self, word: str, most: int) -> str | None:
        from rapidfuzz import process  # noqa: PLC0415 - only a mistyped word needs it
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        found = process.extract(
            word,
            [*self._candidates(word, most)],
            scorer=OSA.distance,
            score_cutoff=most,
            limit=None,
        )
        return min(found, key=lambda match: (match[1], match[0]), default=(None,))[0]
