"""Keep whether a quotation helped; reached by buttons."""

import hashlib
import hmac
from datetime import UTC, datetime

from bot.domain.chat import Command, Desk, Outcome, Parameter, Reply, Request
from bot.domain.errors import UserError
from bot.domain.storage import Feedback

KEPT = "Thank you. Only the verdict was kept, not your question."
NOT_YET = "Thank you. The verdict cannot be kept at this moment; it is tried again for a while."
_VERDICTS = {"helpful": True, "not_helpful": False}


async def feedback(desk: Desk, request: Request) -> Reply:
    """Record a verdict on a paragraph, with keyed hashes of the space and the user."""
    paragraph = desk.corpus.paragraph(request.argument("paragraph"))
    verdict = _VERDICTS.get(request.argument("verdict"))
    if paragraph is None or verdict is None:
        raise UserError("This button is not one that I know. Please ask again.")
    user = f"{request.platform}:{request.user}"
    kept = await desk.store.record_feedback(
        Feedback(
            paragraph=paragraph.id,
            helpful=verdict,
            platform=request.platform,
            space=hashed(desk.feedback_key, request.space_key),
            user=hashed(desk.feedback_key, user),
            at=datetime.now(UTC),
        )
    )
    return Reply(Outcome.NOTICE, KEPT if kept else NOT_YET)


def hashed(key: bytes, name: str) -> str:
    """Return a keyed hash of a name, 32 hexadecimal digits: it tells names apart, nothing more."""
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:32]


FEEDBACK = Command(
    "feedback",
    "Say whether a quotation helped",
    feedback,
    (
        Parameter("paragraph", "The paragraph's stable id", max_length=100),
        Parameter("verdict", "helpful or not_helpful", max_length=20),
    ),
    listed=False,
)
