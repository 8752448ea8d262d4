"""Large objects taken in steps: one long call of C would keep all other threads waiting.

The interpreter hands its lock on between two instructions, every five milliseconds, but not while
a whole list is made of an array, or a large dict is freed.
"""

from collections.abc import Iterator
from typing import Any

from bot.retrieval.index.postings import Array

STEP = 1 << 14
"""Elements of a step: some of them take a tenth of a millisecond, others two."""


def steps(values: Array) -> Iterator[list[Any]]:
    """Yield the elements of an array, in order, as lists of a limited length."""
    for start in range(0, len(values), STEP):
        yield values[start : start + STEP].tolist()


def clear(container: list[Any] | dict[Any, Any]) -> None:
    """Empty a list or a dict element by element."""
    take = container.pop if isinstance(container, list) else container.popitem
    while container:
        take()
