"""compose.yaml gives each container no more than it needs."""

import re

import pytest

from tests.deploy.files import CHECKOUT, DATA, read_yaml

COMPOSE = read_yaml("compose.yaml")
SERVICES = COMPOSE["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_can_change_nothing_and_become_nobody_else(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "devices", "network_mode", "pid"} & set(service)


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_its_limits_and_comes_back(name):
    service = SERVICES[name]
    assert {"mem_limit", "cpus", "pids_limit"} <= set(service)
    assert service["restart"] == "unless-stopped"
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_in_memory_is_bounded_and_no_program(name):
    for place in SERVICES[name]["tmpfs"]:
        assert re.search(r":size=\d+m,", place)
        assert place.endswith("nosuid,nodev,noexec")


@pytest.mark.parametrize("name", SERVICES)
def test_no_port_is_open_to_the_network(name):
    assert "ports" not in SERVICES[name]
    shown = re.findall(r'#   - "([\d.:]+)"', (CHECKOUT / "compose.yaml").read_text())
    assert all(port.startswith("127.0.0.1:") for port in shown)


def test_only_the_bot_reaches_the_database_and_the_database_reaches_nothing():
    assert SERVICES["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["bot"]["networks"] == ["inside", "outside"]


def test_the_bot_waits_for_a_database_that_answers():
    assert SERVICES["bot"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert SERVICES["database"]["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]


def test_what_is_kept_lies_in_named_volumes():
    mounted = {one for s in SERVICES.values() for one in s["volumes"]}
    assert mounted == {f"data:{DATA}", "database:/var/lib/postgresql/data"}
    assert set(COMPOSE["volumes"]) == {"data", "database"}


def test_no_secret_stands_in_the_file():
    text = (CHECKOUT / "compose.yaml").read_text()
    assert "${DATABASE_PASSWORD:?" in SERVICES["bot"]["environment"]["VERBATIM_STORE__URL"]
    assert COMPOSE["secrets"] == {"database-password": {"environment": "DATABASE_PASSWORD"}}
    assert "POSTGRES_PASSWORD:" not in text


def test_the_bot_has_longer_to_end_than_it_takes():
    assert int(SERVICES["bot"]["stop_grace_period"].removesuffix("s")) > 10
