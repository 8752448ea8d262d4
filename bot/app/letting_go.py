"""Lets go of large objects part by part: freeing all at once would halt whatever else runs.

What frees a corpus and its indexes is one call of C, during which no other thread gets a turn.
"""

import gc
from collections.abc import Iterator
from types import FunctionType, ModuleType

DEPTH = 5
"""From a library to the lists and arrays of an index; deeper, the parts are many and small."""
_EVERYBODYS = (type, ModuleType, FunctionType)


def let_go(owned: list[object], depth: int = DEPTH) -> None:
    """Empty a list, and free what nobody else uses: owners first, each alone, then their parts.

    It takes a while, and is meant for a thread.
    """
    held = _parts(owned, depth)
    owned.clear()
    held.reverse()
    while held:
        held.pop()


def _parts(owned: list[object], depth: int) -> list[object]:
    """Return objects and what they refer to, level by level."""
    found: list[object] = []
    seen = set(map(id, owned))
    level = list(owned)
    for _ in range(depth):
        found += level
        level = [part for one in level for part in _new_parts(one, seen)]
    return found + level


def _new_parts(owner: object, seen: set[int]) -> Iterator[object]:
    """Yield what an object refers to and is not seen yet; then it is."""
    for part in gc.get_referents(owner):
        if id(part) not in seen and not isinstance(part, _EVERYBODYS):
            seen.add(id(part))
            yield part
