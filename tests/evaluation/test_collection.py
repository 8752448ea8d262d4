import json

import pytest

from bot.domain.errors import CorpusError
from bot.evaluation.collection import (
    RankedPassage,
    Topic,
    rank_topics,
    read_collection,
    read_topics,
    run_measures,
    trec_run,
)
from bot.retrieval.retriever import Bm25Retriever

PASSAGES = [
    ("p1", "1", "Members"),
    ("p2", "1.1", "Anybody may join the club."),
    ("p3", "1.1.(2)", "Children join without a fee."),
    ("p4", "2.3", ""),
    ("p5", "1.1", "Visitors bring cake."),
]


def passage(number, label, text, document=1):
    return {"ID": number, "DocumentID": document, "PassageID": label, "Passage": text}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "documents"
    place.mkdir()
    (place / "1.json").write_text(json.dumps([passage(*p) for p in PASSAGES]))
    (place / "10.json").write_text(json.dumps([passage("t1", "1", "Ten fees.", 10)]))
    (place / "2.json").write_text(json.dumps([passage("s1", "1", "Silence reigns.", 2)]))
    return place


def questions(place, *topics):
    path = place.parent / "questions.json"
    tables = [
        {
            "QuestionID": name,
            "Question": text,
            "Passages": [{"DocumentID": d, "PassageID": p} for d, p in keys],
        }
        for name, text, keys in topics
    ]
    path.write_text(json.dumps(tables))
    return path


def test_all_passages_are_the_pool_in_the_order_of_the_documents_numbers(folder):
    collection, _ = read_collection(folder)
    assert [document.id for document in collection.corpus.documents] == ["1", "2", "10"]
    ids = [collection.numbers[p.id] for p in collection.corpus.paragraphs]
    assert ids == ["p1", "p2", "p3", "p4", "p5", "s1", "t1"]


def test_a_key_that_repeats_means_its_first_passage_and_all_are_kept(folder):
    collection, keys = read_collection(folder)
    assert keys["1", "1.1"] == "p2"
    assert [p.number for p in collection.corpus.documents[0].paragraphs] == [
        "1", "1.1", "1.1.(2)", "2.3", "1.1 (2)",
    ]  # fmt: skip


def test_parents_are_the_longest_labels_above_and_short_ones_are_headings(folder):
    first = read_collection(folder)[0].corpus.documents[0]
    assert [p.parent for p in first.paragraphs[:4]] == [None, "1", "1.1", None]
    assert first.paragraphs[2].headings == ("Anybody may join the club.", "Members")


def test_a_long_passage_is_no_heading(tmp_path):
    texts = ["word " * 21, "Below."]
    table = [passage(f"p{i}", label, text) for i, (label, text) in
             enumerate(zip(["1", "1.1"], texts, strict=True))]  # fmt: skip
    (tmp_path / "1.json").write_text(json.dumps(table))
    assert read_collection(tmp_path)[0].corpus.paragraphs[1].headings == ()


def test_questions_have_the_numbers_of_their_passages(folder):
    _, keys = read_collection(folder)
    path = questions(folder, ("q1", "who joins?", [(1, "1.1"), (1, "9.9"), ("2", "1")]))
    assert read_topics(path, keys) == [Topic("q1", "who joins?", frozenset({"p2", "s1"}))]


def test_a_run_ranks_passages_and_an_empty_one_is_never_found(folder):
    collection, keys = read_collection(folder)
    topics = read_topics(
        questions(folder, ("q1", "silence", [(2, "1")]), ("q2", "cake", [(1, "1.1")])), keys
    )
    run = list(rank_topics(collection, topics, Bm25Retriever(collection.corpus)))
    best = {line.topic: line.number for line in run if line.rank == 1}
    assert best == {"q1": "s1", "q2": "p5"}
    assert "p4" not in {line.number for line in run if line.topic == "q1"}


def test_measures_are_means_over_the_topics_with_a_relevant_passage():
    topics = [
        Topic("a", "?", frozenset({"x"})),
        Topic("b", "?", frozenset({"x", "y"})),
        Topic("c", "?", frozenset({"x"})),  # nothing was found for it
        Topic("d", "?", frozenset()),
    ]
    run = [
        RankedPassage("a", "x", 1, 2.0),
        RankedPassage("b", "z", 1, 2.0),
        RankedPassage("b", "y", 2, 1.0),
        RankedPassage("d", "x", 1, 1.0),
    ]
    measures = run_measures(topics, run)
    assert measures["Recall@1"] == pytest.approx(1 / 3)
    assert measures["Recall@5"] == measures["Recall@10"] == pytest.approx(1.5 / 3)
    assert measures["MRR@10"] == pytest.approx(1.5 / 3)
    assert measures["MAP@10"] == pytest.approx(1.25 / 3)


def test_measures_of_nothing_are_zero():
    assert set(run_measures([], []).values()) == {0}


def test_a_run_is_written_in_the_format_of_trec():
    run = [RankedPassage("q1", "p2", 1, 2.5), RankedPassage("q1", "p3", 2, 1 / 3)]
    assert trec_run(run) == "q1 Q0 p2 1 2.500000 verbatim\nq1 Q0 p3 2 0.333333 verbatim\n"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "cannot be read as JSON"),
        (b"\xff", "cannot be read as JSON"),
        (b"{}", "not a list of objects with ['DocumentID', 'ID', 'Passage', 'PassageID']"),
        (b"[1]", "not a list of objects"),
        (b'[{"ID": 1}]', "not a list of objects"),
    ],
)
def test_a_file_that_is_no_document_is_told(tmp_path, content, problem):
    path = tmp_path / "1.json"
    path.write_bytes(content)
    with pytest.raises(CorpusError) as raised:
        read_collection(tmp_path)
    assert str(raised.value).startswith(f"{path}: {problem}")


def test_a_folder_without_a_document_is_told(tmp_path):
    with pytest.raises(CorpusError, match="no document"):
        read_collection(tmp_path)


def test_a_file_of_questions_that_is_missing_is_told(tmp_path):
    with pytest.raises(CorpusError, match="cannot be read as JSON"):
        read_topics(tmp_path / "gone.json", {})
