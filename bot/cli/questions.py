"""Commands of the terminal that ask: ask, paragraph, search, documents, chat."""

import asyncio
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.dispatcher import Dispatcher
    from bot.domain.chat import Reply, Request

_document_option = click.option(
    "-d", "--document", default="", metavar="ID", help="Look in this document only."
)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("question", nargs=-1, type=click.UNPROCESSED)
@_document_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object (see docs/json.md).")
@click.pass_context
def ask(ctx: click.Context, question: tuple[str, ...], document: str, *, as_json: bool) -> None:
    """Quote the paragraph that answers a QUESTION, word for word.

    With - as the question, each line of standard input is one.
    """
    text = _clean(" ".join(question))
    if text == "-":
        _answer_lines(document, as_json=as_json)
        return
    if not text.strip():
        raise click.UsageError("Ask a question, as in: verbatim ask Which countries took part?")
    dispatcher = _dispatcher()
    reply = _dispatch(dispatcher, "ask", question=text, document=document)
    if as_json:
        _print_json(text, reply)
    else:
        _show(reply)
    ctx.exit(_exit_code(reply))


@click.command()
@click.argument("number", nargs=-1, required=True)
@_document_option
@click.pass_context
def paragraph(ctx: click.Context, number: tuple[str, ...], document: str) -> None:
    """Quote the paragraph with a NUMBER: 4, "Annex 2.4", 3-5, "the last"."""
    reply = _dispatch(
        _dispatcher(), "paragraph", number=_clean(" ".join(number)), document=document
    )
    _show(reply)
    ctx.exit(_exit_code(reply))


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
@_document_option
@click.pass_context
def search(ctx: click.Context, words: tuple[str, ...], document: str) -> None:
    """List the paragraphs that use some WORDS, best first."""
    reply = _dispatch(_dispatcher(), "search", words=_clean(" ".join(words)), document=document)
    _show(reply)
    ctx.exit(_exit_code(reply))


@click.command()
def documents() -> None:
    """Show which documents are loaded, with their outline."""
    _show(_dispatch(_dispatcher(), "documents"))


@click.command()
@_document_option
def chat(document: str) -> None:
    """Ask one question after another; /help says what else there is."""
    from bot.platforms.console.chat import converse, typed_lines
    from bot.platforms.console.output import reply_printer

    dispatcher = _dispatcher()
    lines = (_clean(line) for line in typed_lines())
    commands = dispatcher.commands.values()
    asyncio.run(converse(lines, commands, dispatcher.dispatch, reply_printer(), document))


def _dispatcher() -> "Dispatcher":
    from bot.app.answering import assemble
    from bot.app.options import AnsweringOptions, is_anything_set, options_of
    from bot.logs import configure_logs

    if not is_anything_set():
        configure_logs("WARNING", "text")
        return assemble(AnsweringOptions())
    from bot.settings import read_settings

    settings = read_settings()
    configure_logs(max(settings.log.level, "WARNING", key=_SEVERITY.index), settings.log.format)
    return assemble(options_of(settings))


_SEVERITY = ["DEBUG", "INFO", "WARNING", "ERROR"]


def _dispatch(dispatcher: "Dispatcher", command: str, **arguments: str) -> "Reply":
    return asyncio.run(dispatcher.dispatch(_request(command, **arguments)))


def _request(command: str, **arguments: str) -> "Request":
    from bot.domain.chat import Request

    return Request(command, arguments)


def _answer_lines(document: str, *, as_json: bool) -> None:
    dispatcher = _dispatcher()
    asyncio.run(_answer_each(dispatcher, document, as_json=as_json))


async def _answer_each(dispatcher: "Dispatcher", document: str, *, as_json: bool) -> None:
    for line in _input_lines():
        reply = await dispatcher.dispatch(_request("ask", question=line, document=document))
        if as_json:
            _print_json(line, reply)
        else:
            _show(reply)


def _input_lines() -> Iterator[str]:
    """Yield the lines of standard input, read as UTF-8 whatever the locale."""
    for line in sys.stdin.buffer:
        yield line.decode(errors="replace").rstrip("\r\n")


def _show(reply: "Reply") -> None:
    from bot.platforms.console.output import reply_printer

    reply_printer()(reply)


def _print_json(question: str, reply: "Reply") -> None:
    from bot.platforms.console.json_lines import json_line

    sys.stdout.buffer.write(json_line(question, reply).encode() + b"\n")
    sys.stdout.buffer.flush()


def _exit_code(reply: "Reply") -> int:
    from bot.domain.chat import Outcome

    codes = {Outcome.QUOTED: 0, Outcome.ERROR: 2}
    return codes.get(reply.outcome, 1)


def _clean(text: str) -> str:
    """Return an argument without bytes that were not UTF-8."""
    return text.encode(errors="replace").decode()
