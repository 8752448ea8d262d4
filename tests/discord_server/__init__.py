"""A small Discord on this machine: gateway and REST over real sockets, with its limits and faults.

`DiscordServer` is what tests use; people in it talk by methods such as `says` and `uses`.
"""

from tests.discord_server.faults import Drop, Fault, Hold, Status
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import ANA, BEN, GENERAL, GUILD, POST, THREAD

__all__ = [
    "ANA",
    "BEN",
    "GENERAL",
    "GUILD",
    "POST",
    "THREAD",
    "DiscordServer",
    "Drop",
    "Fault",
    "Hold",
    "Status",
]
