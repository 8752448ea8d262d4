"""A progress bar for what takes more than a second, in a terminal only."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

PATIENCE = 1.0
"""Seconds without a bar: most work is done by then."""
_STEP = 256


def with_progress(items: Sequence[Item], what: str) -> Iterable[Item]:
    """Pass items on; where that takes long, a terminal shows how far it is with what."""
    return shown(items, f"Indexing ({what})") if sys.stderr.isatty() else items


def shown(items: Sequence[Item], label: str, patience: float = PATIENCE) -> Iterator[Item]:
    """Pass items on, and show how far it is once the patience, in seconds, is at its end."""
    begun = time.monotonic()
    passed = 0
    for passed, item in enumerate(items, start=1):
        yield item
        if passed % _STEP == 0 and time.monotonic() - begun > patience:
            break
    if passed < len(items):
        yield from _with_bar(items, label, passed)


def _with_bar(items: Sequence[Item], label: str, passed: int) -> Iterator[Item]:
    from rich.console import Console  # noqa: PLC0415 - only long work in a terminal needs it
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=len(items), completed=passed)
        for place in range(passed, len(items)):
            yield items[place]
            if place % _STEP == 0:
                progress.update(task, completed=place)
