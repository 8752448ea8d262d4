"""List the paragraphs that share words with a query."""

from bot.commands.arguments import DOCUMENT, chosen_document
from bot.domain.chat import Command, Desk, Outcome, Parameter, Reply, Request
from bot.domain.errors import UserError
from bot.domain.quoting import echo
from bot.domain.search import Query

LISTED = 10
"""At most so many paragraphs are listed."""


async def search(desk: Desk, request: Request) -> Reply:
    """List the best paragraphs for some words, best first, whether or not they answer anything."""
    words = request.argument("words")
    if not words:
        raise UserError('Search for what? Give some words, as in "safety institutes".')
    ranking = await desk.rank(Query(words, chosen_document(desk, request), LISTED))
    if not ranking.hits:
        message = f"No paragraph uses any of the words “{echo(words, 60)}”."
        return Reply(Outcome.NO_ANSWER, message, absent=ranking.absent)
    return Reply(
        Outcome.QUOTED,
        results=ranking.hits,
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
