import pytest

from tests.sources import source_of, write_corpus

GOOD = source_of("1. One.\n2. Two.")


def test_the_corpus_that_comes_along_has_no_problem(verbatim):
    assert verbatim("corpus", "check") == (
        0,
        "seoul-declaration: 17 paragraphs, no problem\n",
        "",
    )


@pytest.mark.parametrize("path", ["corpus", "corpus/documents", "corpus/documents/document-1.md"])
def test_a_corpus_a_folder_and_a_file_can_be_checked(verbatim, place, path):
    write_corpus(place / "corpus", GOOD)
    assert verbatim("corpus", "check", path) == (0, "sample: 2 paragraphs, no problem\n", "")


def test_the_corpus_in_use_is_the_one_that_the_settings_name(verbatim, place, monkeypatch):
    write_corpus(place / "corpus", GOOD)
    monkeypatch.setenv("VERBATIM_CORPUS_DIR", "corpus")
    assert verbatim("corpus", "check")[1] == "sample: 2 paragraphs, no problem\n"


def test_all_problems_are_printed_and_the_exit_code_is_1(verbatim, place):
    write_corpus(place / "corpus", source_of("1. One.\n3. Three.\n4."), "nothing")
    code, output, errors = verbatim("corpus", "check", "corpus")
    assert (code, errors) == (1, "")
    place = "corpus/documents/document"
    gap = "number 3 does not follow 1: a number is missing or out of order"
    assert output.splitlines() == [
        f"{place}-1.md:10: {gap}",
        f"{place}-1.md:11: paragraph 4 is empty",
        f"{place}-2.md:1: a document begins with a line +++ and its front matter",
    ]


def test_a_folder_that_is_not_there_is_a_problem(verbatim):
    assert verbatim("corpus", "check", "gone") == (
        1,
        "gone: there is no such file or folder\n",
        "",
    )


def test_a_document_is_sealed_and_then_checked_against_its_seal(verbatim, place):
    folder = write_corpus(place / "corpus", GOOD, sealed=False)
    path = folder / "documents" / "document-1.md"
    name = "corpus/documents/document-1"
    code, output, _ = verbatim("corpus", "check", "corpus")
    assert code == 0
    assert output == (
        f"{name}.md: not sealed yet; to seal it: verbatim corpus seal {name}.md\n"
        "sample: 2 paragraphs, no problem\n"
    )
    assert verbatim("corpus", "seal", "corpus") == (0, f"{name}.sha256: 2 paragraphs sealed\n", "")
    assert verbatim("corpus", "check", "corpus")[:2] == (0, "sample: 2 paragraphs, no problem\n")
    path.write_text(GOOD.replace("Two", "Three"))
    code, output, _ = verbatim("corpus", "check", "corpus")
    assert code == 1
    assert output.startswith(
        f"{name}.md:10: the text of paragraph 2 is not the one that was sealed"
    )
    assert verbatim("corpus", "seal", f"{name}.md")[0] == 0
    assert verbatim("corpus", "check", "corpus")[0] == 0


def test_a_document_with_a_problem_is_not_sealed(verbatim, place):
    folder = write_corpus(place / "corpus", source_of("2. Two."), sealed=False)
    code, output, errors = verbatim("corpus", "seal", "corpus")
    assert (code, output) == (2, "")
    assert errors.startswith("corpus/documents/document-1.md:9: number 2 comes first here")
    assert not (folder / "documents" / "document-1.sha256").exists()


def test_a_seal_that_cannot_be_written_is_told(verbatim, place):
    folder = write_corpus(place / "corpus", GOOD, sealed=False)
    (folder / "documents" / "document-1.sha256").mkdir()
    code, output, errors = verbatim("corpus", "seal", "corpus")
    assert (code, output) == (2, "")
    assert errors == "corpus/documents/document-1.sha256: Is a directory\n"
