"""The workflows may do no more than they need, and run what they did not choose by hash only."""

import re
import shlex

import pytest

from tests.deploy.files import CHECKOUT, project, read_yaml

PATHS = sorted(str(path.relative_to(CHECKOUT)) for path in CHECKOUT.glob(".github/workflows/*.yml"))
JOBS = [(path, name) for path in PATHS for name in read_yaml(path)["jobs"]]
each_job = pytest.mark.parametrize(("path", "name"), JOBS)


def steps():
    return [step for path, name in JOBS for step in read_yaml(path)["jobs"][name].get("steps", [])]


@pytest.mark.parametrize("path", PATHS)
def test_a_workflow_begins_with_no_permission(path):
    assert read_yaml(path)["permissions"] == {}


@each_job
def test_a_job_ends_and_reads_only(path, name):
    job = read_yaml(path)["jobs"][name]
    assert job["timeout-minutes"] <= 20
    allowed = {"contents": "read", "security-events": "write"}
    assert job.get("permissions", {}).items() <= allowed.items()


def test_every_action_is_pinned_by_hash_with_its_version_beside():
    used = [
        line
        for path in PATHS
        for line in (CHECKOUT / path).read_text().splitlines()
        if "uses:" in line
    ]
    assert used
    for line in used:
        assert re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_a_checkout_leaves_no_credentials_behind():
    checkouts = [step for step in steps() if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_no_command_is_written_by_somebody_elses_text():
    assert not any("${{" in step.get("run", "") for step in steps())


def test_no_workflow_is_started_with_the_rights_of_another():
    for path in PATHS:
        starts = read_yaml(path)[True]  # YAML 1.1 reads the key "on" so
        assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(starts)


def test_every_script_that_is_run_exists():
    scripts = [step["run"] for step in steps() if step.get("run", "").startswith(".ci/")]
    assert {".ci/run", ".ci/try_lowest", ".ci/try_image"} <= set(scripts)
    for script in scripts:
        assert (CHECKOUT / script).stat().st_mode & 0o100


def test_every_supported_python_is_tried_with_a_database():
    job = read_yaml(".github/workflows/ci.yml")["jobs"]["all"]
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(project()["project"]["classifiers"]))
    assert job["strategy"]["matrix"]["python"] == promised
    assert "postgres" in job["services"]
    assert job["env"]["VERBATIM_TEST_POSTGRES_URL"].startswith("postgresql+asyncpg://")


def test_what_the_image_installs_is_audited():
    audits = [shlex.split(s["run"]) for s in steps() if s.get("run", "").startswith("pip-audit")]
    assert [words[-1] for words in audits] == [
        "requirements.lock",
        "deploy/requirements-build.lock",
    ]
    assert all("--require-hashes" in words for words in audits)


def test_the_one_job_that_others_wait_for_waits_for_all():
    jobs = read_yaml(".github/workflows/ci.yml")["jobs"]
    assert set(jobs["required"]["needs"]) == set(jobs) - {"required"}
