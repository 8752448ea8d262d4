"""List the paragraphs that share words with a query."""

from bot.commands.arguments import DOCUMENT, chosen_document
from bot.domain.chat import Command, Desk, Outcome, Parameter, Reply, Request
from bot.domain.errors import UserError
from bot.domain.quoting import echo
from bot.domain.search import Query
from bot.domain.words import phrase

WHAT = phrase("Search for what? Give some words, as in “safety institutes”.")
LISTED, RANKED = 10, 50
"""At most so many paragraphs are listed, out of so many that are ranked."""


async def search(desk: Desk, request: Request) -> Reply:
    """List the paragraphs that use some words, best first.

    Where none does, those are listed that are indexed by them.
    """
    words = request.argument("words")
    if not words:
        raise UserError(WHAT)
    ranking = await desk.rank(Query(words, chosen_document(desk, request), RANKED))
    using = tuple(hit for hit in ranking.hits if hit.matches)
    said = desk.words("No paragraph uses the words “{words}”.", words=echo(words, 60))
    message = "" if using else said
    if not ranking.hits:
        return Reply(Outcome.NO_ANSWER, message, absent=ranking.absent)
    if not using:
        message = f"{message} {desk.words('These are on the subject:')}"
    return Reply(
        Outcome.QUOTED,
        message,
        results=(using or ranking.hits)[:LISTED],
        absent=ranking.absent,
        corrections=ranking.corrections,
    )


SEARCH = Command(
    "search",
    phrase("List the paragraphs that use some words"),
    search,
    (Parameter("words", phrase("Words to look for"), max_length=4000), DOCUMENT),
    ("safety institutes",),
)
