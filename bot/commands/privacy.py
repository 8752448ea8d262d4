"""Say what is stored, and what never is; a button deletes what is kept of the asker."""

from bot.domain.actions import Action, Button
from bot.domain.chat import Command, Desk, Outcome, Reply, Request

_LINES = (
    "Your question is read, answered and forgotten: its text is neither stored nor logged.",
    "I see a message only where it mentions me, is sent to me, or is handed to me by a command.",
    "No text goes to another service, and none is generated.",
    "Kept for some hours: the ids of events already answered, so that nothing is answered twice.",
    (
        "Kept for {days} days if you press “Helpful” or “Not helpful”: the paragraph's number, your"
        " verdict, the time, and keyed hashes that tell people apart without naming them."
    ),
    "Kept with it if you fill in “What were you looking for?”: that text, and no other.",
    "Kept by those who manage a server or workspace: its settings.",
    "Kept where many workspaces install me on Slack: what Slack gives each for it.",
    "“Forget me” deletes every verdict of yours, with its text, at once.",
)


async def privacy(desk: Desk, _request: Request) -> Reply:
    """Say it in ten lines."""
    return Reply(
        Outcome.NOTICE,
        "\n".join(_LINES).format(days=desk.feedback_days),
        buttons=(Button(Action.FORGET, "Forget me"),),
    )


PRIVACY = Command("privacy", "Say what is stored, and what never is", privacy)
