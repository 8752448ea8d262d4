"""The dashboard and the alerts ask for what the program tells, and for nothing else."""

import json
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.domain.health import PartState, Report
from bot.domain.telemetry import Happening
from bot.web.metrics import Metrics
from tests.deploy.files import CHECKOUT, read_yaml

DASHBOARD = json.loads((CHECKOUT / "deploy/grafana/verbatim.json").read_text(encoding="utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
ALERTS = [
    r for group in read_yaml("deploy/prometheus/alerts.yaml")["groups"] for r in group["rules"]
]
FROM_OUTSIDE = {"instance", "job", "le"}
"""Labels that Prometheus or a histogram adds."""


@pytest.fixture(scope="module")
def told() -> dict[str, set[str]]:
    """The labels of each sample that the program tells, once everything has happened."""
    metrics = Metrics()
    metrics.asked("discord", "ask", "quoted")
    metrics.ranked(0.01)
    metrics.answered("discord", 0.1)
    metrics.store_failed("claim_event")
    for what in Happening:
        metrics.happened(what, "discord")
    parts = (PartState("store", works=True, seconds=1.0),)
    report = Report(parts, ready=True, degraded=False, stopping=False)
    families = text_string_to_metric_families(metrics.text(report).decode())
    samples = [sample for family in families for sample in family.samples]
    return {sample.name: set(sample.labels) for sample in samples}


def names_in(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:verbatim|process)_\w+", expression))


def labels_in(expression: str) -> set[str]:
    grouped = re.findall(r"\b(?:by|on) \(([^)]*)\)", expression)
    matched = re.findall(r"(\w+)\s*(?:=~|!=|=)\s*\"", expression)
    return {one.strip() for group in grouped for one in group.split(",")} | set(matched)


EXPRESSIONS = {
    **{f"{p['title']} {t['refId']}": t["expr"] for p in PANELS for t in p["targets"]},
    **{alert["alert"]: alert["expr"] for alert in ALERTS},
}
each = pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS.keys())


@each
def test_what_is_asked_for_is_told(told, expression):
    assert names_in(expression)
    assert names_in(expression) - set(told) == set()


@each
def test_labels_are_those_of_what_is_asked_for(told, expression):
    known = set().union(*(told[name] for name in names_in(expression))) | FROM_OUTSIDE
    assert labels_in(expression) - known == set()


def test_everything_that_the_bot_counts_is_shown(told):
    asked = set().union(*map(names_in, EXPRESSIONS.values()))
    counted = {re.sub(r"_(bucket|count|sum)$", "", name) for name in told if "verbatim" in name}
    shown = {re.sub(r"_bucket$", "", name) for name in asked}
    assert counted <= shown


def test_panels_have_titles_and_numbers_of_their_own():
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    assert len({panel["title"] for panel in PANELS}) == len(PANELS)


def test_panels_do_not_cover_each_other():
    taken = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken
        assert place["x"] + place["w"] <= 24
        taken |= cells


def test_the_data_source_is_chosen_by_who_imports_it():
    sources = {json.dumps(panel["datasource"]) for panel in PANELS}
    assert sources == {'{"type": "prometheus", "uid": "${datasource}"}'}


def test_every_alert_says_what_to_do():
    for alert in ALERTS:
        assert alert["labels"]["severity"] in {"critical", "warning"}
        assert alert["annotations"]["summary"].endswith(".")
        assert alert["annotations"]["description"].endswith(".")
