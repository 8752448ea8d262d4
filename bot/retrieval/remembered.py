"""Values that were made once and are kept, in a bounded number."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """At most so many values by key; the oldest gives way.

    `functools.lru_cache` around a method holds its object, and the object holds it: an index that
    is no longer used would stay until the garbage collector has looked through all there is.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[K, V] = {}
        self._changing = Lock()

    def of(self, key: K, make: Callable[[K], V]) -> V:
        """Return the value of a key, made by `make` where it is not there."""
        try:
            return self._values[key]
        except KeyError:
            value = make(key)
        with self._changing:
            if len(self._values) >= self._most:
                del self._values[next(iter(self._values))]
            self._values[key] = value
        return value
