"""The Kubernetes example is as strict as it says; `.ci/lint_deployment` checks it by schema."""

import pytest

from bot.settings import Settings, setting_rows
from tests.deploy.files import CHECKOUT, DATA, UID, read_yaml, resources

ALL = resources()
WORKLOADS = [one for one in ALL if one["kind"] in {"Deployment", "StatefulSet"}]
SETTINGS = next(one for one in ALL if one["kind"] == "ConfigMap")["data"]


def of_kind(kind):
    return [one for one in ALL if one["kind"] == kind]


def name_of(resource):
    return resource["metadata"]["name"]


def pod_of(workload):
    return workload["spec"]["template"]["spec"]


def container_of(workload):
    (container,) = pod_of(workload)["containers"]
    return container


each_workload = pytest.mark.parametrize("workload", WORKLOADS, ids=name_of)


def test_slack_is_a_deployment_and_discord_a_stateful_set_of_two_each():
    kinds = {(name_of(one), one["kind"], one["spec"]["replicas"]) for one in WORKLOADS}
    assert kinds == {
        ("verbatim-slack", "Deployment", 2),
        ("verbatim-discord", "StatefulSet", 2),
    }


@each_workload
def test_a_pod_may_do_nothing_that_it_does_not_need(workload):
    pod, container = pod_of(workload), container_of(workload)
    assert pod["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": UID,
        "runAsGroup": UID,
        "fsGroup": UID,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is False
    assert pod["enableServiceLinks"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC", "initContainers"} & set(pod)


@each_workload
def test_a_pod_writes_to_two_bounded_folders(workload):
    mounts = {one["mountPath"]: one["name"] for one in container_of(workload)["volumeMounts"]}
    assert set(mounts) == {"/tmp", DATA}  # noqa: S108 - the image's own
    volumes = {one["name"]: one for one in pod_of(workload)["volumes"]}
    assert set(volumes) == set(mounts.values())
    assert all(one["emptyDir"]["sizeLimit"] for one in volumes.values())


@each_workload
def test_a_pod_is_probed_where_the_bot_tells_how_it_is(workload):
    container = container_of(workload)
    paths = {
        name: (container[name]["httpGet"]["path"], container[name]["httpGet"]["port"])
        for name in ("startupProbe", "livenessProbe", "readinessProbe")
    }
    assert paths == {
        "startupProbe": ("/healthz", "health"),
        "livenessProbe": ("/healthz", "health"),
        "readinessProbe": ("/readyz", "health"),
    }
    ports = {one["name"]: str(one["containerPort"]) for one in container["ports"]}
    assert ports.pop("health") == SETTINGS["VERBATIM_HEALTH__PORT"]
    assert set(ports.values()) <= {SETTINGS["VERBATIM_SLACK__PORT"]}


@each_workload
def test_a_pod_has_longer_to_end_than_it_takes(workload):
    pause = container_of(workload).get("lifecycle", {}).get("preStop", {"sleep": {"seconds": 0}})
    assert pod_of(workload)["terminationGracePeriodSeconds"] > 10 + pause["sleep"]["seconds"]


@each_workload
def test_a_pod_has_its_limits(workload):
    limits = container_of(workload)["resources"]
    assert set(limits["requests"]) == {"cpu", "memory"}
    assert limits["limits"] == {"memory": "512Mi"}


@each_workload
def test_a_pod_holds_the_tokens_of_its_own_platform_only(workload):
    part = name_of(workload)
    taken = [next(iter(one.values()))["name"] for one in container_of(workload)["envFrom"]]
    assert taken == ["verbatim", "verbatim-store", part]
    platform = part.removeprefix("verbatim-").upper()
    held = {name_of(one): set(one["stringData"]) for one in of_kind("Secret")}
    assert all(name.startswith(f"VERBATIM_{platform}__") for name in held[part])


@each_workload
def test_selectors_find_their_pods(workload):
    labels = workload["spec"]["template"]["metadata"]["labels"]
    name = name_of(workload)
    assert workload["spec"]["selector"]["matchLabels"] == labels
    (service,) = [one for one in of_kind("Service") if name_of(one) == name]
    (budget,) = [one for one in of_kind("PodDisruptionBudget") if name_of(one) == name]
    assert service["spec"]["selector"] == labels
    assert budget["spec"]["selector"]["matchLabels"] == labels
    (spread,) = pod_of(workload)["topologySpreadConstraints"]
    assert spread["labelSelector"]["matchLabels"] == labels


def test_a_pod_takes_the_shard_of_its_ordinal():
    (stateful,) = of_kind("StatefulSet")
    ordinal, shards = container_of(stateful)["env"]
    path = ordinal["valueFrom"]["fieldRef"]["fieldPath"]
    assert path == "metadata.labels['apps.kubernetes.io/pod-index']"
    assert shards["name"] == "VERBATIM_DISCORD__SHARD_IDS"
    assert SETTINGS["VERBATIM_DISCORD__SHARD_COUNT"] == str(stateful["spec"]["replicas"])
    for number in range(stateful["spec"]["replicas"]):
        value = shards["value"].replace(f"$({ordinal['name']})", str(number))
        assert read_shards(value) == [number]


def read_shards(value):
    """Read a value as the settings do."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("VERBATIM_DISCORD__SHARD_IDS", value)
        environment.setenv("VERBATIM_DISCORD__SHARD_COUNT", "2")
        return Settings(_env_file=None).discord.shard_ids


def test_the_example_of_secrets_holds_none_and_git_ignores_the_real_file():
    for secret in of_kind("Secret"):
        assert set(secret["stringData"].values()) == {""}
    assert (
        "secrets.example.yaml" not in read_yaml("deploy/kubernetes/kustomization.yaml")["resources"]
    )
    assert "deploy/kubernetes/secrets.yaml" in (CHECKOUT / ".gitignore").read_text().splitlines()


def test_nothing_goes_in_or_out_but_what_is_said():
    policies = {name_of(one): one["spec"] for one in of_kind("NetworkPolicy")}
    assert policies["nothing"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for policy in policies.values():
        for rule in policy.get("ingress", []):
            assert rule["from"]
            assert rule["ports"]
        for rule in policy.get("egress", []):
            assert rule["to"]
            assert rule["ports"]


def test_the_internet_is_reached_on_one_port_and_private_networks_not_at_all():
    (policy,) = [one for one in of_kind("NetworkPolicy") if name_of(one) == "verbatim"]
    (rule,) = [r for r in policy["spec"]["egress"] if any("ipBlock" in to for to in r["to"])]
    assert [port["port"] for port in rule["ports"]] == [443]
    closed = {net for to in rule["to"] for net in to["ipBlock"]["except"]}
    assert {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"} <= closed


def test_only_slacks_paths_are_led_in():
    (ingress,) = of_kind("Ingress")
    (rule,) = ingress["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    assert (path["path"], path["pathType"]) == ("/slack", "Prefix")
    assert ingress["spec"]["tls"][0]["hosts"] == [rule["host"]]


def test_the_cluster_is_told_to_refuse_what_is_less_strict():
    (namespace,) = of_kind("Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_every_setting_of_the_example_is_one():
    known = {row.variable for row in setting_rows(Settings())}
    named = set(SETTINGS) | {name for one in of_kind("Secret") for name in one["stringData"]}
    assert named - known == set()
