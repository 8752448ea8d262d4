"""What is in the repository may be read by everybody."""

import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
MADE_UP = CHECKOUT / "tests/logs/test_redaction.py"
"""Its subject is what looks like a secret."""
TOKENS = {
    "Discord's token": r"\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}\b",
    "Slack's token": r"\bxox[abeoprs]-\d{9,}-[\w-]{10,}",
    "Slack's app token": r"\bxapp-\d-[A-Z0-9]{8,}-\d+-[0-9a-f]{32,}",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "GitHub's token": r"\bgh[pousr]_[A-Za-z0-9]{36}\b",
    "a key of AWS": r"\bAKIA[A-Z0-9]{16}\b",
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every file that git has, by its path."""
    if not (CHECKOUT / ".git").exists():
        pytest.skip("this is no checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    paths = {CHECKOUT / name for name in listed.stdout.split("\0") if name} - {MADE_UP}
    return {str(p): p.read_text(encoding="utf-8", errors="replace") for p in paths if p.is_file()}


@pytest.mark.parametrize("pattern", TOKENS.values(), ids=TOKENS.keys())
def test_no_file_holds_what_looks_like_a_secret(texts, pattern):
    assert [path for path, text in texts.items() if re.search(pattern, text)] == []


def test_files_with_secrets_are_ignored_by_git():
    rules = (CHECKOUT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "*.sqlite3", "deploy/kubernetes/secrets.yaml"} <= set(rules)
