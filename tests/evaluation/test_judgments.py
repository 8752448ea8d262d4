import json

import pytest

from bot.documents.loader import packaged_corpus
from bot.domain.chat import Outcome, Quotation, Reply, Request
from bot.domain.errors import CorpusError
from bot.domain.search import Hit
from bot.evaluation.judgments import JudgedQuestion, judge, read_judgments, summaries
from tests.indexes import numbered, packaged

GOOD = '{"id": 1, "kind": "gap", "question": "who?", "gold": ["1"]}'
DOCUMENT = numbered("One.", "Two.", "Three.", "Four.")
KINDS = ["plain", "gap", "typo", "reference", "multilingual", "near", "none"]
FLOORS = {
    "plain": 57, "gap": 36, "typo": 17, "reference": 30, "multilingual": 22, "near": 13, "none": 42,
}  # fmt: skip
"""Questions of each kind of the half "choose" that are right at the least."""


@pytest.fixture(scope="module")
def judged():
    path = packaged_corpus() / "judgments" / "seoul-declaration.jsonl"
    return read_judgments(str(path), path.read_text(encoding="utf-8"))


def paragraphs(numbers):
    return [DOCUMENT.paragraphs[int(number) - 1] for number in numbers]


def reply(quoted="", also="", nearest=""):
    return Reply(
        Outcome.QUOTED if quoted else Outcome.NO_ANSWER,
        quotations=tuple(Quotation(DOCUMENT, p) for p in paragraphs(quoted)),
        also=tuple(Hit(p, 1.0, 2) for p in paragraphs(also)),
        nearest=tuple(Hit(p, 1.0, 1) for p in paragraphs(nearest)),
    )


async def judgment(kind, gold, answer, acceptable=""):
    async def ask(_question):
        return answer

    question = JudgedQuestion("q", kind, "who?", tuple(gold), tuple(acceptable))
    (found,) = await judge([question], ask)
    return found


@pytest.mark.parametrize(
    ("kind", "gold", "acceptable", "answer", "right", "declined"),
    [
        ("gap", "1", "", reply("1", also="23"), True, False),
        ("gap", "1", "", reply("2", also="1"), False, False),
        ("gap", "1", "2", reply("2"), True, False),
        ("gap", "1", "", reply(nearest="1"), False, True),
        ("none", "", "", reply(nearest="1"), True, False),
        ("none", "", "", reply("1"), False, False),
        ("reference", "12", "", reply("12", also="3"), True, False),
        ("reference", "12", "", reply("21"), False, False),
        ("reference", "12", "", reply("1"), False, False),
        ("reference", "", "", reply(), True, False),
    ],
)
async def test_an_answer_is_judged_by_its_kind(kind, gold, acceptable, answer, right, declined):
    found = await judgment(kind, gold, answer, acceptable)
    assert (found.is_first_right, found.is_declined_wrongly) == (right, declined)


async def test_figures_are_told_by_kind_in_the_order_in_which_they_come():
    answers = [
        ("gap", "1", reply("1")),
        ("none", "", reply()),
        ("gap", "1", reply("2", also="31")),
        ("gap", "1", reply(nearest="24")),
        ("gap", "4", reply("1", also="234")),
        ("reference", "", reply()),
    ]
    found = [await judgment(*answer) for answer in answers]
    gap, none, reference = summaries(found)
    assert (gap.kind, gap.count, gap.answerable, gap.first_right) == ("gap", 4, 4, 1)
    assert (gap.in_first_three, gap.declined_wrongly) == (2, 1)
    assert gap.mrr == pytest.approx((1 + 1 / 3 + 0 + 1 / 4) / 4)
    assert (none.kind, none.first_right, none.answerable, none.mrr) == ("none", 1, 0, 0)
    assert (reference.count, reference.answerable, reference.first_right) == (1, 0, 1)


def test_a_line_is_a_question_and_empty_lines_are_none():
    (question,) = read_judgments("x", f"\n{GOOD}\n  \n")
    assert question == JudgedQuestion("1", "gap", "who?", ("1",), (), "choose")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "JSONDecodeError"),
        ("[]", "AttributeError"),
        ('"text"', "AttributeError"),
        ("{}", "KeyError 'id'"),
        (GOOD.replace("}", ', "golden": 1}'), "ValueError unknown key 'golden'"),
        (GOOD.replace('["1"]', "1"), "TypeError"),
    ],
)
def test_a_line_that_is_no_judged_question_is_told_with_file_and_line(line, problem):
    with pytest.raises(CorpusError) as raised:
        read_judgments("my.jsonl", f"{GOOD}\n\n{line}\n{GOOD}")
    assert str(raised.value).startswith(f"my.jsonl:3: not a judged question: {problem}")


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_a_file_without_a_question_is_told(text):
    with pytest.raises(CorpusError, match=r"^my\.jsonl: there is no judged question$"):
        read_judgments("my.jsonl", text)


def test_the_questions_that_come_along_are_valid(judged):
    assert len({question.id for question in judged}) == len(judged)
    assert {question.kind for question in judged} == set(KINDS)
    numbers = {paragraph.number for paragraph in packaged().paragraphs}
    for question in judged:
        assert question.question.strip()
        assert {*question.gold, *question.acceptable} <= numbers, question.id
        assert not (question.kind == "none" and question.gold), question.id
        assert question.gold or question.kind in {"none", "reference"}, question.id


def test_both_halves_have_every_kind(judged):
    for split in ("choose", "hold-out"):
        assert {question.kind for question in judged if question.split == split} == set(KINDS)
    assert {question.split for question in judged} == {"choose", "hold-out"}


async def test_answers_to_the_judged_questions_are_as_good_as_they_were(judged, dispatcher):
    async def ask(question):
        return await dispatcher.dispatch(Request("ask", {"question": question}))

    chosen = [question for question in judged if question.split == "choose"]
    found = {one.kind: one.first_right for one in summaries(await judge(chosen, ask))}
    worse = {kind: found[kind] for kind, floor in FLOORS.items() if found[kind] < floor}
    assert worse == {}


def test_the_questions_are_written_as_json_a_line():
    path = packaged_corpus() / "judgments" / "seoul-declaration.jsonl"
    assert all(json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines())
