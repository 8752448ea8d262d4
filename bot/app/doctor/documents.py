"""Whether the documents can be used and are sealed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.app.doctor.rows import Row, State
from bot.documents.loader import Inspection, inspect_corpus, packaged_corpus

if TYPE_CHECKING:
    from bot.settings import Settings

PART = "corpus"
SHOWN = 10
"""At most so many problems; `verbatim corpus check` shows all."""


def corpus_rows(settings: "Settings") -> Iterator[Row]:
    """Yield what is loaded, or what is wrong with it."""
    inspection = inspect_corpus(settings.corpus_dir or packaged_corpus())
    if inspection.problems:
        yield from _of_problems(inspection)
        return
    count = sum(len(document.paragraphs) for document in inspection.documents)
    names = ", ".join(document.id for document in inspection.documents)
    yield Row(PART, State.OK, f"{count} paragraphs in {names}, each as it was sealed")
    for path in inspection.unsealed:
        advice = f"to notice every change: verbatim corpus seal {path}"
        yield Row(PART, State.LOOK, f"{path} is not sealed", advice)
    if settings.document and settings.document not in {d.id for d in inspection.documents}:
        found = f"VERBATIM_DOCUMENT names {settings.document}, which is not loaded"
        yield Row(PART, State.WRONG, found, f"name one of these: {names}")


def _of_problems(inspection: Inspection) -> Iterator[Row]:
    advice = "mend it there; then: verbatim corpus check"
    for problem in inspection.problems[:SHOWN]:
        yield Row(PART, State.WRONG, str(problem), advice)
    further = len(inspection.problems) - SHOWN
    if further > 0:
        yield Row(PART, State.WRONG, f"{further} further problems", "see: verbatim corpus check")
