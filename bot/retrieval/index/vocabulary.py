"""A vocabulary in arrays, so that it may lie in a mapped file: no object a term."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from zlib import crc32

import numpy as np

from bot.retrieval.index.inverted import Vocabulary
from bot.retrieval.index.postings import Array

_REMEMBERED = 10_000


class MappedVocabulary:
    """Finds the number of a term by a checksum, then by the term itself.

    `checksums` are sorted; term i in their order has the number `numbers[i]`, and its UTF-8 bytes
    are `letters[starts[i]:starts[i + 1]]`. `get` returns the number of a term, None for an unknown.
    """

    def __init__(self, checksums: Array, numbers: Array, starts: Array, letters: Array) -> None:
        self.arrays = {
            "checksums": checksums, "numbers": numbers, "starts": starts, "letters": letters,
        }  # fmt: skip
        self._checksums, self._numbers = checksums.data, numbers.data
        self._starts, self._letters = starts.data, letters.data
        self.get = lru_cache(_REMEMBERED)(self._find)

    def __len__(self) -> int:
        return len(self._checksums)

    def __iter__(self) -> Iterator[str]:
        return (self._term(place).decode() for place in range(len(self)))

    def items(self) -> Iterator[tuple[str, int]]:
        """Yield the terms with their numbers."""
        return zip(self, self._numbers, strict=True)

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
    numbers = dict(vocabulary.items())
    terms = [_letters_of(term) for term in numbers]
    size = len(terms)
    checksums = np.fromiter((crc32(term) for term in terms), dtype=np.uint32, count=size)
    order = checksums.argsort(kind="stable")
    ordered = [terms[place] for place in order.tolist()]
    starts = np.zeros(size + 1, dtype=np.int64)
    starts[1:] = np.cumsum(np.fromiter(map(len, ordered), dtype=np.int64, count=size))
    return MappedVocabulary(
        checksums[order],
        np.fromiter(numbers.values(), dtype=np.int32, count=size)[order],
        starts,
        np.frombuffer(b"".join(ordered), dtype=np.uint8),
    )


def _letters_of(term: str) -> bytes:
    return term.encode(errors="replace")
