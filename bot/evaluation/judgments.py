"""Judged questions about a document, and how well a way of answering does on them."""

import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.chat import Outcome, Reply
from bot.domain.errors import CorpusError, Problem
from bot.evaluation.measures import reciprocal_rank

NONE, REFERENCE = "none", "reference"
FIRST = 3
_KEYS = {"id", "kind", "question", "gold", "acceptable", "split", "note"}


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question and the numbers of the paragraphs that answer it.

    For the kind "none" no paragraph does; for "reference" `gold` is the exact list asked for.
    `acceptable` would be right too. `split` is "choose" for questions by which parameters are
    chosen, "hold-out" for those that are only ever measured.
    """

    id: str
    kind: str
    question: str
    gold: tuple[str, ...]
    acceptable: tuple[str, ...] = ()
    split: str = "choose"


@dataclass(frozen=True, slots=True)
class Judgment:
    """What came of one question: the paragraphs in the order shown, and whether one was quoted."""

    question: JudgedQuestion
    shown: tuple[str, ...]
    quoted: bool

    @property
    def right(self) -> tuple[str, ...]:
        """The paragraphs that would do."""
        return (*self.question.gold, *self.question.acceptable)

    @property
    def is_first_right(self) -> bool:
        """Tell whether the answer is right: the first paragraph, the exact list, or none."""
        if self.question.kind == NONE:
            return not self.quoted
        if self.question.kind == REFERENCE:
            return self.shown == self.question.gold
        return self.quoted and self.shown[0] in self.right

    @property
    def is_declined_wrongly(self) -> bool:
        """Tell whether nothing was quoted although a paragraph answers."""
        return bool(self.question.gold) and not self.quoted


@dataclass(frozen=True, slots=True)
class KindSummary:
    """The figures of one kind of question; all but `count` and `mrr` are numbers of questions."""

    kind: str
    count: int
    first_right: int
    in_first_three: int
    mrr: float
    declined_wrongly: int


def read_judgments(path: str, text: str) -> list[JudgedQuestion]:
    """Read judged questions, a JSON object a line; raises CorpusError with file and line."""
    questions: list[JudgedQuestion] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                questions.append(_question(json.loads(line)))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                message = f"not a judged question: {type(error).__name__} {error}"
                problems.append(Problem(path, number, message))
    if problems or not questions:
        raise CorpusError(problems or [Problem(path, 0, "there is no judged question")])
    return questions


async def judge(
    questions: Sequence[JudgedQuestion], ask: Callable[[str], Awaitable[Reply]]
) -> list[Judgment]:
    """Ask every question, in order, and judge the replies."""
    return [_judgment(question, await ask(question.question)) for question in questions]


def summaries(judgments: Sequence[Judgment]) -> Iterator[KindSummary]:
    """Yield the figures of each kind of question, in the order in which the kinds come."""
    for kind in dict.fromkeys(judgment.question.kind for judgment in judgments):
        of_kind = [judgment for judgment in judgments if judgment.question.kind == kind]
        answerable = [judgment for judgment in of_kind if judgment.question.gold]
        ranks = [reciprocal_rank(judgment.shown, judgment.right) for judgment in answerable]
        yield KindSummary(
            kind=kind,
            count=len(of_kind),
            first_right=sum(judgment.is_first_right for judgment in of_kind),
            in_first_three=sum(rank >= 1 / FIRST for rank in ranks),
            mrr=sum(ranks) / max(1, len(ranks)),
            declined_wrongly=sum(judgment.is_declined_wrongly for judgment in of_kind),
        )


def _question(table: dict[str, Any]) -> JudgedQuestion:
    unknown = table.keys() - _KEYS
    if unknown:
        raise ValueError(f"unknown key {min(unknown)!r}")
    return JudgedQuestion(
        id=str(table["id"]),
        kind=str(table["kind"]),
        question=str(table["question"]),
        gold=tuple(map(str, table["gold"])),
        acceptable=tuple(map(str, table.get("acceptable", ()))),
        split=str(table.get("split", "choose")),
    )


def _judgment(question: JudgedQuestion, reply: Reply) -> Judgment:
    quoted = [quotation.paragraph.number for quotation in reply.quotations]
    hits = reply.nearest if not quoted else () if question.kind == REFERENCE else reply.also
    shown = (*quoted, *(hit.paragraph.number for hit in hits))
    return Judgment(question, shown, reply.outcome is Outcome.QUOTED)
