"""A vocabulary in arrays, so that it may lie in a mapped file: no object a term."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from zlib import crc32

import numpy as np

from bot.retrieval.index.inverted import Vocabulary
from bot.retrieval.index.postings import Array
from bot.retrieval.index.turns import clear, steps
from bot.retrieval.remembered import Remembered

_REMEMBERED = 10_000


class MappedVocabulary:
    """Finds the number of a term by a checksum, then by the term itself.

    `checksums` are sorted; term i in their order has the number `numbers[i]`, and its UTF-8 bytes
    are `letters[starts[i]:starts[i + 1]]`.
    """

    def __init__(self, checksums: Array, numbers: Array, starts: Array, letters: Array) -> None:
        self.arrays = {
            "checksums": checksums, "numbers": numbers, "starts": starts, "letters": letters,
        }  # fmt: skip
        self._checksums, self._numbers = checksums.data, numbers.data
        self._starts, self._letters = starts.data, letters.data
        self._known = Remembered[str, int | None](_REMEMBERED)

    def __len__(self) -> int:
        return len(self._checksums)

    def __iter__(self) -> Iterator[str]:
        return (self._term(place).decode() for place in range(len(self)))

    def items(self) -> Iterator[tuple[str, int]]:
        """Yield the terms with their numbers."""
        return zip(self, self._numbers, strict=True)

    def get(self, term: str, /) -> int | None:
        """Return the number of a term, None for an unknown one."""
        return self._known.of(term, self._find)

    def _find(self, term: str, /) -> int | None:
        letters = _letters_of(term)
        checksum = crc32(letters)
        place = bisect_left(self._checksums, checksum)
        while place < len(self) and self._checksums[place] == checksum:
            if self._term(place) == letters:
                return int(self._numbers[place])
            place += 1
        return None

    def _term(self, place: int) -> bytes:
        return bytes(self._letters[self._starts[place] : self._starts[place + 1]])


def mapped(vocabulary: Vocabulary) -> MappedVocabulary:
    """Return the same vocabulary in arrays."""
    terms, numbers = [], array("i")
    for term, number in vocabulary.items():
        terms.append(_letters_of(term))
        numbers.append(number)
    checksums = np.fromiter((crc32(term) for term in terms), dtype=np.uint32, count=len(terms))
    order = checksums.argsort(kind="stable")
    starts, letters = array("q", [0]), bytearray()
    for places in steps(order):
        for place in places:
            letters += terms[place]
            starts.append(len(letters))
    clear(terms)
    return MappedVocabulary(
        checksums[order],
        np.array(numbers, dtype=np.int32)[order],
        np.frombuffer(starts, dtype=np.int64),
        np.frombuffer(bytes(letters), dtype=np.uint8),
    )


def _letters_of(term: str) -> bytes:
    return term.encode(errors="replace")
