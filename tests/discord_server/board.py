"""The messages that the bot has posted, as people see them, and waiting for more of them."""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.discord_server import world
from tests.waiting import PATIENCE


@dataclass(frozen=True)
class Seen:
    """A message of the bot as it is seen: where, by whom, its text, what can be pressed."""

    payload: dict[str, Any]
    channel: int
    to: int | None
    edited: int = 0

    @property
    def id(self) -> int:
        return int(self.payload["id"])

    @property
    def text(self) -> str:
        """All text, in order."""
        return "\n".join(part["content"] for part in self._parts() if part["type"] == 10)

    @property
    def quoted(self) -> str:
        """The block quotes, without their signs and without Discord's markdown."""
        lines = [line[2:] for line in self.text.split("\n") if line.startswith("> ")]
        text = re.sub(r"(?<!\\)\*", "", "\n".join(lines))
        return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        """What can be pressed, by label."""
        return {part["label"]: part for part in self._parts() if part["type"] == 2}

    @property
    def menus(self) -> dict[str, dict[str, Any]]:
        """What can be chosen, by the last part of its code."""
        menus = [part for part in self._parts() if part["type"] in (3, 8)]
        return {menu["custom_id"].rpartition(":")[2]: menu for menu in menus}

    def chosen(self, menu: str) -> list[str]:
        """The values that are chosen in a menu."""
        facts = self.menus[menu]
        values = facts.get("default_values")
        if values is not None:
            return [str(value["id"]) for value in values]
        return [o["value"] for o in facts.get("options", []) if o.get("default")]

    @property
    def private(self) -> bool:
        return bool(self.payload.get("flags", 0) & world.EPHEMERAL)

    @property
    def replies_to(self) -> str | None:
        about = (self.payload.get("message_reference") or {}).get("message_id")
        return str(about) if about else None

    def _parts(self) -> Iterator[dict[str, Any]]:
        for component in self.payload.get("components") or []:
            yield component
            yield from component.get("components") or []


class Board:
    """What stands in the channels by now."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.deleted: list[int] = []
        self._nonces: dict[tuple[int, str], dict[str, Any]] = {}
        self._news = asyncio.Condition()

    async def post(
        self, channel: int, body: dict[str, Any], to: int | None = None
    ) -> dict[str, Any]:
        """Show a message; with a nonce that is enforced, once."""
        nonce = body.get("nonce")
        if nonce and body.get("enforce_nonce") and (channel, nonce) in self._nonces:
            return self._nonces[channel, nonce]
        shown = {k: v for k, v in body.items() if k in _KEPT}
        payload = world.message(world.BOT, channel, body.get("content") or "", **shown)
        if nonce:
            self._nonces[channel, nonce] = payload
        self.seen.append(Seen(payload, channel, to))
        await self.changed()
        return payload

    async def edit(self, old: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Replace the components of a message."""
        for place, seen in enumerate(self.seen):
            if seen.payload["id"] == old["id"]:
                edited = {"edited_timestamp": datetime.now(UTC).isoformat()}
                payload = seen.payload | {"components": body.get("components", [])} | edited
                self.seen[place] = Seen(payload, seen.channel, seen.to, seen.edited + 1)
                await self.changed()
                return payload
        raise LookupError(old["id"])

    async def remove(self, old: dict[str, Any]) -> None:
        """Delete a message."""
        self.seen = [seen for seen in self.seen if seen.payload["id"] != old["id"]]
        self.deleted.append(int(old["id"]))
        await self.changed()

    async def changed(self) -> None:
        """Wake those who wait."""
        async with self._news:
            self._news.notify_all()

    async def until(self, true: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something is true; raises TimeoutError."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(true)

    async def wait(self, count: int, seconds: float = PATIENCE) -> list[Seen]:
        """Wait for so many messages in all, and return all that are there then."""
        await self.until(lambda: len(self.seen) >= count, seconds)
        return self.seen


_KEPT = ("components", "flags", "message_reference", "embeds", "nonce")
