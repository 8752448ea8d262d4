import logging
import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings

from bot.app import build_dispatcher
from bot.app.answering import Library, read_library
from bot.app.options import AnsweringOptions
from bot.dispatcher import Dispatcher
from bot.documents.loader import load_corpus, packaged_corpus
from bot.domain.chat import Desk
from bot.domain.documents import Corpus, Document
from bot.settings import Settings

settings.register_profile(  # no limits of time: other work may share the machine
    "verbatim", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("verbatim")


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch, tmp_path_factory):
    """Keep the machine's own settings and store, and a file .env of the checkout, out of tests."""
    for name in os.environ:
        if name.upper().startswith("VERBATIM_") and not name.startswith("VERBATIM_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path_factory.getbasetemp())
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / "data"))


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """The root logger, put back as it was."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield root
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The corpus that comes with the package."""
    return load_corpus(packaged_corpus())


@pytest.fixture(scope="session")
def declaration(corpus: Corpus) -> Document:
    """The Seoul Declaration."""
    return corpus.documents[0]


@pytest.fixture(scope="session")
def library() -> Library:
    """The documents that come along with all that searches them: indexed once, never changed."""
    return read_library(AnsweringOptions())


@pytest.fixture
def dispatcher(library: Library) -> Dispatcher:
    """The dispatcher as the application builds it, with a store of its own."""
    dispatcher = build_dispatcher(Settings())
    dispatcher.desk = replace(dispatcher.desk, **library._asdict())
    return dispatcher


@pytest.fixture
def desk(dispatcher: Dispatcher) -> Desk:
    """The desk of the dispatcher."""
    return dispatcher.desk
