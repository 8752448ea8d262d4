"""Commands for those who keep documents: check them, seal them."""

from pathlib import Path

import click

from bot.domain.errors import CorpusError
from bot.domain.quoting import visible

_place = click.argument("path", required=False, type=click.Path(path_type=Path), default=None)


@click.group()
def corpus() -> None:
    """Check and seal documents of your own."""


@corpus.command()
@_place
@click.pass_context
def check(ctx: click.Context, path: Path | None) -> None:
    """Say all that is wrong with the documents at PATH, with file and line.

    PATH is a document, a folder of documents or a corpus folder; without it, the corpus in use.
    Exit code 1 if anything is wrong.
    """
    from bot.documents.loader import inspect_corpus

    inspection = inspect_corpus(path or _corpus_in_use())
    for problem in inspection.problems:
        click.echo(visible(str(problem)))
    for unsealed in inspection.unsealed:
        name = visible(unsealed)
        click.echo(f"{name}: not sealed yet; to seal it: verbatim corpus seal {name}")
    if inspection.problems:
        ctx.exit(1)
    for document in inspection.documents:
        click.echo(f"{document.id}: {len(document.paragraphs)} paragraphs, no problem")


@corpus.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
def seal(path: Path) -> None:
    """Write the SHA-256 of each paragraph beside the documents at PATH.

    From then on a changed text is a problem, until the document is sealed again.
    """
    from bot.documents.loader import document_files, inspect_corpus, seal_file
    from bot.documents.seal import write_seal

    files = list(document_files(path))
    if not files:
        raise CorpusError(inspect_corpus(path).problems)
    for file in files:
        inspection = inspect_corpus(file, sealed=False)
        if inspection.problems:
            raise CorpusError(inspection.problems)
        target = Path(str(seal_file(file)))
        target.write_text(write_seal(inspection.documents[0]), encoding="utf-8")
        click.echo(
            f"{visible(str(target))}: {len(inspection.documents[0].paragraphs)} paragraphs sealed"
        )


def _corpus_in_use() -> Path:
    from bot.documents.loader import packaged_corpus
    from bot.settings import read_settings

    return read_settings().corpus_dir or Path(str(packaged_corpus()))
