"""What systemd is told, over a socket of the kind that it opens."""

import asyncio
import os
import socket

import pytest

from bot.app.systemd import Systemd
from tests.waiting import PATIENCE


class Listening:
    """Systemd's end of the socket."""

    def __init__(self, address):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)
        self.socket.settimeout(PATIENCE)

    def heard(self):
        return self.socket.recv(4096).decode()


@pytest.fixture
def listening(tmp_path):
    listening = Listening(str(tmp_path / "notify"))
    yield listening
    listening.socket.close()


@pytest.fixture
def systemd(listening, tmp_path):
    return Systemd({"NOTIFY_SOCKET": str(tmp_path / "notify")})


def test_a_service_tells_that_it_is_up_only_once(listening, systemd):
    systemd.ready()
    systemd.ready()
    systemd.stopping()
    assert [listening.heard(), listening.heard()] == ["READY=1", "STOPPING=1"]


def test_a_reload_is_told_with_its_time_and_its_end(listening, systemd):
    systemd.reloading()
    systemd.reloaded()
    first, second = listening.heard().splitlines()
    assert first == "RELOADING=1"
    assert second.removeprefix("MONOTONIC_USEC=").isdecimal()
    assert listening.heard() == "READY=1"


def test_a_socket_without_a_file_is_reached():
    name = f"verbatim-test-{os.getpid()}"
    listening = Listening(f"\0{name}")
    Systemd({"NOTIFY_SOCKET": f"@{name}"}).ready()
    assert listening.heard() == "READY=1"
    listening.socket.close()


def test_nobody_is_told_where_systemd_did_not_start_us_or_is_gone(tmp_path):
    Systemd({}).ready()
    Systemd({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready()


async def test_the_watchdog_gets_a_sign_of_life_from_the_loop(listening, tmp_path):
    watched = Systemd(
        {
            "NOTIFY_SOCKET": str(tmp_path / "notify"),
            "WATCHDOG_USEC": "2000",
            "WATCHDOG_PID": str(os.getpid()),
        }
    )
    task = asyncio.create_task(watched.keep_watchdog_quiet())
    heard = [await asyncio.to_thread(listening.heard) for _ in range(3)]
    task.cancel()
    assert heard == ["WATCHDOG=1"] * 3


@pytest.mark.parametrize(
    "environment",
    [{}, {"WATCHDOG_USEC": "x"}, {"WATCHDOG_USEC": "2000", "WATCHDOG_PID": "1"}],
)
async def test_without_a_watchdog_nothing_is_sent(environment):
    await asyncio.wait_for(Systemd(environment).keep_watchdog_quiet(), PATIENCE)
