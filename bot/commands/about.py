"""Say what the bot is, and what it never does."""

from bot import __version__
from bot.domain.chat import Command, Desk, Outcome, Reply, Request
from bot.domain.words import phrase

_LINES = (
    phrase(
        "It ranks the paragraphs by BM25 and quotes the best one word for word, with its number."
    ),
    phrase("No sentence is generated: a reply is a quotation, or says that no paragraph answers."),
    phrase("No message text is stored or logged."),
)


async def about(desk: Desk, _request: Request) -> Reply:
    """Say it in four lines."""
    words = desk.words
    titles = ", ".join(document.short_title for document in desk.corpus.documents)
    facts = {"version": __version__, "documents": titles or words("no document yet")}
    first = words("Verbatim {version} quotes: {documents}.", **facts)
    return Reply(Outcome.NOTICE, "\n".join([first, *map(words, _LINES)]))


ABOUT = Command("about", phrase("Say what this bot is, and what it never does"), about)
