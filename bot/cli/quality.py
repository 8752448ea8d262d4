"""Commands for those who look after quality: evaluate, explain."""

import asyncio
import time
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.domain.search import Hit
    from bot.evaluation.judgments import Judgment
    from bot.retrieval.retriever import Explanation

_path = click.Path(path_type=Path, exists=True)


@click.command()
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--split", metavar="NAME", help='Only the questions of one half: "hold-out".')
@click.option("--misses", is_flag=True, help="List the questions that went wrong.")
@click.option("--collection", type=_path, help="A folder of documents in ObliQA's JSON.")
@click.option("--questions", type=_path, help="The collection's file of questions.")
@click.option("--run", "run_file", type=click.Path(path_type=Path), help="Write a TREC run here.")
def evaluate(
    file: Path | None,
    split: str | None,
    collection: Path | None,
    questions: Path | None,
    run_file: Path | None,
    *,
    misses: bool,
) -> None:
    """Measure answers to the judged questions in FILE, or a ranking on a public collection.

    FILE has a JSON object a line (see corpus/README.md); without it, the judged questions that
    come along are asked. With --collection and --questions, a public collection is ranked.
    """
    if (collection is None) != (questions is None):
        raise click.UsageError("--collection and --questions go together.")
    if collection and questions:
        _evaluate_collection(collection, questions, run_file)
    else:
        _evaluate_judgments(file, split, misses=misses)


def _evaluate_judgments(file: Path | None, split: str | None, *, misses: bool) -> None:
    from bot.app import build_dispatcher
    from bot.documents.loader import packaged_corpus
    from bot.domain.chat import Reply, Request
    from bot.evaluation.judgments import judge, read_judgments
    from bot.settings import read_settings

    source = file or packaged_corpus() / "judgments" / "seoul-declaration.jsonl"
    text = source.read_bytes().decode(errors="replace")
    chosen = [q for q in read_judgments(str(source), text) if split in {None, q.split}]
    if not chosen:
        raise click.UsageError(f"No question belongs to the half {split!r}.")
    dispatcher = build_dispatcher(read_settings())

    async def ask(question: str) -> Reply:
        return await dispatcher.dispatch(Request("ask", {"question": question}))

    judgments = asyncio.run(judge(chosen, ask))
    _print_summaries(judgments)
    if misses:
        _print_misses(judgments)


def _print_summaries(judgments: "Sequence[Judgment]") -> None:
    from bot.evaluation.judgments import NONE, summaries

    click.echo(
        f"{'kind':<14}{'first right':>13}{'in first 3':>12}{'MRR':>7}{'declined wrongly':>18}"
    )
    for one in summaries(judgments):
        right = f"{one.first_right}/{one.count}"
        if one.kind == NONE:
            click.echo(f"{one.kind:<14}{right:>13}{'–':>12}{'–':>7}{'–':>18}  (declined rightly)")
            continue
        three = f"{one.in_first_three}/{one.answerable}"
        click.echo(f"{one.kind:<14}{right:>13}{three:>12}{one.mrr:>7.3f}{one.declined_wrongly:>18}")
    within = [judgment for judgment in judgments if judgment.question.gold]
    declined = sum(judgment.is_declined_wrongly for judgment in within)
    if within:
        share = declined / len(within)
        click.echo(f"declined although a paragraph answers: {declined}/{len(within)} = {share:.1%}")


def _print_misses(judgments: "Sequence[Judgment]") -> None:
    for judgment in judgments:
        if not judgment.is_first_right:
            question = judgment.question
            wanted = ", ".join(question.gold) or "none"
            shown = ", ".join(judgment.shown[:3]) or "nothing"
            what = "quoted" if judgment.quoted else "declined; nearest"
            click.echo(f"{question.id} {question.kind}: {question.question}")
            click.echo(f"    {what}: {shown}; wanted: {wanted}")


def _evaluate_collection(folder: Path, questions: Path, run_file: Path | None) -> None:
    from bot.app import build_retriever
    from bot.app.reloading import freeze_indexes
    from bot.evaluation.collection import (
        rank_topics,
        read_collection,
        read_topics,
        run_measures,
        trec_run,
    )
    from bot.settings import read_settings

    collection, keys = read_collection(folder)
    topics = read_topics(questions, keys)
    started = time.perf_counter()
    retriever = build_retriever(read_settings(), collection.corpus)
    retriever.warm()
    freeze_indexes()
    built = time.perf_counter()
    run = list(rank_topics(collection, topics, retriever))
    ranked = time.perf_counter()
    for name, value in run_measures(topics, run).items():
        click.echo(f"{name:<10} {value:.4f}")
    passages = len(collection.corpus.paragraphs)
    click.echo(f"{passages} passages indexed in {built - started:.1f} s")
    each = (ranked - built) / max(1, len(topics)) * 1000
    click.echo(f"{len(topics)} questions ranked in {ranked - built:.1f} s, {each:.2f} ms each")
    if run_file:
        run_file.write_text(trec_run(run), encoding="utf-8")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("question", nargs=-1, required=True, type=click.UNPROCESSED)
def explain(question: tuple[str, ...]) -> None:
    """Show why a QUESTION gets the paragraph it gets: words, fields, evidence, decision."""
    from bot.app import build_corpus, build_retriever
    from bot.domain.search import Query
    from bot.settings import read_settings

    settings = read_settings()
    retriever = build_retriever(settings, build_corpus(settings))
    text = " ".join(question).encode(errors="replace").decode()
    explanation = retriever.explain(Query(text))
    for line in _explanation_lines(explanation, retriever.contributions(explanation)):
        click.echo(line)


def _explanation_lines(
    explanation: "Explanation", contributions: "Mapping[str, Sequence[float]]"
) -> "Iterator[str]":
    for reading in explanation.readings:
        yield f"read as {reading.language}: {', '.join(reading.terms) or 'no content word'}"
        for correction in reading.corrections:
            yield f"    searched for {correction.searched!r} instead of {correction.typed!r}"
        for term, near in reading.synonyms.items():
            yield f"    {term}: also {', '.join(near)}"
    ranking = explanation.ranking
    if ranking.absent:
        yield f"words that stand in no document: {', '.join(ranking.absent)}"
    if explanation.evidence is None:  # there are no hits
        yield "no paragraph shares a word with the question"
        return
    yield ""
    yield from _table(ranking.hits, contributions)
    yield ""
    for field in fields(explanation.evidence):
        yield f"{field.name:<22}{getattr(explanation.evidence, field.name):>8.2f}"
    decision = "quoted" if ranking.answers else "declined"
    yield f"{'confidence':<22}{ranking.confidence:>8.2f}  {decision}"


def _table(
    hits: "Sequence[Hit]", contributions: "Mapping[str, Sequence[float]]"
) -> "Iterator[str]":
    yield f"{'field':<22}" + "".join(f"{hit.paragraph.number:>12}" for hit in hits)
    for name, scores in contributions.items():
        yield f"{name:<22}" + "".join(f"{score:>12.2f}" for score in scores)
    yield f"{'score':<22}" + "".join(f"{hit.score:>12.2f}" for hit in hits)
