"""A made-up corpus like regulations, for benchmarks: the same for everybody, by its seed.

Lengths are log-normal, as measured on the 13,732 passages of ObliQA (mean 61 words, median 40);
words follow Zipf and Mandelbrot's law, f(r) ~ 1 / (r + 2.7) ^ 1.05, over 200,000 of them. Half
the words of a question stand in one paragraph, the other half are drawn like the corpus.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

VOCABULARY = 200_000
LONGEST = 600
QUESTION_WORDS = 14
_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in ("a", "e", "i", "o", "u", "en", "ar")]
_DRAWN_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class MadeUpCorpus:
    """Paragraphs and questions, each a list of words."""

    paragraphs: Sequence[list[str]]
    questions: Sequence[list[str]]


def make_corpus(size: int, questions: int, seed: int = 20240521) -> MadeUpCorpus:
    """Make `size` paragraphs, and questions of QUESTION_WORDS different words."""
    random = np.random.default_rng(seed)
    lengths = np.clip(random.lognormal(np.log(40), 0.92, size).astype(int), 1, LONGEST)
    words = np.array([_word(number) for number in range(VOCABULARY)], dtype=object)
    paragraphs: list[list[str]] = []
    for part in np.array_split(lengths, 1 + int(lengths.sum()) // _DRAWN_AT_ONCE):
        drawn = words[_ranks(random, int(part.sum()))].tolist()
        ends = np.cumsum(part).tolist()
        paragraphs += [drawn[end - n : end] for n, end in zip(part.tolist(), ends, strict=True)]
    asked = [_question(random, paragraphs, words) for _ in range(questions)]
    return MadeUpCorpus(paragraphs, asked)


def _ranks(random: np.random.Generator, count: int) -> np.ndarray:
    weights = 1 / (np.arange(VOCABULARY) + 1 + 2.7) ** 1.05
    return np.searchsorted(np.cumsum(weights / weights.sum()), random.random(count))


def _question(
    random: np.random.Generator, paragraphs: Sequence[list[str]], words: np.ndarray
) -> list[str]:
    source = dict.fromkeys(paragraphs[int(random.integers(len(paragraphs)))])
    chosen = random.permutation(list(source))[: QUESTION_WORDS // 2].tolist()
    others = dict.fromkeys(words[_ranks(random, 5 * QUESTION_WORDS)].tolist())
    return [*chosen, *(word for word in others if word not in chosen)][:QUESTION_WORDS]


def _word(number: int) -> str:
    word = ""
    while number or not word:
        number, place = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[place]
    return word
