import logging
import os
from dataclasses import replace

import numpy as np
import pytest

from bot.domain.documents import Corpus
from bot.domain.search import Query
from bot.retrieval import index_store
from bot.retrieval.bm25 import Bm25Parameters
from bot.retrieval.field_index import without_progress
from bot.retrieval.index.compiled_search import CompiledSearch
from bot.retrieval.index.file import MAGIC, IndexFileError, Stored, read_index, write_index
from bot.retrieval.index.numpy_search import NumpySearch
from bot.retrieval.index_store import IndexStore
from bot.retrieval.parameters import RankingParameters
from bot.retrieval.retriever import Bm25Retriever
from tests.indexes import entry, numbered

SUBJECTS = ("fee", "vote", "member", "silence", "garden", "meeting", "letter")
STORED = Stored(
    {"numbers": np.arange(5, dtype=np.int32), "none": np.empty(0), "bytes": np.ones(3, np.uint8)},
    {"rows": 5, "name": "ünï"},
)


SIZE = 60
NEVER = 10**9


def corpus_of(size=SIZE):
    texts = [
        f"The {SUBJECTS[row % 7]} of rule {row} is due on day {row % 31}." for row in range(size)
    ]
    return Corpus(
        (numbered(*texts),), (entry("3", terms=["hush; quiet"], questions=["Be quiet?"]),)
    )


CORPUS = corpus_of()
QUESTIONS = ("the fee of rule 7", "silence on day 4", "hush", "votes for members", "quokka")


def retriever_of(folder, corpus=CORPUS, parameters=None, *, filed_from=SIZE, compiled_from=NEVER):
    store = IndexStore(folder, filed_from=filed_from, compiled_from=compiled_from, merged_up_to=0)
    return Bm25Retriever(corpus, parameters, store=store)


def rankings(retriever):
    return [retriever.explain(Query(question)) for question in QUESTIONS]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "indexes"


@pytest.fixture(scope="module")
def in_memory():
    """The rankings of an index that never was in a file."""
    return rankings(retriever_of(None, filed_from=NEVER))


def files(folder):
    return sorted(path.name for path in folder.glob("*.index*"))


def test_a_large_corpus_is_kept_in_a_file_and_ranked_the_same(folder, in_memory):
    assert rankings(retriever_of(folder)) == in_memory
    (name,) = files(folder)
    before = (folder / name).stat()
    assert rankings(retriever_of(folder)) == in_memory
    assert (folder / name).stat().st_mtime_ns == before.st_mtime_ns
    if os.name == "posix":
        assert before.st_mode & 0o077 == 0


def test_what_is_read_from_a_file_lies_in_the_file(folder):
    retriever_of(folder).retrieve(Query("fee"))
    index = retriever_of(folder)._searcher("en").index
    for array in (*index.paragraphs.arrays.named().values(), index.members.units):
        assert not array.flags.owndata
        assert not array.flags.writeable


def test_a_small_corpus_needs_no_file(folder):
    retriever_of(folder, corpus_of(SIZE - 1)).retrieve(Query("fee"))
    assert not folder.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"something else" * 50,
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: content[:-100] + bytes([content[-100] ^ 1]) + content[-99:],
        lambda content: content[: len(MAGIC)] + b"\xff" * 8 + content[len(MAGIC) + 8 :],
        lambda content: content[: len(MAGIC) + 8] + b"[1]" + content[len(MAGIC) + 11 :],
    ],
)
def test_a_damaged_or_foreign_file_is_made_anew_with_one_line_in_the_log(
    damage, folder, in_memory, caplog
):
    retriever_of(folder).retrieve(Query("fee"))
    (name,) = files(folder)
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(damage(content))
    with caplog.at_level(logging.INFO):
        assert rankings(retriever_of(folder)) == in_memory
    assert [(r.message, r.file) for r in caplog.records] == [("index file made anew", name)]
    assert (folder / name).read_bytes() == content


@pytest.mark.parametrize("change", ["a text", "the index", "a parameter", "the program"])
def test_another_state_of_the_corpus_replaces_the_file(change, folder, caplog, monkeypatch):
    retriever_of(folder).retrieve(Query("fee"))
    corpus, parameters = CORPUS, None
    if change == "a text":
        document = CORPUS.documents[0]
        first = replace(document.paragraphs[0], text="Everything changes.")
        changed = replace(document, paragraphs=(first, *document.paragraphs[1:]))
        corpus = Corpus((changed,), CORPUS.index)
    elif change == "the index":
        corpus = Corpus(CORPUS.documents, (entry("3", terms=["noise"]),))
    elif change == "the program":
        monkeypatch.setattr(index_store, "__version__", "0.0.0")
    else:
        parameters = RankingParameters(bm25=Bm25Parameters(k1=2.0))
    expected = retriever_of(folder / "other", corpus, parameters)
    with caplog.at_level(logging.INFO):
        found = retriever_of(folder, corpus, parameters)
        assert rankings(found) == rankings(expected)
    assert len(caplog.records) == 1
    assert len(files(folder)) == 1


def test_a_folder_that_cannot_be_written_costs_a_line_in_the_log(tmp_path, in_memory, caplog):
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.INFO):
        assert rankings(retriever_of(tmp_path / "file")) == in_memory
    messages = [record.message for record in caplog.records]
    assert messages == ["index file made anew", "index file not kept"]


def test_the_files_are_in_the_users_cache_where_no_folder_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert tmp_path in IndexStore().folder.parents


def test_the_kernel_is_chosen_by_the_size_of_the_corpus(folder, in_memory):
    large = retriever_of(folder, filed_from=NEVER, compiled_from=SIZE)
    small = retriever_of(folder, filed_from=NEVER, compiled_from=SIZE + 1)
    assert rankings(large) == rankings(small) == in_memory
    assert isinstance(large._searcher("en").index.paragraphs.search, CompiledSearch)
    assert type(small._searcher("en").index.paragraphs.search) is NumpySearch


def test_where_no_code_may_be_compiled_the_other_search_is_used(
    folder, in_memory, monkeypatch, caplog
):
    def forbidden(*_arguments):
        raise PermissionError("no memory may be made executable")

    monkeypatch.setattr(CompiledSearch, "prepared", forbidden)
    retriever = retriever_of(folder, filed_from=NEVER, compiled_from=SIZE)
    assert rankings(retriever) == in_memory
    assert type(retriever._searcher("en").index.paragraphs.search) is NumpySearch
    assert "no compiled search" in [record.message for record in caplog.records]


def test_progress_passes_every_paragraph_on():
    assert without_progress([1, 2], "en") == [1, 2]


# -- files ------------------------------------------------------------------------------------


def test_a_file_gives_back_what_was_written(tmp_path):
    write_index(tmp_path / "new" / "x.index", "digest", STORED)
    found = read_index(tmp_path / "new" / "x.index", "digest")
    assert found.values == STORED.values
    assert found.arrays.keys() == STORED.arrays.keys()
    for name, array in STORED.arrays.items():
        assert found.arrays[name].dtype == array.dtype
        assert np.array_equal(found.arrays[name], array)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["x.index"]


def test_a_file_of_something_else_is_refused(tmp_path):
    write_index(tmp_path / "x.index", "digest", STORED)
    with pytest.raises(IndexFileError, match="other documents"):
        read_index(tmp_path / "x.index", "another digest")
    with pytest.raises(FileNotFoundError):
        read_index(tmp_path / "y.index", "digest")


def test_a_file_may_only_have_arrays_of_numbers(tmp_path):
    write_index(tmp_path / "x.index", "digest", Stored({"x": np.array([1j])}, {}))
    with pytest.raises(IndexFileError, match="damaged"):
        read_index(tmp_path / "x.index", "digest")


def test_a_write_that_fails_leaves_nothing_and_keeps_the_file_of_before(tmp_path):
    path = tmp_path / "x.index"
    write_index(path, "digest", STORED)
    with pytest.raises(TypeError):
        write_index(path, "digest", Stored(STORED.arrays, {"not JSON": object()}))
    (tmp_path / "z.index").mkdir()
    with pytest.raises(OSError, match=r"directory|denied"):
        write_index(tmp_path / "z.index", "digest", STORED)
    assert {one.name for one in tmp_path.iterdir()} == {"x.index", "z.index"}
    assert read_index(path, "digest").values == STORED.values


def test_a_new_file_does_not_disturb_those_who_read_the_old_one(tmp_path):
    path = tmp_path / "x.index"
    write_index(path, "one", STORED)
    old = read_index(path, "one")
    write_index(path, "two", Stored({"numbers": np.zeros(5, dtype=np.int32)}, {}))
    assert old.arrays["numbers"].tolist() == [0, 1, 2, 3, 4]
    assert read_index(path, "two").arrays["numbers"].tolist() == [0] * 5
