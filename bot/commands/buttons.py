"""The buttons of a reply on every platform; each platform adds its own, such as delete."""

from collections.abc import Sequence

from bot.domain.actions import Action, Button
from bot.domain.documents import Document, Paragraph
from bot.domain.search import Hit

OTHERS = 3
"""At most so many other matches get a button."""


def quotation_buttons(
    document: Document, paragraph: Paragraph, also: Sequence[Hit], *, feedback: bool
) -> tuple[Button, ...]:
    """Return: the paragraphs before and after, other matches; with `feedback`, two verdicts."""
    before, after = document.neighbour(paragraph, -1), document.neighbour(paragraph, +1)
    buttons = []
    if before:
        buttons.append(Button(Action.SHOW, f"‹ {before.number}", before.id))
    if after:
        buttons.append(Button(Action.SHOW, f"{after.number} ›", after.id))
    neighbours = {button.paragraph for button in buttons}
    others = [hit for hit in also if hit.paragraph.id not in neighbours]
    verdicts = (
        Button(Action.HELPFUL, "Helpful", paragraph.id),
        Button(Action.NOT_HELPFUL, "Not helpful", paragraph.id),
    )
    return (*buttons, *hit_buttons(others[:OTHERS]), *(verdicts if feedback else ()))


def hit_buttons(hits: Sequence[Hit]) -> tuple[Button, ...]:
    """Return a button for each paragraph that came close."""
    return tuple(
        Button(Action.SHOW, f"See {hit.paragraph.number}", hit.paragraph.id) for hit in hits
    )
