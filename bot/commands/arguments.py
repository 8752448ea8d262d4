"""Arguments that several commands take, and how they are read."""

import re

from bot.domain.chat import Desk, Parameter, Request
from bot.domain.documents import Document
from bot.domain.errors import UserError
from bot.domain.quoting import echo, visible
from bot.domain.words import phrase

DOCUMENT = Parameter(
    "document", phrase("Which document, by its id or short title"), required=False, max_length=100
)

_NO_WORDS = re.compile(
    r"(?:https?://|www\.)\S+"  # addresses
    r"|<(?:[@#!]|a?:)[^<>\s]{1,80}>"  # mentions, channels and emoji, as chat platforms write them
)


def words_asked(request: Request, name: str) -> str:
    """Return an argument as it is searched for: one line, "…" for addresses, nothing invisible."""
    return _NO_WORDS.sub("…", visible(" ".join(request.argument(name).split())))


def chosen_document(desk: Desk, request: Request) -> str | None:
    """Return the id of the document that a request names, None for any; raises UserError.

    Where none is named, the space's own choice counts, as long as that document is loaded.
    """
    named = request.argument(DOCUMENT.name)
    if not named:
        default = desk.settings.default_document
        return default if default and desk.corpus.document(default) else None
    for document in desk.corpus.documents:
        if named.casefold() in {document.id.casefold(), document.short_title.casefold()}:
            return document.id
    known = ", ".join(document.id for document in desk.corpus.documents)
    raise UserError(
        desk.words(
            "There is no document “{name}” here. Loaded: {known}.",
            name=echo(named, 60),
            known=known,
        )
    )


def document_asked(desk: Desk, request: Request, question: str) -> str | None:
    """Return the id of the document to look in for a question; raises UserError.

    Documents that the question names, by a title or in a paragraph's stable id, go before the
    space's own choice.
    """
    chosen = chosen_document(desk, request)
    if chosen is None or request.argument(DOCUMENT.name):
        return chosen
    named = [document.id for document in desk.corpus.documents if _is_named(document, question)]
    if not named:
        return chosen
    return named[0] if len(named) == 1 else None


def _is_named(document: Document, question: str) -> bool:
    titles = "|".join(map(re.escape, (document.title, document.short_title)))
    name = rf"(?<![\w-])(?:(?:{titles})(?!\w)|{re.escape(document.id)}#)"
    return re.search(name, question, re.IGNORECASE) is not None
