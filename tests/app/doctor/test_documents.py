from bot.app.doctor.documents import SHOWN, corpus_rows
from bot.app.doctor.rows import Row, State
from bot.settings import Settings
from tests.sources import source_of, write_corpus


def test_the_corpus_that_comes_along_is_in_order(corpus):
    count = sum(len(document.paragraphs) for document in corpus.documents)
    assert list(corpus_rows(Settings())) == [
        Row("corpus", State.OK, f"{count} paragraphs in seoul-declaration, each as it was sealed")
    ]


def test_a_document_without_a_seal_is_looked_at(tmp_path):
    folder = write_corpus(tmp_path / "corpus", source_of("1. One."), sealed=False)
    first, second = corpus_rows(Settings(corpus_dir=folder))
    assert first.state is State.OK
    assert second.state is State.LOOK
    assert "verbatim corpus seal" in second.advice


def test_what_is_wrong_is_told_with_file_and_line(tmp_path):
    folder = write_corpus(tmp_path / "corpus", source_of("1. One.\n3. Three."))
    (row,) = corpus_rows(Settings(corpus_dir=folder))
    assert row.state is State.WRONG
    assert "document-1.md:10: number 3 does not follow 1" in row.found
    assert "verbatim corpus check" in row.advice


def test_many_problems_are_counted(tmp_path):
    source = source_of("".join(f"{number}. Text.\n" for number in range(1, 60, 2)))
    folder = write_corpus(tmp_path / "corpus", source)
    table = list(corpus_rows(Settings(corpus_dir=folder)))
    assert len(table) == SHOWN + 1
    assert table[-1].found.endswith("further problems")


def test_a_folder_that_is_not_there_is_told(tmp_path):
    (row,) = corpus_rows(Settings(corpus_dir=tmp_path / "gone"))
    assert row.state is State.WRONG
    assert "there is no such file or folder" in row.found


def test_a_document_that_is_meant_and_not_loaded_is_told():
    _, row = corpus_rows(Settings(document="gdpr"))
    assert row.found == "VERBATIM_DOCUMENT names gdpr, which is not loaded"
    assert row.advice == "name one of these: seoul-declaration"
