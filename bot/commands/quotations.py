"""Replies that quote paragraphs asked for by number."""

from bot.commands.buttons import quotation_buttons
from bot.commands.wording import no_such_paragraph
from bot.domain.actions import Button
from bot.domain.chat import Desk, Outcome, Quotation, Reply
from bot.domain.documents import Document
from bot.domain.errors import UserError
from bot.domain.search import Hit, Lookup


def lookup_reply(desk: Desk, lookup: Lookup) -> Reply:
    """Quote the paragraphs of a look-up in the order asked, or say which numbers there are."""
    document = _document_meant(desk, lookup)
    message = no_such_paragraph(lookup.missing, document, desk.words) if lookup.missing else ""
    if not lookup.paragraphs:
        return Reply(Outcome.NO_SUCH_PARAGRAPH, message)
    quotations = tuple(
        Quotation(
            desk.corpus.document_of(paragraph),
            paragraph,
            rank=rank,
            instruments=desk.corpus.instruments(paragraph),
        )
        for rank, paragraph in enumerate(lookup.paragraphs, start=1)
    )
    also = _sub_paragraphs(desk, lookup)
    buttons: tuple[Button, ...] = ()
    if len(quotations) == 1:
        buttons = quotation_buttons(desk, quotations[0].paragraph, also)
    return Reply(Outcome.QUOTED, message, quotations, also=also, buttons=buttons)


def _document_meant(desk: Desk, lookup: Lookup) -> Document:
    document = desk.corpus.document(lookup.documents[0]) if lookup.documents else None
    if document is None:
        raise UserError(desk.words("No document is loaded."))
    return document


def _sub_paragraphs(desk: Desk, lookup: Lookup) -> tuple[Hit, ...]:
    """Return what stands below the one paragraph asked for, as further reading."""
    if len(lookup.paragraphs) != 1:
        return ()
    paragraph = lookup.paragraphs[0]
    children = desk.corpus.document_of(paragraph).children(paragraph)
    return tuple(Hit(child, 0.0, rank) for rank, child in enumerate(children, start=1))
