import threading
from dataclasses import replace

import pytest

from bot.domain.chat import RANKED_AT_ONCE, Outcome, Quotation, Reply, Request
from bot.domain.documents import Corpus
from bot.domain.search import Query, Ranking


class ThreadNaming:
    """A retriever that finds nothing and remembers the thread it was asked in."""

    thread = ""

    def retrieve(self, query):
        self.thread = threading.current_thread().name
        return Ranking((), 0.0, answers=False)


def test_an_argument_comes_without_surrounding_white_space():
    request = Request("ask", {"question": "  why?\n"})
    assert request.argument("question") == "why?"
    assert request.argument("document") == ""


def test_a_request_is_the_terminals_unless_said_otherwise():
    request = Request("help")
    assert (request.platform, request.space, request.user) == ("console", "", "")


async def test_a_small_corpus_is_ranked_at_once(desk):
    retriever = ThreadNaming()
    await replace(desk, retriever=retriever).rank(Query("words"))
    assert retriever.thread == threading.current_thread().name


async def test_a_large_corpus_is_ranked_in_a_thread(desk, declaration):
    many = declaration.paragraphs * (RANKED_AT_ONCE // len(declaration.paragraphs) + 1)
    retriever = ThreadNaming()
    large = replace(
        desk, retriever=retriever, corpus=Corpus((replace(declaration, paragraphs=many),))
    )
    assert await large.rank(Query("words")) == Ranking((), 0.0, answers=False)
    assert retriever.thread != threading.current_thread().name


def test_the_key_of_hashes_is_secret_and_new_for_each_desk(desk):
    assert repr(desk.feedback_key) not in repr(desk)
    assert len(desk.feedback_key) == 32


def test_values_cannot_be_changed(declaration):
    for value, name in (
        (Reply(Outcome.NOTICE), "message"),
        (Request("ask"), "command"),
        (Quotation(declaration, declaration.paragraphs[0]), "rank"),
    ):
        with pytest.raises(AttributeError):
            setattr(value, name, "other")
