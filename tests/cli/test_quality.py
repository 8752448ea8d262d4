import json
from pathlib import Path

import pytest

KINDS = ("plain", "gap", "typo", "reference", "multilingual", "near", "none")
GOOD = '{"id": "1", "kind": "gap", "question": "who took part?", "gold": ["1"]}\n'


@pytest.fixture
def collection(place):
    (place / "docs").mkdir()
    passages = [
        {"ID": f"p{n}", "DocumentID": 1, "PassageID": str(n), "Passage": text}
        for n, text in enumerate(["Silence reigns.", "Fees are due."])
    ]
    (place / "docs" / "1.json").write_text(json.dumps(passages))
    topic = {"QuestionID": "q1", "Question": "which fees?",
             "Passages": [{"DocumentID": 1, "PassageID": "1"}]}  # fmt: skip
    (place / "questions.json").write_text(json.dumps([topic]))
    return ["--collection", "docs", "--questions", "questions.json"]


def test_figures_are_printed_by_kind(process):
    code, output, errors = process("evaluate", "--split", "hold-out")
    assert (code, errors) == (0, "")
    header, *lines, last = output.splitlines()
    assert header.split() == ["kind", "first", "right", "in", "first", "3", "MRR", "declined",
                              "wrongly"]  # fmt: skip
    assert {line.split()[0] for line in lines} == set(KINDS)
    assert last.startswith("declined although a paragraph answers: ")


def test_the_questions_of_a_file_are_judged_and_misses_are_listed(verbatim):
    Path("my.jsonl").write_text(
        GOOD
        + GOOD.replace('["1"]', '["9"]')
        + '{"id": "3", "kind": "plain", "question": "quokkas?", "gold": ["5", "6"]}\n'
        + '{"id": "4", "kind": "none", "question": "privacy", "gold": []}\n'
    )
    code, output, _ = verbatim("evaluate", "my.jsonl", "--misses")
    assert code == 0
    assert "1 gap: who took part?\n    quoted: 1, " in output
    assert "; wanted: 9\n" in output
    assert "3 plain: quokkas?\n    declined; nearest: nothing; wanted: 5, 6\n" in output
    assert "4 none: privacy\n    quoted: 5" in output
    assert "declined although a paragraph answers: 1/3 = 33.3%" in output


def test_without_an_answerable_question_no_share_is_printed(verbatim):
    Path("my.jsonl").write_text('{"id": 1, "kind": "none", "question": "quokka", "gold": []}')
    code, output, _ = verbatim("evaluate", "my.jsonl")
    assert code == 0
    assert "1/1" in output
    assert "although" not in output


def test_a_public_collection_is_ranked_and_its_run_written(verbatim, collection):
    code, output, _ = verbatim("evaluate", *collection, "--run", "out.trec")
    assert code == 0
    assert [line.split()[0] for line in output.splitlines()] == [
        "Recall@1", "Recall@5", "Recall@10", "MRR@10", "MAP@10", "2", "1",
    ]  # fmt: skip
    assert "Recall@1   1.0000" in output
    topic, q0, number, rank, _, name = Path("out.trec").read_text().splitlines()[0].split()
    assert (topic, q0, number, rank, name) == ("q1", "Q0", "p1", "1", "verbatim")


def test_a_run_is_written_only_where_it_is_asked_for(verbatim, collection):
    assert verbatim("evaluate", *collection)[0] == 0
    assert sorted(path.name for path in Path().iterdir()) == ["docs", "questions.json"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["gone.jsonl"], "'gone.jsonl' does not exist"),
        (["."], "'.' is a directory"),
        (["--collection", "."], "--collection and --questions go together."),
        (["--questions", "broken.jsonl"], "--collection and --questions go together."),
        (["broken.jsonl"], "broken.jsonl:2: not a judged question: JSONDecodeError"),
        (["latin.jsonl"], "latin.jsonl:1: not a judged question: JSONDecodeError"),
        (["good.jsonl", "--split", "third"], "No question belongs to the half 'third'."),
        (["--collection", ".", "--questions", "good.jsonl"], ".: no document (*.json) is there"),
    ],
)
def test_what_cannot_be_evaluated_is_exit_code_2_and_a_sentence(verbatim, arguments, sentence):
    Path("good.jsonl").write_text(GOOD)
    Path("broken.jsonl").write_text(GOOD + "{")
    Path("latin.jsonl").write_bytes(b"\xff\n")
    code, output, errors = verbatim("evaluate", *arguments)
    assert (code, output) == (2, "")
    assert sentence in errors


def test_an_explanation_shows_words_fields_evidence_and_decision(verbatim):
    code, output, errors = verbatim("explain", "who", "signed", "the", "decalration", "of", "1843?")
    assert (code, errors) == (0, "")
    assert "read as en: sign, declar, 1843\n" in output
    assert "searched for 'declaration' instead of 'decalration'" in output
    assert "sign: also join" in output
    assert "words that stand in no document: signed, 1843\n" in output
    assert "terms (en)" in output
    assert "coverage" in output
    assert output.splitlines()[-1].split()[0] == "confidence"


def test_an_explanation_tells_what_is_quoted_and_what_is_declined(verbatim):
    assert verbatim("explain", "is privacy mentioned?")[1].endswith("  quoted\n")
    assert verbatim("explain", "safety quokka")[1].endswith("  declined\n")


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("what about this?", ["read as en: no content word",
                              "no paragraph shares a word with the question"]),
    ],
)  # fmt: skip
def test_a_question_that_shares_nothing_is_explained_shortly(verbatim, question, lines):
    assert verbatim("explain", question)[1].splitlines() == lines


def test_absent_words_are_explained_without_a_table(verbatim):
    output = verbatim("explain", "quokka")[1]
    assert "words that stand in no document: quokka" in output
    assert output.endswith("no paragraph shares a word with the question\n")


def test_a_question_is_needed(verbatim):
    assert verbatim("explain")[0] == 2
