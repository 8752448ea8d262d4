"""The errors of the project, one tree.

VerbatimError
├── UserError               a sentence for the person who asked
├── SettingsError           a sentence for the person who runs the bot
├── CorpusError             documents that cannot be used, each problem with file and line
├── PlatformError           a platform that cannot be reached or refuses us
│   └── PlatformRefusedError  it refuses us in a way that no further attempt changes
└── StoreError              a store that cannot be opened, reached or written
"""

from collections.abc import Sequence
from dataclasses import dataclass


class VerbatimError(Exception):
    """Everything that this project raises on purpose; `str(error)` is fit to be shown."""


class UserError(VerbatimError):
    """The request cannot be served as it stands; the message tells the asker what to do."""


class SettingsError(VerbatimError):
    """A setting is wrong or missing; the message names it."""


class PlatformError(VerbatimError):
    """A chat platform cannot be reached or refuses us; the message says what to change."""


class PlatformRefusedError(PlatformError):
    """A chat platform refuses us for good: a wrong token, say. Trying again changes nothing."""


class StoreError(VerbatimError):
    """The store cannot be opened, reached or written; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a document's file; `line` counts from 1, 0 is the whole file."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.message}"


class CorpusError(VerbatimError):
    """A corpus that cannot be used; `problems` has all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
