"""Delete what is kept of the person who asks for it; reached by a button."""

from bot.commands.feedback import hashed_user
from bot.domain.chat import Command, Desk, Outcome, Reply, Request
from bot.domain.errors import StoreError, UserError
from bot.domain.words import phrase

NOTHING = phrase("Nothing is kept of you here.")
UNREACHED = phrase(
    "Your verdicts cannot be deleted at this moment: please press again in a few minutes."
)


async def forget(desk: Desk, request: Request) -> Reply:
    """Delete the verdicts of the person who asks, and say how many there were."""
    try:
        count = await desk.store.forget_user(hashed_user(desk, request))
    except StoreError as error:
        raise UserError(UNREACHED) from error
    if not count:
        return Reply(Outcome.NOTICE, desk.words(NOTHING))
    return Reply(Outcome.NOTICE, desk.words("Verdicts of yours that were deleted: {n}.", n=count))


FORGET = Command("forget", "Delete what is kept of you", forget, listed=False)
