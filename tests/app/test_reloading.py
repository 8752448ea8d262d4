"""The documents are replaced as a whole, or kept."""

import asyncio
import gc
import sys
import weakref
from functools import partial
from threading import get_ident

import pytest

from bot.app import build_dispatcher
from bot.app.answering import read_library
from bot.app.options import options_of
from bot.app.reloading import LoadedCorpus, Reloading, snapshot, watch
from bot.dispatcher import Dispatcher
from bot.domain.chat import Command, Outcome, Reply, Request
from bot.domain.errors import CorpusError
from bot.domain.health import Health
from bot.settings import Settings
from tests.sources import source_of, write_corpus
from tests.waiting import until


@pytest.fixture
def folder(tmp_path):
    return write_corpus(tmp_path / "corpus", source_of("1. Alpha rules apply."))


@pytest.fixture
def chosen(folder):
    return Settings(corpus_dir=folder)


@pytest.fixture
def dispatcher(chosen):
    return build_dispatcher(chosen)


@pytest.fixture
def reloading(chosen, dispatcher):
    return Reloading(dispatcher, partial(read_library, options_of(chosen)))


async def answer(dispatcher):
    reply = await dispatcher.dispatch(Request("paragraph", {"number": "1"}))
    assert reply.outcome is Outcome.QUOTED
    return reply.quotations[0].paragraph.text


async def answers(dispatcher, text):
    return await answer(dispatcher) == text


@pytest.mark.parametrize("is_broken", [False, True])
async def test_while_documents_are_read_nothing_is_collected_and_turns_are_short(
    chosen, dispatcher, is_broken
):
    before, seen = (gc.isenabled(), sys.getswitchinterval()), []

    def read():
        seen.append((gc.isenabled(), sys.getswitchinterval()))
        if is_broken:
            raise CorpusError([])
        return read_library(options_of(chosen))

    assert await Reloading(dispatcher, read).reload() is not is_broken
    assert seen == [(False, pytest.approx(0.001))]
    assert (gc.isenabled(), sys.getswitchinterval()) == before


async def test_the_next_answer_comes_from_the_new_documents(folder, dispatcher, reloading):
    store = dispatcher.desk.store
    assert await answer(dispatcher) == "Alpha rules apply."
    write_corpus(folder, source_of("1. Beta rules apply."))
    assert await reloading.reload()
    assert await answer(dispatcher) == "Beta rules apply."
    ranked = await dispatcher.dispatch(Request("ask", {"question": "beta rules"}))
    assert ranked.quotations[0].paragraph.text == "Beta rules apply."
    assert dispatcher.desk.store is store


async def test_documents_that_were_replaced_are_gone_without_a_collection(
    folder, dispatcher, reloading
):
    await answer(dispatcher)
    await dispatcher.dispatch(Request("ask", {"question": "which rules apply?"}))
    threads = []
    for old in (dispatcher.desk.retriever, dispatcher.desk.corpus):
        weakref.finalize(old, lambda: threads.append(get_ident()))
    del old
    gc.disable()
    try:
        assert await reloading.reload()
        assert len(threads) == 2
        assert get_ident() not in threads  # the loop goes on meanwhile
    finally:
        gc.enable()


async def test_an_answer_under_way_ends_with_the_documents_it_began_with(
    folder, dispatcher, chosen
):
    held, begun = asyncio.Event(), asyncio.Event()

    async def slow(desk, _request):
        begun.set()
        await held.wait()
        return Reply(Outcome.NOTICE, desk.corpus.paragraphs[0].text)

    slowly = Dispatcher([Command("slow", "Take time", slow)], dispatcher.desk)
    reloading = Reloading(slowly, partial(read_library, options_of(chosen)))
    under_way = asyncio.create_task(slowly.dispatch(Request("slow")))
    await begun.wait()
    write_corpus(folder, source_of("1. Beta rules apply."))
    assert await reloading.reload()
    held.set()
    assert (await under_way).message == "Alpha rules apply."
    assert (await slowly.dispatch(Request("slow"))).message == "Beta rules apply."


async def test_broken_documents_are_told_and_the_old_ones_are_kept(
    folder, dispatcher, reloading, caplog
):
    before = dispatcher.desk
    (path,) = (folder / "documents").glob("*.md")
    path.write_text("no front matter", encoding="utf-8")
    assert not await reloading.reload()
    assert dispatcher.desk is before
    kept, *problems = caplog.records
    assert (kept.message, kept.problems) == ("corpus kept", len(problems))
    assert path.name in problems[0].problem


async def test_a_missing_default_document_keeps_the_old_ones(folder, caplog):
    chosen = Settings(corpus_dir=folder, document="sample")
    dispatcher = build_dispatcher(chosen)
    (path,) = (folder / "documents").glob("*.md")
    path.unlink()
    write_corpus(folder, source_of("1. One.", id='"other"'))
    reloading = Reloading(dispatcher, partial(read_library, options_of(chosen)))
    assert not await reloading.reload()
    assert "VERBATIM_DOCUMENT" in caplog.records[0].reason
    assert await answer(dispatcher) == "Alpha rules apply."


async def test_whatever_goes_wrong_the_old_documents_are_kept(dispatcher, caplog):
    def read():
        raise MemoryError("xylophone")

    assert not await Reloading(dispatcher, read).reload()
    assert caplog.records[0].reason == "MemoryError"
    assert await answer(dispatcher) == "Alpha rules apply."


async def test_the_age_of_the_documents_is_that_of_the_reload(dispatcher, chosen):
    now = [0.0]
    health = Health([LoadedCorpus()], clock=lambda: now[0])
    assert (await health.report()).ready
    now[0] = 60.0
    read = partial(read_library, options_of(chosen))
    assert await Reloading(dispatcher, read, health=health).reload()
    now[0] = 61.0
    assert (await health.report()).part("corpus").seconds == 1.0


async def test_a_change_of_the_folder_is_noticed_once_it_is_whole(folder):
    asked, looks = [], []

    def seen(place):
        looks.append(snapshot(place))
        return looks[-1]

    def change(text):
        write_corpus(folder, source_of(f"1. {text} rules apply, and more."))
        return len(looks)

    watching = asyncio.create_task(watch(folder, lambda: asked.append(len(looks)), 0.001, seen))
    await until(lambda: len(looks) > 5)
    assert asked == []
    begun = change("Beta")
    await until(lambda: asked)
    assert looks[asked[0] - 1] == looks[asked[0] - 2] == snapshot(folder)
    assert asked[0] > begun
    change("Gamma again")
    await until(lambda: len(asked) == 2 and len(looks) > asked[1] + 5)
    watching.cancel()
    assert len(asked) == 2


def test_a_snapshot_of_a_folder_that_is_gone_is_empty(tmp_path):
    assert snapshot(tmp_path / "gone") == frozenset()


async def test_reloads_are_done_one_after_the_other(folder, dispatcher, reloading, caplog):
    caplog.set_level("INFO")
    serving = asyncio.create_task(reloading.serve())
    for text in ("Beta", "Gamma"):
        write_corpus(folder, source_of(f"1. {text} rules apply."))
        reloading.ask()
        reloading.ask()
        await until(partial(answers, dispatcher, f"{text} rules apply."))
    serving.cancel()
    assert caplog.messages.count("corpus loaded") in {2, 3, 4}
