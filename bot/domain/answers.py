"""An answer under way: its id in the log, when its event came, how many there are at once."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Answer:
    """What is done about one event; `since` is the time of `time.monotonic` when it came.

    `asked` tells that a request was dispatched: an event that was dropped is no answer.
    """

    __slots__ = ("asked", "id", "since")

    def __init__(self) -> None:
        self.id = secrets.token_hex(4)
        self.since = time.monotonic()
        self.asked = False

    @property
    def seconds(self) -> float:
        """How long ago the event came."""
        return time.monotonic() - self.since


_current: ContextVar[Answer | None] = ContextVar("answer", default=None)


def begin() -> Answer:
    """Begin an answer that ends with the task in which it was begun."""
    answer = Answer()
    _current.set(answer)
    return answer


@contextmanager
def answering() -> Iterator[Answer]:
    """Go on with the answer that was begun in this task or in the one that made it, or begin one.

    Tasks that are made meanwhile belong to the same answer.
    """
    current = _current.get()
    if current is not None:
        yield current
        return
    answer = Answer()
    token = _current.set(answer)
    try:
        yield answer
    finally:
        _current.reset(token)


def answer_id() -> str:
    """Return the id of the answer under way, "" where there is none."""
    current = _current.get()
    return current.id if current else ""


class Answers:
    """Counts the answers that are under way on all platforms together."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def one(self) -> Iterator[Answer]:
        """Count an answer for as long as it takes."""
        self.count += 1
        try:
            with answering() as answer:
                yield answer
        finally:
            self.count -= 1
