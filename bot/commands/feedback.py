"""Keep whether a quotation helped; reached by buttons and by the form behind one."""

from datetime import UTC, datetime

from bot.domain.actions import UNKNOWN_BUTTON, Action, Button
from bot.domain.chat import Command, Desk, Form, Outcome, Parameter, Reply, Request
from bot.domain.errors import UserError
from bot.domain.storage import Feedback, hashed
from bot.domain.words import phrase

LONGEST_WISH = 500
"""Characters of what somebody was looking for."""
WISH = Form(
    title=phrase("What were you looking for?"),
    label=phrase("In your own words"),
    notice=phrase("This text is kept, without your name, for those who run this bot."),
    longest=LONGEST_WISH,
)
"""The form behind a verdict of "not helpful"."""
KEPT = phrase("Thank you. Only the verdict was kept, not your question.")
KEPT_WISH = phrase("Thank you. It was kept, without your name.")
NOT_YET = phrase("Thank you. It cannot be kept at this moment; it is tried again for a while.")
OFF = phrase("Feedback is switched off here.")
_VERDICTS = {"helpful": True, "not_helpful": False}


async def feedback(desk: Desk, request: Request) -> Reply:
    """Record a verdict on a paragraph, with keyed hashes of the space and the user.

    After "not helpful" a button leads to the form, whose answer comes back as `wanted`.
    """
    paragraph = desk.corpus.paragraph(request.argument("paragraph"))
    verdict = _VERDICTS.get(request.argument("verdict"))
    if paragraph is None or verdict is None:
        raise UserError(UNKNOWN_BUTTON)
    if not desk.settings.feedback:
        raise UserError(OFF)
    wanted = request.argument("wanted")
    kept = await desk.store.record_feedback(
        Feedback(
            paragraph=paragraph.id,
            helpful=verdict,
            platform=request.platform,
            space=hashed(desk.feedback_key, request.space_key),
            user=hashed_user(desk, request),
            at=datetime.now(UTC),
            wanted=wanted,
        )
    )
    thanks = (KEPT_WISH if wanted else KEPT) if kept else NOT_YET
    tell = () if verdict or wanted else (Button(Action.TELL, WISH.title, paragraph.id),)
    return Reply(Outcome.NOTICE, desk.words(thanks), buttons=tell)


def hashed_user(desk: Desk, request: Request) -> str:
    """Return the keyed hash by which a user's verdicts are kept."""
    return hashed(desk.feedback_key, f"{request.platform}:{request.user}")


FEEDBACK = Command(
    "feedback",
    "Say whether a quotation helped",
    feedback,
    (
        Parameter("paragraph", "The paragraph's stable id", max_length=100),
        Parameter("verdict", "helpful or not_helpful", max_length=20),
        Parameter("wanted", WISH.title, required=False, max_length=LONGEST_WISH),
    ),
    listed=False,
)
