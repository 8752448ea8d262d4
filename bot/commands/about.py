"""Say what the bot is, and what it never does."""

from bot import __version__
from bot.domain.chat import Command, Desk, Outcome, Reply, Request

_TEXT = """\
Verbatim {version} quotes {documents}.
It ranks the paragraphs by BM25 and quotes the best one word for word, with its number.
No sentence is generated: a reply is a quotation, or says that no paragraph answers.
No message text is stored or logged."""


async def about(desk: Desk, _request: Request) -> Reply:
    """Say it in four lines."""
    titles = ", ".join(f"the {document.short_title}" for document in desk.corpus.documents)
    return Reply(
        Outcome.NOTICE, _TEXT.format(version=__version__, documents=titles or "no document yet")
    )


ABOUT = Command("about", "Say what this bot is, and what it never does", about)
