"""Say what is stored, and what never is."""

from bot.domain.chat import Command, Desk, Outcome, Reply, Request

_TEXT = """\
Your question is read, answered and forgotten: its text is neither stored nor logged.
I see a message only where it mentions me, is sent to me, or is handed to me by a command.
Kept for about an hour: the ids of events already answered, so that nothing is answered twice.
Kept if you press “Helpful” or “Not helpful”: the paragraph's number, the verdict, and hashes \
that tell spaces and people apart without naming them.
Kept by those who run a space: its settings.
Nothing is generated, and no text goes to another service."""


async def privacy(_desk: Desk, _request: Request) -> Reply:
    """Say it in a few lines."""
    return Reply(Outcome.NOTICE, _TEXT)


PRIVACY = Command("privacy", "Say what is stored, and what never is", privacy)
