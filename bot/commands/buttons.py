"""The buttons of a reply on every platform; each platform adds its own, such as delete."""

from collections.abc import Sequence

from bot.domain.actions import Action, Button
from bot.domain.chat import Desk
from bot.domain.documents import Paragraph
from bot.domain.search import Hit
from bot.domain.words import phrase

HELPFUL, NOT_HELPFUL = phrase("Helpful"), phrase("Not helpful")
OTHERS = 3
"""At most so many other matches get a button."""


def quotation_buttons(desk: Desk, paragraph: Paragraph, also: Sequence[Hit]) -> tuple[Button, ...]:
    """Return: the paragraphs before and after, other matches; two verdicts if they are wanted."""
    document = desk.corpus.document_of(paragraph)
    before, after = document.neighbour(paragraph, -1), document.neighbour(paragraph, +1)
    buttons = []
    if before:
        buttons.append(Button(Action.SHOW, f"‹ {before.number}", before.id))
    if after:
        buttons.append(Button(Action.SHOW, f"{after.number} ›", after.id))
    neighbours = {button.paragraph for button in buttons}
    others = [hit for hit in also if hit.paragraph.id not in neighbours]
    verdicts = (
        Button(Action.HELPFUL, HELPFUL, paragraph.id),
        Button(Action.NOT_HELPFUL, NOT_HELPFUL, paragraph.id),
    )
    shown = verdicts if desk.settings.feedback else ()
    return (*buttons, *hit_buttons(desk, others[:OTHERS]), *shown)


def hit_buttons(desk: Desk, hits: Sequence[Hit]) -> tuple[Button, ...]:
    """Return a button for each paragraph that came close."""
    return tuple(
        Button(
            Action.SHOW, desk.words("See {number}", number=hit.paragraph.number), hit.paragraph.id
        )
        for hit in hits
    )
