from pathlib import Path

import pytest

from bot.documents import loader
from bot.documents.loader import document_files, inspect_corpus, load_corpus, seal_file
from bot.domain.errors import CorpusError, Problem
from tests.sources import source_of, write_corpus

GOOD = source_of("1. One.\n2. Two.")
OTHER = source_of("1. Another.", id='"other"')


def messages(place, **arguments):
    return [str(problem) for problem in inspect_corpus(place, **arguments).problems]


def test_all_documents_of_a_folder_are_loaded_in_the_order_of_their_names(tmp_path):
    corpus = load_corpus(write_corpus(tmp_path / "corpus", OTHER, GOOD))
    assert [document.id for document in corpus.documents] == ["other", "sample"]


@pytest.mark.parametrize("place", ["", "documents", "documents/document-1.md"])
def test_a_corpus_a_folder_and_a_file_can_be_inspected(tmp_path, place):
    folder = write_corpus(tmp_path / "corpus", GOOD)
    inspection = inspect_corpus(folder / place)
    assert inspection.problems == inspection.unsealed == ()
    assert [document.id for document in inspection.documents] == ["sample"]


def test_a_readme_and_other_files_are_no_documents(tmp_path):
    folder = write_corpus(tmp_path / "corpus", GOOD)
    for name in ("README.md", "notes.txt"):
        (folder / "documents" / name).write_text("no document")
    assert [path.name for path in document_files(folder)] == ["document-1.md"]


def test_a_file_that_is_named_is_read_whatever_its_name(tmp_path):
    path = tmp_path / "charter.txt"
    path.write_text(GOOD)
    assert [document.id for document in inspect_corpus(path).documents] == ["sample"]
    assert seal_file(path).name == "charter.txt.sha256"


def test_a_document_without_a_seal_is_loaded_and_told(tmp_path):
    folder = write_corpus(tmp_path / "corpus", GOOD, sealed=False)
    assert inspect_corpus(folder).unsealed == (str(folder / "documents" / "document-1.md"),)
    assert load_corpus(folder).paragraphs


def test_a_tampered_file_is_found_with_file_and_line(tmp_path):
    folder = write_corpus(tmp_path / "corpus", GOOD)
    path = folder / "documents" / "document-1.md"
    path.write_text(GOOD.replace("Two", "Tow"))
    with pytest.raises(CorpusError) as raised:
        load_corpus(folder)
    assert str(raised.value).startswith(f"{path}:10: the text of paragraph 2 is not the one that")
    assert messages(folder, sealed=False) == []


def test_an_empty_and_a_missing_folder_are_told(tmp_path):
    assert messages(tmp_path) == [f"{tmp_path}: no document (*.md) is there"]
    gone = tmp_path / "gone"
    assert messages(gone) == [f"{gone}: there is no such file or folder"]
    with pytest.raises(CorpusError):
        load_corpus(gone)


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path):
    path = tmp_path / "latin.md"
    path.write_bytes(source_of("1. One.\n2. Zw\u00f6lf.").encode("latin-1"))
    assert messages(tmp_path) == [f"{path}:10: not UTF-8; save the file with this encoding"]


def test_a_file_that_is_too_large_is_told(tmp_path, monkeypatch):
    path = tmp_path / "large.md"
    path.write_text(GOOD + "\n" * 1024**2)
    assert messages(tmp_path) == []
    monkeypatch.setattr(loader, "LARGEST_FILE", 1024**2)
    assert messages(tmp_path) == [f"{path}: larger than 1 MiB; divide it into several documents"]


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "link.md").symlink_to(tmp_path / "gone")
    assert messages(tmp_path) == [
        f"{tmp_path}/folder.md: cannot be read: Is a directory",
        f"{tmp_path}/link.md: cannot be read: No such file or directory",
    ]


def test_a_document_id_may_be_used_once(tmp_path):
    folder = write_corpus(tmp_path / "corpus", GOOD, OTHER, source_of("1. Three."))
    place = folder / "documents"
    assert messages(folder) == [
        f"{place}/document-3.md: id 'sample' is taken by {place}/document-1.md"
    ]


def test_the_problems_of_all_files_are_told_together(tmp_path):
    folder = write_corpus(tmp_path / "corpus", source_of("2. Two."), "nothing", sealed=False)
    assert [Path(p.path).name for p in inspect_corpus(folder).problems] == [
        "document-1.md",
        "document-2.md",
    ]
    assert inspect_corpus(folder).documents[0].id == "sample"


def test_a_control_character_in_an_index_is_told_with_its_line(tmp_path):
    folder = write_corpus(tmp_path, source_of("1. One."))
    (folder / "index").mkdir()
    path = folder / "index" / "sample.en.md"
    path.write_bytes(b"- a term\r\n- a\x1b[31m term\r\n")
    told = [p for p in inspect_corpus(folder).problems if "control character" in p.message]
    assert told == [Problem(str(path), 2, "the control character U+001B cannot be shown")]
