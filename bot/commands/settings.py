"""Show what is chosen for a space, and change it: for those who manage it."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.commands.arguments import DOCUMENT, chosen_document
from bot.domain.chat import Choice, Command, Desk, Menu, Outcome, Parameter, Reply, Request
from bot.domain.errors import UserError
from bot.domain.plain_text import chosen_line
from bot.domain.storage import SpaceSettings
from bot.domain.words import LANGUAGES, phrase

log = logging.getLogger(__name__)

ALL_DOCUMENTS = phrase("All documents")
EVERY_DOCUMENT = "*"
"""The value of the choice of all documents: no document has such an id."""
MOST_CHOICES = 25
"""Choices in one menu: Discord's limit; Slack allows more."""
MOST_CHANNELS = 25
MOST_ALSO = 4
_CHANNEL = re.compile(r"[A-Za-z0-9]{1,24}")

NOWHERE = phrase("Settings belong to a server or a workspace. Please ask for them there.")
NOT_YOURS = phrase("Only those who manage this server or workspace can change its settings.")
UNKNOWN = phrase("This choice is not one that I know. Please open the settings again.")
SAVED = phrase("Saved. These are the settings here now:")
NOT_YET = phrase(
    "This holds from now on, but cannot be saved at this moment; it is tried again for a while."
)
IN_FORCE = phrase("The settings here:")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, and what the settings hold where it is chosen."""

    value: str
    label: str
    stored: object


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a space; `name` is its field in SpaceSettings. Without options: channels."""

    name: str
    label: str
    options: Callable[[Desk], Sequence[Option]] | None = None

    def menu(self, desk: Desk) -> Menu:
        """Return the menu that changes the setting."""
        stored, label = getattr(desk.settings, self.name), desk.words(self.label)
        if self.options is None:
            return Menu(self.name, label, (), stored)
        options = _offered(self.options(desk), stored)
        choices = tuple(Choice(option.value, desk.words(option.label)) for option in options)
        chosen = tuple(option.value for option in options if option.stored == stored)
        return Menu(self.name, label, choices, chosen)

    def changed(self, desk: Desk, values: Sequence[str]) -> SpaceSettings:
        """Return the settings with a new choice; raises UserError where it was not offered."""
        if self.options is None:
            return _with_channels(desk.settings, values)
        for option in self.options(desk):
            if list(values) == [option.value]:
                change: dict[str, Any] = {self.name: option.stored}
                return replace(desk.settings, **change)
        raise UserError(UNKNOWN)


def _fixed(*rows: tuple[str, str, object]) -> Callable[[Desk], Sequence[Option]]:
    options = [Option(*row) for row in rows]
    return lambda _desk: options


def _documents(desk: Desk) -> Sequence[Option]:
    named = [Option(d.id, d.short_title, d.id) for d in desk.corpus.documents]
    return [Option(EVERY_DOCUMENT, ALL_DOCUMENTS, None), *named]


def _offered(options: Sequence[Option], stored: object) -> list[Option]:
    """Return as many options as a menu holds; the chosen one is always among them."""
    first = list(options[:MOST_CHOICES])
    if all(option.stored != stored for option in first):
        first[-1] = next((o for o in options if o.stored == stored), first[-1])
    return first


SETTINGS = (
    Setting("default_document", phrase("Where to look if no document is named"), _documents),
    Setting(
        "private",
        phrase("Who sees the answer to a command"),
        _fixed(
            ("usual", phrase("As usual here"), None),
            ("asker", phrase("The asker alone"), True),
            ("everybody", phrase("Everybody in the channel"), False),
        ),
    ),
    Setting("channels", phrase("Channels in which mentions are answered")),
    Setting(
        "in_thread",
        phrase("Where a mention is answered"),
        _fixed(
            ("usual", phrase("As usual here"), None),
            ("thread", phrase("In a thread"), True),
            ("channel", phrase("In the channel"), False),
        ),
    ),
    Setting(
        "also_limit",
        phrase("Further paragraphs that a quotation names"),
        _fixed(*((str(n), str(n), n) for n in range(MOST_ALSO + 1))),
    ),
    Setting(
        "language",
        phrase("Language of my own words"),
        _fixed(
            ("usual", phrase("The asker's own"), ""),
            *((code, name, code) for code, name in LANGUAGES.items()),
        ),
    ),
    Setting(
        "feedback",
        phrase("Helpful / not helpful buttons"),
        _fixed(("on", phrase("Shown"), True), ("off", phrase("Not shown"), False)),
    ),
)
"""All that can be chosen for a space, in the order in which it is shown."""
_BY_NAME = {setting.name: setting for setting in SETTINGS}


async def settings(desk: Desk, request: Request) -> Reply:
    """Show the settings of a space; with a document, make it the one that is searched."""
    if not request.space_key:
        raise UserError(NOWHERE)
    if not request.argument(DOCUMENT.name):
        return _panel(desk, request, IN_FORCE)
    document = chosen_document(desk, request) or EVERY_DOCUMENT
    return await _change(desk, request, _BY_NAME["default_document"], [document])


async def choose(desk: Desk, request: Request) -> Reply:
    """Change one setting, and show them all as they are then."""
    setting = _BY_NAME.get(request.argument("setting"))
    if setting is None or not request.space_key:
        raise UserError(UNKNOWN)
    return await _change(desk, request, setting, request.argument("values").split())


async def _change(desk: Desk, request: Request, setting: Setting, values: Sequence[str]) -> Reply:
    if not request.manages:
        raise UserError(NOT_YOURS)
    changed = setting.changed(desk, values)
    kept = await desk.store.save_space_settings(request.space_key, changed)
    facts = {"space": request.space_key, "setting": setting.name, "values": " ".join(values)}
    log.info("settings changed", extra=facts)
    words = desk.words_in(changed.language or request.locale)
    now = replace(desk, settings=changed, words=words)
    return _panel(now, request, SAVED if kept else NOT_YET)


def _panel(desk: Desk, request: Request, heading: str) -> Reply:
    """Return the settings as menus for those who may change them, as lines for anybody else."""
    if request.manages:
        menus = tuple(setting.menu(desk) for setting in SETTINGS)
        return Reply(Outcome.NOTICE, desk.words(heading), menus=menus)
    lines = [chosen_line(setting.menu(desk), desk.words) for setting in SETTINGS]
    return Reply(Outcome.NOTICE, "\n".join([desk.words(heading), *lines]))


def _with_channels(settings: SpaceSettings, values: Sequence[str]) -> SpaceSettings:
    if len(values) > MOST_CHANNELS or not all(map(_CHANNEL.fullmatch, values)):
        raise UserError(UNKNOWN)
    return replace(settings, channels=tuple(dict.fromkeys(values)))


SETTINGS_COMMAND = Command(
    "settings",
    phrase("Choose how the bot answers here; for those who manage the server or workspace"),
    settings,
    (DOCUMENT,),
    managed=True,
)
CHOOSE = Command(
    "choose",
    "Change one setting",
    choose,
    (
        Parameter("setting", "The setting's name", max_length=40),
        Parameter("values", "What is chosen, separated by spaces", max_length=1000),
    ),
    listed=False,
)
