import pytest

from bot.documents.seal import check_seal, write_seal
from tests.sources import document_of, parsed

BODY = "1. One.\n2. Two."
ONE = "96b9a71ba92e2ea9ef94de6eb0a1c2aee8db95ac5bd7e8b1a8b1ee4d2c1f6ae6"


def problems(seal, body=BODY):
    return [str(problem) for problem in check_seal(parsed(body), "sample.sha256", seal)]


def test_a_seal_has_a_line_of_digest_and_number_for_each_paragraph():
    document = document_of(BODY)
    assert write_seal(document).splitlines() == [
        f"{p.sha256}  {p.number}" for p in document.paragraphs
    ]


@pytest.mark.parametrize("ending", ["", "\n\n"])
def test_a_document_agrees_with_its_own_seal(ending):
    assert problems(write_seal(document_of(BODY)) + ending) == []


def test_a_changed_text_is_told_with_file_and_line_and_both_digests():
    seal = write_seal(document_of(BODY))
    changed, digest = document_of("1. One.\n2. Twp.").paragraphs[1].sha256, seal.split("\n")[1]
    assert problems(seal, "1. One.\n\n2. Twp.") == [
        (
            "sample.md:11: the text of paragraph 2 is not the one that was sealed"
            f" (SHA-256 {changed[:12]}…, sealed {digest[:12]}…)"
        )
    ]


def test_a_paragraph_without_a_line_and_a_line_without_a_paragraph_are_told():
    seal = write_seal(document_of("1. One.\n2. Two.\n3. Three."))
    assert problems(seal) == ["sample.sha256:3: sealed paragraph 3 is not in the document"]
    shorter = write_seal(document_of("1. One."))
    assert problems(shorter) == ["sample.md:10: paragraph 2 is not sealed"]


@pytest.mark.parametrize("line", ["nonsense", ONE, f"{ONE} 1", f"{ONE.upper()}  1", f"{ONE}  "])
def test_a_line_that_is_none_of_a_seal_is_told(line):
    seal = write_seal(document_of(BODY))
    assert problems(seal + line) == [
        "sample.sha256:3: not a line of a seal: SHA-256, two spaces, number"
    ]


def test_the_seal_of_a_document_that_cannot_be_read_tells_its_own_lines_only():
    result = parsed(BODY, id="")
    found = list(check_seal(result, "sample.sha256", f"{ONE}  1\n"))
    assert [str(p) for p in found] == ["sample.sha256:1: sealed paragraph 1 is not in the document"]


def test_emphasis_is_not_part_of_what_is_sealed():
    assert problems(write_seal(document_of(BODY)), "1. *One*.\n2. Two.") == []
