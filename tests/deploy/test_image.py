"""The Dockerfile keeps to what the image promises; `.ci/try_image` runs it where Docker is."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot import __version__
from bot.settings import Settings
from tests.deploy.files import CHECKOUT, DATA, UID, stages

EVERY = [instruction for stage in stages() for instruction in stage]
FINAL = stages()[-1]


def only(name):
    (one,) = [instruction for instruction in FINAL if instruction.name == name]
    return one


def test_the_image_runs_as_a_user_with_a_fixed_number():
    assert only("USER").text == f"{UID}:{UID}"
    commands = " ".join(one.text for one in FINAL if one.name == "RUN")
    assert f"--uid {UID}" in commands
    assert f"install -d -o {UID} -g {UID} -m 0700 {DATA}" in commands


def test_no_command_goes_through_a_shell():
    assert only("ENTRYPOINT").exec_form == ["verbatim"]
    assert only("CMD").exec_form == ["run"]
    assert only("HEALTHCHECK").exec_form[0] == "python"


def test_all_that_is_installed_is_pinned_by_hash():
    commands = [part.strip() for one in EVERY if one.name == "RUN" for part in one.text.split("&&")]
    installing = [one for one in commands if "pip install" in one or "pip wheel" in one]
    assert installing
    for command in installing:
        local = "--no-deps" in command and ("--no-index" in command or command.endswith("."))
        assert local or "--require-hashes" in command


def test_the_last_stage_takes_from_the_first_and_installs_nothing():
    assert [one.text for one in FINAL if one.name in {"COPY", "ADD"}] == [
        "--from=build /opt/verbatim /opt/verbatim"
    ]
    for word in ("pip install", "apt-get", "curl", "wget"):
        assert not any(word in one.text for one in FINAL if one.name == "RUN")


def test_both_stages_take_the_same_base_and_it_has_a_version():
    assert [stage[0].text.split()[0] for stage in stages()] == ["python:${PYTHON}"] * 2
    (argument,) = [
        line
        for line in (CHECKOUT / "Dockerfile").read_text().splitlines()
        if line.startswith("ARG PYTHON=")
    ]
    assert argument.startswith("ARG PYTHON=3.13-slim-")


def test_the_store_lies_in_the_one_volume():
    assert only("VOLUME").exec_form == [DATA]
    assert only("WORKDIR").text == DATA
    assert "XDG_DATA_HOME=/var/lib" in only("ENV").words


def test_the_image_stops_on_the_signal_that_the_bot_knows():
    assert only("STOPSIGNAL").text == "SIGTERM"


def test_the_labels_say_what_it_is():
    labels = dict(word.split("=", 1) for word in only("LABEL").words)
    assert set(labels) == {
        f"org.opencontainers.image.{name}"
        for name in ("title", "description", "licenses", "version", "revision")
    }
    assert ["VERSION=" + __version__] in [one.words for one in FINAL if one.name == "ARG"]


def test_no_setting_that_is_secret_is_in_the_image():
    secret = [n.split("=")[0] for n in only("ENV").words if "TOKEN" in n or "SECRET" in n]
    assert secret == []


def test_the_builder_sees_what_is_copied_and_nothing_else():
    rules = (CHECKOUT / ".dockerignore").read_text().splitlines()
    first, *others = [line for line in rules if line and not line.startswith("#")]
    assert first == "*"
    let_in = {rule.removeprefix("!") for rule in others if rule.startswith("!")}
    copied = {
        source
        for one in EVERY
        if one.name == "COPY" and not one.text.startswith("--from")
        for source in one.words[:-1]
    }
    assert let_in == copied
    assert all((CHECKOUT / name).exists() for name in copied)


@contextmanager
def answering(status: int) -> Iterator[int]:
    """A health server that always answers the same; yields its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def healthcheck(port):
    program = only("HEALTHCHECK").exec_form[2].replace(":8080", f":{port}")
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (404, 1)])
def test_the_health_check_tells_how_the_bot_is(status, code):
    with answering(status) as port:
        assert healthcheck(port) == code


def test_the_health_check_fails_where_nothing_listens(unused_tcp_port):
    assert healthcheck(unused_tcp_port) == 1


def test_the_ports_are_those_of_the_settings():
    assert str(Settings().slack.port) in only("EXPOSE").words
