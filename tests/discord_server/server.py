"""The local Discord: started and stopped by a test, and what people do in it."""

from typing import Any, Self

from aiohttp import web

from tests.discord_server import world
from tests.discord_server.board import Board, Seen
from tests.discord_server.gateway import Gateway
from tests.discord_server.interactions import Interactions, Issued
from tests.discord_server.rest import Rest

TOKEN = "OTAwMDAwMDAwMDAwMDAwMDAx.local.token"
COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5
CHAT_INPUT, MESSAGE_COMMAND = 1, 3
STRING, BOOLEAN, USER = 3, 5, 6


class DiscordServer:
    """Discord on 127.0.0.1; use as an asynchronous context manager."""

    def __init__(self) -> None:
        self.board = Board()
        self.interactions = Interactions(self.board)
        self.rest = Rest(TOKEN, self.board, self.interactions)
        self.gateway = Gateway(TOKEN)
        self.place = in_server
        self.token = TOKEN
        self.port = 0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self.rest.middleware])
        app.add_routes([*self.rest.routes(), web.get("/gateway/", self.gateway.handle)])
        self._runner = web.AppRunner(app, shutdown_timeout=0.2, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.rest.gateway_url = f"ws://127.0.0.1:{self.port}/gateway/"
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.gateway.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """Where its REST interface is."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    async def says(
        self, text: str, person: int = world.ANA, channel: int = world.GENERAL, **more: Any
    ) -> dict[str, Any]:
        """Let a person write a message in a channel of the server."""
        mentions = [world.user(world.BOT)] if f"<@{world.BOT}>" in text else []
        facts = {"guild_id": str(world.GUILD), "member": _partial_member(person)}
        message = world.message(person, channel, text, **facts, mentions=mentions) | more
        await self.gateway.send("MESSAGE_CREATE", message)
        return message

    async def asks(self, question: str, **more: Any) -> dict[str, Any]:
        """Let a person mention the bot with a question."""
        return await self.says(f"<@{world.BOT}> {question}", **more)

    async def whispers(self, text: str, person: int = world.ANA, **more: Any) -> dict[str, Any]:
        """Let a person write to the bot directly."""
        channel = self.rest.direct_channel(person)
        message = world.message(person, channel, text) | more
        await self.gateway.send("MESSAGE_CREATE", message)
        return message

    async def uses(
        self,
        command: str,
        person: int = world.ANA,
        *,
        age: float = 0.0,
        permissions: int = world.ENOUGH,
        **arguments: Any,
    ) -> Issued:
        """Let a person use a slash command; `for_` is the option `for`."""
        data = {"id": "1", "name": command, "type": CHAT_INPUT}
        options = [_option(name.rstrip("_"), value) for name, value in arguments.items()]
        people = {
            str(o["value"]): world.user(int(o["value"])) for o in options if o["type"] == USER
        }
        data |= {"options": options, "resolved": {"users": people}}
        return await self._interacts(COMMAND, person, data, age=age, permissions=permissions)

    async def types(self, command: str, name: str, text: str, **arguments: Any) -> list[Any]:
        """Let a person type an argument; return what is offered."""
        options = [_option(other, value) for other, value in arguments.items()]
        options.append(_option(name, text) | {"focused": True})
        data = {"id": "1", "name": command, "type": CHAT_INPUT, "options": options}
        issued = await self._interacts(AUTOCOMPLETE, world.ANA, data)
        await self.board.until(lambda: issued.choices is not None)
        return issued.choices or []

    async def opens_menu(self, message: dict[str, Any], person: int = world.ANA) -> Issued:
        """Let a person choose "Find the paragraph" in the menu of a message."""
        data = {
            "id": "2",
            "name": "Find the paragraph",
            "type": MESSAGE_COMMAND,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return await self._interacts(COMMAND, person, data)

    async def presses(
        self,
        seen: Seen,
        label: str = "",
        person: int = world.ANA,
        *,
        code: str | None = None,
        permissions: int = world.ENOUGH,
    ) -> Issued:
        """Let a person press a button of a message, or send a code that they made up."""
        custom_id = seen.buttons[label]["custom_id"] if code is None else code
        data = {"custom_id": custom_id, "component_type": 2, "id": 1}
        return await self._interacts(
            COMPONENT, person, data, source=seen.payload, permissions=permissions
        )

    async def chooses(
        self,
        seen: Seen,
        menu: str,
        *values: object,
        person: int = world.ANA,
        permissions: int = world.ENOUGH | world.MANAGE_GUILD,
        **more: Any,
    ) -> Issued:
        """Let a person choose in a menu of a message; `more` replaces what Discord would send."""
        facts = seen.menus.get(menu, {"type": 3, "custom_id": f"set:{menu}"})
        data = {"custom_id": facts["custom_id"], "component_type": facts["type"], "id": 1}
        data |= {"values": [str(value) for value in values], "resolved": {}}
        return await self._interacts(
            COMPONENT, person, data | more, source=seen.payload, permissions=permissions
        )

    async def fills_in(self, asked: Issued, text: str, person: int = world.ANA) -> Issued:
        """Let a person send in the form that a press has opened."""
        await self.board.until(lambda: asked.form is not None)
        form = asked.form or {}
        label = form["components"][0]
        field = {"type": 4, "id": 2, "value": text, "custom_id": label["component"]["custom_id"]}
        parts = [{"type": 18, "id": 1, "component": field}]
        data = {"custom_id": form["custom_id"], "components": parts}
        return await self._interacts(FORM, person, data, source=asked.source)

    async def _interacts(
        self,
        kind: int,
        person: int,
        data: dict[str, Any],
        *,
        age: float = 0.0,
        source: dict[str, Any] | None = None,
        permissions: int = world.ENOUGH,
    ) -> Issued:
        number = world.snowflake()
        payload = {
            "id": str(number),
            "application_id": str(world.APPLICATION),
            "type": kind,
            "token": f"interaction-{number}",
            "version": 1,
            "data": data,
            "app_permissions": str(world.ENOUGH),
            "locale": "en-GB",
            "entitlements": [],
            "attachment_size_limit": 10_485_760,
        }
        if source is not None:
            payload["message"] = source
        payload |= self.place(person, permissions)
        issued = self.interactions.issue(payload, age=age, source=source)
        await self.gateway.send("INTERACTION_CREATE", payload)
        return issued


def in_server(person: int, permissions: int) -> dict[str, Any]:
    """Return where an interaction happens: in a channel of the server."""
    return {
        "guild_id": str(world.GUILD),
        "guild_locale": "en-US",
        "channel_id": str(world.GENERAL),
        "channel": world.channel(world.GENERAL, 0, "general"),
        "member": world.member(person, permissions),
        "authorizing_integration_owners": {"0": str(world.GUILD)},
        "context": 0,
    }


def in_foreign_server(person: int, permissions: int) -> dict[str, Any]:
    """Return where an interaction happens: on a server where the bot is no member."""
    return in_server(person, permissions) | {
        "guild_id": str(world.OTHER_GUILD),
        "guild": {"id": str(world.OTHER_GUILD), "features": [], "locale": "en-US"},
        "authorizing_integration_owners": {"1": str(person)},
    }


def in_direct_messages(person: int, _permissions: int) -> dict[str, Any]:
    """Return where an interaction happens: in the direct messages with the bot."""
    channel = {"id": "400000000000000001", "type": 1, "recipients": [world.user(world.BOT)]}
    return {
        "channel_id": channel["id"],
        "channel": channel | {"last_message_id": None, "flags": 0},
        "user": world.user(person),
        "authorizing_integration_owners": {"1": str(person)},
        "context": 1,
    }


def in_private_channel(person: int, permissions: int) -> dict[str, Any]:
    """Return where an interaction happens: in direct messages between other people."""
    group = {"type": 3, "name": "us", "icon": None, "owner_id": str(world.BEN)}
    place = in_direct_messages(person, permissions)
    people = [world.user(world.BEN)]
    return place | {"channel": place["channel"] | group | {"recipients": people}, "context": 2}


def _partial_member(person: int) -> dict[str, Any]:
    return {k: v for k, v in world.member(person).items() if k not in ("user", "permissions")}


def _option(name: str, value: Any) -> dict[str, Any]:
    if name == "for":
        return {"name": name, "type": USER, "value": str(value)}
    return {"name": name, "type": BOOLEAN if isinstance(value, bool) else STRING, "value": value}
