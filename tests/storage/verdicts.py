"""What the tests of stores write."""

from datetime import UTC, datetime

from bot.domain.storage import Feedback, SpaceSettings

VERDICT = Feedback("d#1", helpful=True, platform="slack", space="s", user="u", at=datetime.now(UTC))
ALL_CHOSEN = SpaceSettings(
    default_document="charter",
    private=True,
    channels=("C1", "C2"),
    in_thread=False,
    also_limit=0,
    language="fr",
    feedback=False,
)
