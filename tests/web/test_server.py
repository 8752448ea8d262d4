"""What a probe, a load balancer and Prometheus are told."""

import socket

import aiohttp
import pytest

from bot.domain.errors import SettingsError
from bot.domain.health import Health
from bot.domain.telemetry import Happening
from bot.web.metrics import Metrics
from bot.web.server import health_server


class Piece:
    def __init__(self, name, works=True):
        self.name = name
        self.works = works

    async def ping(self):
        return self.works


@pytest.fixture
def discord():
    return Piece("discord")


@pytest.fixture
def store():
    return Piece("store")


@pytest.fixture
def health(discord, store):
    return Health([discord, store], spared=["store"])


@pytest.fixture
def metrics():
    return Metrics()


@pytest.fixture
async def ask(health, metrics, unused_tcp_port):
    """Asks for a page; returns status and content."""
    address = f"http://127.0.0.1:{unused_tcp_port}"
    async with (
        health_server("127.0.0.1", unused_tcp_port, health, metrics),
        aiohttp.ClientSession(address) as session,
    ):

        async def get(path):
            async with session.get(path) as response:
                assert response.status == 404 or response.headers["Cache-Control"] == "no-store"
                if response.content_type == "application/json":
                    return response.status, await response.json()
                return response.status, await response.text()

        yield get


async def test_a_loop_that_turns_is_alive_whatever_else_is_wrong(ask, discord, health):
    discord.works = False
    health.stopping = True
    assert await ask("/healthz") == (200, {"alive": True})


async def test_a_bot_is_ready_with_names_states_and_ages_of_its_parts(ask):
    status, told = await ask("/readyz")
    assert status == 200
    assert (told["ready"], told["degraded"], told["stopping"]) == (True, False, False)
    assert set(told["parts"]) == {"discord", "store"}
    assert {part["state"] for part in told["parts"].values()} == {"up"}
    assert all(set(part) == {"state", "seconds"} for part in told["parts"].values())


async def test_a_platform_that_is_not_connected_makes_it_unready(ask, discord):
    discord.works = False
    status, told = await ask("/readyz")
    assert (status, told["ready"], told["parts"]["discord"]["state"]) == (503, False, "down")


async def test_a_store_that_is_down_is_told_and_the_bot_stays_ready(ask, store):
    store.works = False
    status, told = await ask("/readyz")
    assert (status, told["ready"], told["degraded"]) == (200, True, True)
    assert told["parts"]["store"]["state"] == "down"


async def test_a_stopping_bot_is_not_ready(ask, health):
    health.stopping = True
    assert [(await ask(path))[0] for path in ("/readyz", "/readyz/discord")] == [503, 503]


async def test_one_part_can_be_asked_alone(ask, discord, store):
    store.works = False
    assert (await ask("/readyz/discord"))[0] == 200
    assert (await ask("/readyz/store"))[0] == 503
    assert (await ask("/readyz/nothing"))[0] == 404


async def test_what_was_counted_is_told_under_the_agreed_names(ask, metrics, store):
    store.works = False
    metrics.asked("discord", "ask", "quoted")
    metrics.asked("discord", "ask", "limited")
    metrics.asked("discord", "ask", "limited")
    metrics.ranked(0.002)
    metrics.answered("slack", 0.02)
    metrics.store_failed("claim_event")
    for what in Happening:
        metrics.happened(what, "slack")
    status, told = await ask("/metrics")
    lines = told.splitlines()
    assert status == 200
    for line in (
        'verbatim_questions_total{command="ask",outcome="quoted",platform="discord"} 1.0',
        'verbatim_questions_total{command="ask",outcome="limited",platform="discord"} 2.0',
        "verbatim_ranking_seconds_count 1.0",
        'verbatim_ranking_seconds_bucket{le="0.0025"} 1.0',
        'verbatim_answer_seconds_count{platform="slack"} 1.0',
        'verbatim_platform_reconnects_total{platform="slack"} 1.0',
        'verbatim_rate_limits_total{platform="slack"} 1.0',
        'verbatim_redeliveries_dropped_total{platform="slack"} 1.0',
        'verbatim_store_errors_total{operation="claim_event"} 1.0',
        'verbatim_ready{part="discord"} 1.0',
        'verbatim_ready{part="store"} 0.0',
    ):
        assert line in lines, line
    assert any(line.startswith("process_resident_memory_bytes ") for line in lines)
    assert "_created" not in told


async def test_a_platforms_counters_are_there_before_anything_happens(ask, metrics):
    metrics.expect("discord")
    told = (await ask("/metrics"))[1]
    assert 'verbatim_rate_limits_total{platform="discord"} 0.0' in told
    assert 'verbatim_answer_seconds_count{platform="discord"} 0.0' in told


async def test_a_port_that_is_taken_is_told_in_one_line(health, metrics):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingsError) as raised:
            async with health_server("127.0.0.1", port, health, metrics):
                raise AssertionError
    assert str(raised.value) == (
        f"VERBATIM_HEALTH__PORT: cannot listen on 127.0.0.1:{port}: Address already in use."
        " Choose another port, or 0 for none."
    )


async def test_a_host_that_does_not_exist_is_told_in_one_line(health, metrics, unused_tcp_port):
    with pytest.raises(SettingsError, match=r"cannot listen on nowhere\.invalid"):
        async with health_server("nowhere.invalid", unused_tcp_port, health, metrics):
            raise AssertionError
