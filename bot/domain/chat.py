"""How people talk with the bot on any platform: requests, replies, commands, platforms."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from secrets import token_bytes
from typing import Protocol

from bot.domain.actions import Button
from bot.domain.documents import Corpus, Document, Instrument, Paragraph, Span
from bot.domain.search import (
    Correction,
    Hit,
    Query,
    Ranking,
    ReferenceResolver,
    Retriever,
)
from bot.domain.storage import SpaceSettings, Store
from bot.domain.telemetry import UNCOUNTED, Telemetry
from bot.domain.words import ENGLISH, Words, english

RANKED_AT_ONCE = 2_000
"""Up to so many paragraphs a ranking is done before an event loop could notice (10 ms)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants: a command's name and arguments, and where it was said.

    `space` and `user` are the platform's own ids; "" where there is none, as in a terminal.
    `manages` tells whether the user may change the space's settings.
    """

    command: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    platform: str = "console"
    space: str = ""
    user: str = ""
    locale: str = "en"
    manages: bool = False

    @property
    def space_key(self) -> str:
        """Return the key of what belongs to the space, "" where there is none."""
        return f"{self.platform}:{self.space}" if self.space else ""

    def argument(self, name: str) -> str:
        """Return an argument without surrounding white space, "" where it is not given."""
        return self.arguments.get(name, "").strip()


class Outcome(StrEnum):
    """How a request ended."""

    QUOTED = "quoted"
    NO_ANSWER = "no_answer"
    NO_SUCH_PARAGRAPH = "no_such_paragraph"
    NOTICE = "notice"
    LIMITED = "limited"
    ERROR = "error"

    @property
    def refuses(self) -> bool:
        """Tell whether nothing was answered: the sentence concerns whoever asked alone."""
        return self in {Outcome.LIMITED, Outcome.ERROR}


@dataclass(frozen=True, slots=True)
class Quotation:
    """A whole paragraph to be shown word for word; `marks` are ranges to highlight.

    `score` is None where the paragraph was looked up by number, not ranked. `instruments` are the
    other texts and bodies that the paragraph names; they are no part of the quotation.
    """

    document: Document
    paragraph: Paragraph
    marks: tuple[Span, ...] = ()
    score: float | None = None
    rank: int = 1
    instruments: tuple[Instrument, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that a menu offers; `value` comes back when it is chosen."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Menu:
    """A setting to be chosen from `choices`; `chosen` holds the values that are in force.

    Without choices it offers the space's channels, of which several can be chosen, or none.
    """

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: tuple[str, ...]

    @property
    def of_channels(self) -> bool:
        """Tell whether channels are chosen."""
        return not self.choices


@dataclass(frozen=True, slots=True)
class Form:
    """A question to be answered in writing; `longest` counts characters.

    `notice` says what becomes of the answer.
    """

    title: str
    label: str
    notice: str
    longest: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a platform shows: quotations, or a notice, with what else came close.

    `message` is one short text in the bot's own words. `results` are the hits of a search,
    `documents` an outline of what is loaded, `menus` settings to choose. `words` is the language
    of all that is said around the quotations. A reply holds no channel and no client.
    """

    outcome: Outcome
    message: str = ""
    quotations: tuple[Quotation, ...] = ()
    also: tuple[Hit, ...] = ()
    nearest: tuple[Hit, ...] = ()
    absent: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    results: tuple[Hit, ...] = ()
    documents: tuple[Document, ...] = ()
    confidence: float | None = None
    buttons: tuple[Button, ...] = ()
    menus: tuple[Menu, ...] = ()
    words: Words = field(default=ENGLISH, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with: the corpus, the tools to search it, the store, the settings.

    `words` is the language in which it speaks; `words_in` returns that of a locale.

    `feedback_key` is the secret that makes hashes of the names of spaces and people; verdicts are
    kept for `feedback_days`.
    """

    corpus: Corpus
    retriever: Retriever
    references: ReferenceResolver
    store: Store
    settings: SpaceSettings = field(default_factory=SpaceSettings)
    feedback_key: bytes = field(default_factory=lambda: token_bytes(32), repr=False)
    feedback_days: int = 90
    words: Words = ENGLISH
    words_in: Callable[[str], Words] = english
    telemetry: Telemetry = UNCOUNTED

    async def rank(self, query: Query) -> Ranking:
        """Rank the paragraphs for a query; in a thread where the corpus is large."""
        started = time.perf_counter()
        if len(self.corpus.paragraphs) <= RANKED_AT_ONCE:
            ranking = self.retriever.retrieve(query)
        else:
            ranking = await asyncio.to_thread(self.retriever.retrieve, query)
        self.telemetry.ranked(time.perf_counter() - started)
        return ranking


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a command; `max_length` counts characters."""

    name: str
    description: str
    required: bool = True
    max_length: int = 4000


@dataclass(frozen=True, slots=True)
class Command:
    """Something that people can ask for, on every platform alike.

    `quotes` tells that its reply may be a quotation, so that a platform offers ways to deliver it
    (privately, to one person). A `managed` one is for those who manage a space. A command that is
    not `listed` is reached by buttons and menus only.
    """

    name: str
    description: str
    run: Callable[[Desk, Request], Awaitable[Reply]]
    parameters: tuple[Parameter, ...] = ()
    examples: tuple[str, ...] = ()
    quotes: bool = False
    managed: bool = False
    listed: bool = True


class Platform(Protocol):
    """A place where people talk with the bot."""

    name: str

    async def run(self) -> None:
        """Serve until cancelled or until the platform ends; raise PlatformError when refused."""
        ...

    async def ping(self) -> bool:
        """Tell whether people can be answered right now."""
        ...
