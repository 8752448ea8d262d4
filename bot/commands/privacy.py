"""Say what is stored, and what never is; a button deletes what is kept of the asker."""

from bot.domain.actions import Action, Button
from bot.domain.chat import Command, Desk, Outcome, Reply, Request
from bot.domain.words import phrase

KEPT_VERDICTS = phrase(
    "Kept for {days} days if you press “Helpful” or “Not helpful”: the paragraph's number, your"
    " verdict, the time, and keyed hashes that tell people apart without naming them."
)
FORGOTTEN = phrase(
    "Your question is read, answered and forgotten: its text is neither stored nor logged."
)
_BEFORE = (
    FORGOTTEN,
    phrase(
        "I see a message only where it mentions me, is sent to me, or is handed to me by a command."
    ),
    phrase("No text goes to another service, and none is generated."),
    phrase(
        "Kept for somewhat more than an hour: the ids of events already answered, so that nothing"
        " is answered twice."
    ),
)
_AFTER = (
    phrase("Kept with it if you fill in “What were you looking for?”: that text, and no other."),
    phrase("Kept by those who manage a server or workspace: its settings."),
    phrase("Kept where many workspaces install me on Slack: what Slack gives each for it."),
    phrase("“Forget me” deletes every verdict of yours, with its text, at once."),
)


async def privacy(desk: Desk, _request: Request) -> Reply:
    """Say it in ten lines."""
    words = desk.words
    kept = words(KEPT_VERDICTS, days=desk.feedback_days)
    return Reply(
        Outcome.NOTICE,
        "\n".join([*map(words, _BEFORE), kept, *map(words, _AFTER)]),
        buttons=(Button(Action.FORGET, phrase("Forget me")),),
    )


PRIVACY = Command("privacy", phrase("Say what is stored, and what never is"), privacy)
