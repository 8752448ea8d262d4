"""Discord's list of our commands, replaced only where it differs from what they are."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord import app_commands
from discord.http import Route

log = logging.getLogger(__name__)

_PERMISSIONS = "default_member_permissions"
_EVERYWHERE = {"type": 1, "description": "", _PERMISSIONS: None, "nsfw": False}
_OPTION = {"required": False, "autocomplete": False, "min_length": None, "max_length": None}
_TRANSLATED = ("name_localizations", "description_localizations")
_SETS = ("contexts", "integration_types")


async def sync_commands(tree: app_commands.CommandTree[Any], guild: int | None) -> bool:
    """Replace the commands that Discord has where they differ; tell whether they did.

    With `guild`, those of that server only: there a change is seen at once.
    """
    place = discord.Object(guild) if guild else None
    if place:
        tree.copy_global_to(guild=place)
    if not await differ(tree, guild):
        return False
    await tree.sync(guild=place)
    log.info("commands replaced", extra={"guild": guild or "all"})
    return True


async def differ(tree: app_commands.CommandTree[Any], guild: int | None) -> bool:
    """Compare what Discord has with what the table of commands says."""
    place = discord.Object(guild) if guild else None
    here = [await _payload(command, tree) for command in tree.get_commands(guild=place)]
    there = await _existing(tree, guild)
    everywhere = guild is None
    return _canonical(here, everywhere=everywhere) != _canonical(there, everywhere=everywhere)


async def _payload(command: Any, tree: app_commands.CommandTree[Any]) -> Mapping[str, Any]:
    translator = tree.translator
    payload: Mapping[str, Any] = (
        await command.get_translated_payload(tree, translator)
        if translator
        else command.to_dict(tree)
    )
    return payload


async def _existing(
    tree: app_commands.CommandTree[Any], guild: int | None
) -> Iterable[Mapping[str, Any]]:
    """Return the commands that Discord has, with translations; discord.py asks for none."""
    application = tree.client.application_id or 0
    place = f"/guilds/{guild}" if guild else ""
    route = Route("GET", f"/applications/{application}{place}/commands")
    found: Iterable[Mapping[str, Any]] = await tree.client.http.request(
        route, params={"with_localizations": "true"}
    )
    return found


def _canonical(
    commands: Iterable[Mapping[str, Any]], *, everywhere: bool
) -> dict[tuple[int, str], dict[str, Any]]:
    """Return commands with what Discord adds left out and what it leaves out added."""
    return {
        (command.get("type", 1), command["name"]): _command(command, everywhere=everywhere)
        for command in commands
    }


def _command(command: Mapping[str, Any], *, everywhere: bool) -> dict[str, Any]:
    facts = {name: command.get(name, default) for name, default in _EVERYWHERE.items()}
    if facts[_PERMISSIONS] is not None:  # sent as a number, given back as text
        facts[_PERMISSIONS] = str(facts[_PERMISSIONS])
    if everywhere:  # a server's own commands have neither
        facts.update((name, sorted(command.get(name) or ())) for name in _SETS)
    facts.update((name, command.get(name) or None) for name in _TRANSLATED)
    facts["options"] = [_option(option) for option in command.get("options") or ()]
    return facts


def _option(option: Mapping[str, Any]) -> dict[str, Any]:
    facts = {name: option.get(name, default) for name, default in _OPTION.items()}
    facts.update((name, option.get(name) or None) for name in _TRANSLATED)
    return facts | {name: option[name] for name in ("type", "name", "description")}
