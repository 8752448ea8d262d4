"""Who and what there is: people, one server with channels, and Discord's objects as JSON."""

import itertools
from datetime import UTC, datetime
from typing import Any

EPOCH = 1_420_070_400_000
"""Discord's epoch: the milliseconds that a snowflake counts from."""
_counter = itertools.count(1)

APPLICATION = BOT = 900_000_000_000_000_001
GUILD = 100_000_000_000_000_001
OTHER_GUILD = 100_000_000_000_000_002
GENERAL = 200_000_000_000_000_001
FORUM = 200_000_000_000_000_002
THREAD = 200_000_000_000_000_003
POST = 200_000_000_000_000_004
ANA = 300_000_000_000_000_001
BEN = 300_000_000_000_000_002
NAMES = {ANA: "ana", BEN: "ben", BOT: "Verbatim"}

VIEW, SEND, MANAGE_MESSAGES = 1 << 10, 1 << 11, 1 << 13
MANAGE_GUILD = 1 << 5
HISTORY, IN_THREADS = 1 << 16, 1 << 38
ENOUGH = VIEW | SEND | HISTORY | IN_THREADS
EPHEMERAL, COMPONENTS_V2 = 1 << 6, 1 << 15


def snowflake(at: datetime | None = None) -> int:
    """Return a new id; ids made later are greater."""
    moment = at or datetime.now(UTC)
    return (int(moment.timestamp() * 1000) - EPOCH << 22) | next(_counter) & 0x3FFFFF


def user(person: int) -> dict[str, Any]:
    """Return a user."""
    return {
        "id": str(person),
        "username": NAMES.get(person, f"user{person}"),
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": person == BOT,
        "public_flags": 0,
        "flags": 0,
    }


def member(person: int, permissions: int = ENOUGH) -> dict[str, Any]:
    """Return a member of the server, with what it may do in the channel at hand."""
    return {
        "user": user(person),
        "nick": None,
        "avatar": None,
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(permissions),
    }


def guild(guild_id: int, permissions: int = ENOUGH) -> dict[str, Any]:
    """Return a server in which everybody may do the same."""
    everyone = {
        "id": str(guild_id),
        "name": "@everyone",
        "permissions": str(permissions),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    main = guild_id == GUILD
    return {
        "id": str(guild_id),
        "name": "Reading Circle" if main else "Elsewhere",
        "owner_id": str(ANA),
        "roles": [everyone],
        "emojis": [],
        "features": [],
        "channels": _channels() if main else [],
        "threads": _threads() if main else [],
        "members": [member(BOT)],
        "member_count": 3,
        "unavailable": False,
        "verification_level": 0,
        "default_message_notifications": 0,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
        "mfa_level": 0,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "large": False,
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def channel(channel_id: int, kind: int, name: str) -> dict[str, Any]:
    """Return a channel of the server."""
    return {
        "id": str(channel_id),
        "type": kind,
        "name": name,
        "guild_id": str(GUILD),
        "position": 0,
        "permission_overwrites": [],
        "topic": None,
        "nsfw": False,
        "parent_id": None,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "available_tags": [],
        "flags": 0,
    }


def _channels() -> list[dict[str, Any]]:
    return [channel(GENERAL, 0, "general"), channel(FORUM, 15, "questions")]


def _threads() -> list[dict[str, Any]]:
    return [thread(THREAD, GENERAL, "a thread"), thread(POST, FORUM, "a post")]


def thread(number: int, parent: int, name: str) -> dict[str, Any]:
    """Return a thread of the server."""
    return channel(number, 11, name) | {
        "parent_id": str(parent),
        "owner_id": str(ANA),
        "message_count": 1,
        "member_count": 1,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        },
    }


def message(author: int, channel_id: int, content: str, **more: Any) -> dict[str, Any]:
    """Return a message; `more` replaces any of its properties."""
    return {
        "id": str(snowflake()),
        "channel_id": str(channel_id),
        "author": user(author),
        "content": content,
        "timestamp": datetime.now(UTC).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        "components": [],
        **more,
    }


def application() -> dict[str, Any]:
    """Return the bot's application, as its owner sees it."""
    return {
        "id": str(APPLICATION),
        "name": "Verbatim",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": user(ANA),
        "summary": "",
        "team": None,
        "flags": 0,
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "redirect_uris": [],
        "rpc_origins": [],
        "tags": [],
        "integration_types_config": {"0": {}, "1": {}},
    }
