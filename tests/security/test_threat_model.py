"""SECURITY.md says what proves each guard; what it names is there."""

import ast
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
TEXT = (CHECKOUT / "SECURITY.md").read_text(encoding="utf-8")
MODEL = TEXT.split("## The threat model")[1].split("\n## ")[0]
THREATS = re.findall(r"^- \*\*(.+?)\*\*(.*?)(?=^- |^###|\Z)", MODEL, re.MULTILINE | re.DOTALL)
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@pytest.mark.parametrize(("threat", "guard"), THREATS, ids=[threat for threat, _ in THREATS])
def test_a_threat_has_a_guard_and_a_proof(threat, guard):
    words = PROOF.sub("", guard).strip()
    assert words.endswith(".")
    assert PROOF.search(guard)


@pytest.mark.parametrize(("path", "name"), PROOF.findall(TEXT))
def test_a_proof_exists(path, name):
    tree = ast.parse((CHECKOUT / path).read_text(encoding="utf-8"))
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    assert name in {node.name for node in tree.body if isinstance(node, functions)}


def test_every_line_of_the_model_is_read():
    assert len(THREATS) == len(re.findall(r"^- ", MODEL, re.MULTILINE))
    assert len(PROOF.findall(TEXT)) == len(re.findall(r"test_\w+`", TEXT))


@pytest.mark.parametrize(
    "heading",
    ["Forged component ids", "Forged webhooks", "Injection", "Denial of service", "Token theft"],
)
def test_the_model_speaks_of_each_kind_of_threat(heading):
    assert f"### {heading}\n" in MODEL
