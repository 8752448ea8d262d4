"""List the paragraphs that share words with a query."""

from bot.commands.arguments import DOCUMENT, chosen_document
from bot.domain.chat import Command, Desk, Outcome, Parameter, Reply, Request
from bot.domain.errors import UserError
from bot.domain.quoting import echo
from bot.domain.search import Query

LISTED, RANKED = 10, 50
"""At most so many paragraphs are listed, out of so many that are ranked."""


async def search(desk: Desk, request: Request) -> Reply:
    """List the paragraphs that use some words, best first.

    Where none does, those are listed that are indexed by them.
    """
    words = request.argument("words")
    if not words:
        raise UserError('Search for what? Give some words, as in "safety institutes".')
    ranking = await desk.rank(Query(words, chosen_document(desk, request), RANKED))
    using = tuple(hit for hit in ranking.hits if hit.matches)
    message = "" if using else f"No paragraph uses the words “{echo(words, 60)}”."
    if not ranking.hits:
        return Reply(Outcome.NO_ANSWER, message, absent=ranking.absent)
    if not using:
        message += " These are on the subject:"
    return Reply(
        Outcome.QUOTED,
        message,
        results=(using or ranking.hits)[:LISTED],
        absent=ranking.absent,
        corrections=ranking.corrections,
    )


SEARCH = Command(
    "search",
    "List the paragraphs that use some words",
    search,
    (Parameter("words", "Words to look for", max_length=4000), DOCUMENT),
    ("safety institutes",),
)
