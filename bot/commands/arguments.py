"""Arguments that several commands take, and how they are read."""

from bot.domain.chat import Desk, Parameter, Request
from bot.domain.errors import UserError
from bot.domain.quoting import echo
from bot.domain.words import phrase

DOCUMENT = Parameter(
    "document", phrase("Which document, by its id or short title"), required=False, max_length=100
)


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
