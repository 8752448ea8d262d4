"""What Discord offers while somebody is typing an argument: paragraphs, documents."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from discord.app_commands import Choice

from bot.commands.arguments import DOCUMENT, chosen_document
from bot.commands.suggestions import LONGEST_LABEL, SUGGESTED, suggest_paragraphs, suggestion_label
from bot.dispatcher import Dispatcher
from bot.domain.errors import UserError
from bot.domain.quoting import excerpt
from bot.platforms.discord.delivery import Interaction
from bot.platforms.discord.requests import request_of

Suggest = Callable[[Dispatcher, Interaction, str], Awaitable[list[Choice[str]]]]

LONGEST_VALUE = 100
"""Discord's limit on the value of a choice."""
LETTERS = 3
"""A question needs so many letters before anything is offered."""


async def paragraphs(
    dispatcher: Dispatcher, interaction: Interaction, typed: str
) -> list[Choice[str]]:
    """Offer paragraphs by number and by words; each choice's value is a stable id."""
    chosen = await _document(dispatcher, interaction)
    found = await suggest_paragraphs(dispatcher.desk, typed, chosen)
    short = [paragraph for paragraph in found if len(paragraph.id) <= LONGEST_VALUE]
    return [Choice(name=suggestion_label(paragraph), value=paragraph.id) for paragraph in short]


async def answers(
    dispatcher: Dispatcher, interaction: Interaction, typed: str
) -> list[Choice[str]]:
    """Offer paragraphs to a question, once there are letters enough."""
    if sum(c.isalnum() for c in typed) < LETTERS:
        return []
    return await paragraphs(dispatcher, interaction, typed)


async def documents(
    dispatcher: Dispatcher, _interaction: Interaction, typed: str
) -> list[Choice[str]]:
    """Offer the documents whose title or id has what was typed."""
    return [
        Choice(name=excerpt(d.short_title, LONGEST_LABEL), value=d.id)
        for d in dispatcher.desk.corpus.documents
        if typed.casefold().strip() in f"{d.short_title} {d.title} {d.id}".casefold()
    ][:SUGGESTED]


async def _document(dispatcher: Dispatcher, interaction: Interaction) -> str | None:
    """Return the document that is already chosen, or the server's default, or None."""
    given = getattr(interaction.namespace, DOCUMENT.name, None) or ""
    request = request_of(interaction, "paragraph", {DOCUMENT.name: given})
    settings = await dispatcher.settings_of(request)
    try:
        return chosen_document(replace(dispatcher.desk, settings=settings), request)
    except UserError:
        return None


SUGGESTIONS: dict[str, Suggest] = {
    "question": answers,
    "number": paragraphs,
    DOCUMENT.name: documents,
}
"""What is offered for a parameter of this name."""
