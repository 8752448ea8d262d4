"""Quote a paragraph by its number."""

from bot.commands.arguments import DOCUMENT, chosen_document
from bot.commands.quotations import lookup_reply
from bot.domain.chat import Command, Desk, Parameter, Reply, Request
from bot.domain.errors import UserError
from bot.domain.words import phrase

WHICH = phrase("Which paragraph? Give its number, as in “4” or “Annex 2.4”.")


async def paragraph(desk: Desk, request: Request) -> Reply:
    """Quote what a number, a range, a list of numbers or a stable id stands for."""
    number = request.argument("number")
    if not number:
        raise UserError(WHICH)
    document = chosen_document(desk, request)
    known = desk.corpus.paragraph(number.lower())
    if known and not request.argument(DOCUMENT.name):  # as a button's: it names its document
        document = known.document
    return lookup_reply(desk, desk.references.resolve_number(number, document))


PARAGRAPH = Command(
    "paragraph",
    phrase("Quote a paragraph by its number"),
    paragraph,
    (Parameter("number", phrase("A number such as 4, Annex 2.4 or 3-5"), max_length=200), DOCUMENT),
    ("4", "Annex 2.4"),
    quotes=True,
)
