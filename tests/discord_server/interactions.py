"""Interactions: what people do, the token that answers it, and Discord's two deadlines."""

import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.discord_server import world
from tests.discord_server.limits import broken_by, broken_form
from tests.discord_server.responses import answer, refusal

FIRST, LAST = 3.0, 900.0
"""Seconds within which an interaction is answered first, and within which its token is valid."""
PONG, MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9


@dataclass
class Issued:
    """An interaction that was sent, and what became of it."""

    payload: dict[str, Any]
    at: float
    source: dict[str, Any] | None = None
    answer: int = 0
    original: dict[str, Any] | None = None
    private: bool = False
    choices: list[dict[str, Any]] | None = None
    form: dict[str, Any] | None = None
    deleted: list[str] = field(default_factory=list)


class Interactions:
    """Keeps the interactions that were sent and does what their answers say."""

    def __init__(self, board: Any) -> None:
        self._board = board
        self.issued: dict[str, Issued] = {}

    def issue(self, payload: dict[str, Any], *, age: float = 0.0, source: Any = None) -> Issued:
        """Remember an interaction that is about to be sent, `age` seconds late."""
        issued = Issued(payload, time.monotonic() - age, source)
        self.issued[payload["token"]] = issued
        return issued

    async def callback(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        """Take the first answer to an interaction."""
        issued = self.issued.get(request.match_info["token"])
        if issued is None or time.monotonic() - issued.at > FIRST:
            return refusal(404, 10062, "Unknown interaction")
        if issued.answer:
            return refusal(400, 40060, "Interaction has already been acknowledged.")
        data = body.get("data") or {}
        broken = broken_by(data) if body["type"] in (MESSAGE, UPDATE) else ""
        if body["type"] == MODAL:
            broken = broken_form(data)
        if broken:
            return refusal(400, 50035, "Invalid Form Body", broken)
        issued.answer = body["type"]
        issued.private = bool(data.get("flags", 0) & world.EPHEMERAL)
        shown = await self._carry_out(issued, body["type"], data)
        return answer(_receipt(issued, body["type"], shown))

    async def _carry_out(
        self, issued: Issued, kind: int, data: dict[str, Any]
    ) -> dict[str, Any] | None:
        if kind == MESSAGE:
            issued.original = await self._post(issued, data)
        elif kind == UPDATE and issued.source:
            issued.original = await self._board.edit(issued.source, data)
        elif kind == DEFERRED_UPDATE:
            issued.original = issued.source
        elif kind == CHOICES:
            issued.choices = data["choices"]
            await self._board.changed()
        elif kind == MODAL:
            issued.form = data
            await self._board.changed()
        return issued.original

    async def _post(self, issued: Issued, data: dict[str, Any]) -> dict[str, Any]:
        flags = data.get("flags", 0) | (world.EPHEMERAL if issued.private else 0)
        channel = int(issued.payload["channel_id"])
        return await self._board.post(channel, data | {"flags": flags}, to=_person(issued))

    async def followup(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        """Take a further message of an answer."""
        issued = self._valid(request)
        if issued is None:
            return refusal(404, 10015, "Unknown Webhook")
        broken = broken_by(body)
        if broken:
            return refusal(400, 50035, "Invalid Form Body", broken)
        channel = int(issued.payload["channel_id"])
        return answer(await self._board.post(channel, body, to=_person(issued)))

    async def edit_original(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        """Replace the first message of an answer; after a defer, show it."""
        issued = self._valid(request)
        if issued is None:
            return refusal(404, 10015, "Unknown Webhook")
        broken = broken_by(body)
        if broken:
            return refusal(400, 50035, "Invalid Form Body", broken)
        if issued.original is None:
            issued.original = await self._post(issued, body)
        else:
            issued.original = await self._board.edit(issued.original, body)
        return answer(issued.original)

    async def delete_original(self, request: web.Request) -> web.Response:
        """Delete the message that an answer concerns."""
        issued = self._valid(request)
        if issued is None or issued.original is None:
            return refusal(404, 10008, "Unknown Message")
        await self._board.remove(issued.original)
        return web.Response(status=204)

    def _valid(self, request: web.Request) -> Issued | None:
        issued = self.issued.get(request.match_info["token"])
        late = issued is None or not issued.answer or time.monotonic() - issued.at > LAST
        return None if late else issued


def _person(issued: Issued) -> int:
    payload = issued.payload
    return int((payload.get("member") or payload)["user"]["id"])


def _receipt(issued: Issued, kind: int, shown: dict[str, Any] | None) -> dict[str, Any]:
    receipt: dict[str, Any] = {
        "interaction": {
            "id": issued.payload["id"],
            "type": issued.payload["type"],
            "response_message_id": shown["id"] if shown else None,
            "response_message_loading": kind == DEFERRED,
            "response_message_ephemeral": issued.private,
        }
    }
    if shown:
        receipt["resource"] = {"type": kind, "message": shown}
    return receipt
