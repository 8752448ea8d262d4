"""Show which documents are loaded, with their outline."""

from bot.domain.chat import Command, Desk, Outcome, Reply, Request
from bot.domain.words import phrase


async def documents(desk: Desk, _request: Request) -> Reply:
    """List the loaded documents; a platform shows their parts and numbers."""
    if not desk.corpus.documents:
        return Reply(Outcome.NOTICE, desk.words("No document is loaded."))
    return Reply(Outcome.NOTICE, documents=desk.corpus.documents)


DOCUMENTS = Command(
    "documents", phrase("Show which documents are loaded, with their outline"), documents
)
