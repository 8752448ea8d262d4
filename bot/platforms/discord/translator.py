"""Our commands in people's own languages, as Discord shows them: descriptions, the menu's name."""

from collections.abc import Callable

import discord
from discord.app_commands import (
    ContextMenu,
    TranslationContextLocation,
    TranslationContextTypes,
    locale_str,
)
from discord.app_commands import Translator as _Translator

from bot.domain.words import Words

_DESCRIPTIONS = {
    TranslationContextLocation.command_description,
    TranslationContextLocation.parameter_description,
}


class Translator(_Translator):
    """Translates descriptions; the names of slash commands stay, so that all type the same."""

    def __init__(self, words_in: Callable[[str], Words]) -> None:
        self._words_in = words_in

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """Return a text in a language of Discord's, None where it stays as it is."""
        if context.location not in _DESCRIPTIONS and not isinstance(context.data, ContextMenu):
            return None
        said = self._words_in(str(locale))(string.message)
        return said if said != string.message else None
