"""The app manifest: what is entered at api.slack.com, made from the table of commands."""

from collections.abc import Iterable
from typing import Any

from bot.domain.chat import Command
from bot.platforms.slack.agent import suggested_prompts
from bot.platforms.slack.installations import REDIRECT_PATH
from bot.platforms.slack.questions import FIND_PARAGRAPH
from bot.platforms.slack.requests import CommandTable, required
from bot.platforms.slack.surfaces import ASK_SHORTCUT
from bot.platforms.slack.web import EVENTS_PATH

SCOPES = {
    "app_mentions:read": "see the messages that mention the bot, and no other in a channel",
    "assistant:write": "prompts, status and title in the agent's conversations",
    "chat:write": "answer",
    "commands": "slash commands and shortcuts",
    "im:history": "see the direct messages sent to the bot",
    "users:read": "let admins, and nobody else, change the settings of their workspace",
}
"""Every scope and what it is for; none of them reads the history of a channel."""
BOT_SCOPES = tuple(SCOPES)
BOT_EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")
NAME = "Verbatim"
DESCRIPTION = "Ask a declaration; get its own words, with the paragraph number."
_LONG_DESCRIPTION = (
    "Ask a question about a numbered document, and get the paragraph that answers it, quoted word"
    " for word, with its number and its source. Nothing is generated: a reply is a quotation, or"
    " says that no paragraph answers. No message text is stored or logged."
)
_COLOUR = "#1f3a5f"


def manifest(
    commands: Iterable[Command], *, prefix: str = "", url: str = "", many: bool = False
) -> dict[str, Any]:
    """Return the manifest for Socket Mode, or for HTTP where `url` is the bot's public address.

    With `many`, workspaces and organisations install the app themselves, and their tokens rotate;
    a token that somebody pasted into the settings would expire with rotation.
    """
    listed = list(commands)
    address = f"{url.rstrip('/')}{EVENTS_PATH}" if url else ""
    oauth: dict[str, Any] = {"scopes": {"bot": list(BOT_SCOPES)}}
    if many:
        oauth["redirect_urls"] = [f"{url.rstrip('/')}{REDIRECT_PATH}"]
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": _LONG_DESCRIPTION,
            "background_color": _COLOUR,
        },
        "features": _features(listed, prefix, address),
        "oauth_config": oauth,
        "settings": _settings(address, many=many),
    }


def _features(commands: list[Command], prefix: str, address: str) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": NAME, "always_online": True},
        "agent_view": {
            "agent_description": DESCRIPTION,
            "suggested_prompts": suggested_prompts(commands),
        },
        "shortcuts": [
            {
                "name": "Find the paragraph",
                "type": "message",
                "callback_id": FIND_PARAGRAPH,
                "description": "Quote the paragraph that answers this message",
            },
            {
                "name": "Ask a declaration",
                "type": "global",
                "callback_id": ASK_SHORTCUT,
                "description": "Ask a question and choose the document to look in",
            },
        ],
        "slash_commands": _slash_commands(CommandTable(commands, prefix), address),
    }


def _slash_commands(table: CommandTable, address: str) -> list[dict[str, Any]]:
    subs = " | ".join(_usage(command) for command in table.sub_commands())
    others = "Also: " + ", ".join(command.name for command in table.sub_commands())
    rows = []
    for name, command in table.slash_commands().items():
        row: dict[str, Any] = {
            "command": name,
            "description": command.description if command else others,
            "usage_hint": required(command) if command else subs,
            "should_escape": False,
        }
        rows.append(row | {"url": address} if address else row)
    return rows


def _usage(command: Command) -> str:
    return f"{command.name} {required(command)}".strip()


def _settings(address: str, *, many: bool) -> dict[str, Any]:
    subscriptions: dict[str, Any] = {"bot_events": list(BOT_EVENTS)}
    interactivity: dict[str, Any] = {"is_enabled": True}
    if address:
        subscriptions["request_url"] = interactivity["request_url"] = address
    return {
        "event_subscriptions": subscriptions,
        "interactivity": interactivity,
        "org_deploy_enabled": many,
        "socket_mode_enabled": not address,
        "token_rotation_enabled": many,
    }
