"""What Kubernetes is told, whatever overlay it is built into; `make check-deploy` builds them."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).parents[3] / "deploy" / "kubernetes"
THINGS: list[dict[str, Any]] = [
    thing for path in sorted(FOLDER.rglob("*.yaml")) for thing in yaml.safe_load_all(path.read_text()) if thing
]
SERVE = {"Deployment", "StatefulSet"}
RUN = [thing for thing in THINGS if thing["kind"] in {*SERVE, "Job"}]
WORKERS = {"worker", "worker-gpu", "render"}
STORE_KEYS = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def pod_of(thing: dict[str, Any]) -> dict[str, Any]:
    pod: dict[str, Any] = thing["spec"]["template"]["spec"]
    return pod


def label(thing: dict[str, Any]) -> str:
    return f"{thing['kind']}-{thing['metadata']['name']}"


every_pod = pytest.mark.parametrize("thing", RUN, ids=label)


def test_all_that_runs_is_looked_at():
    assert {thing["metadata"]["name"] for thing in RUN} == WORKERS | {"prepare", "web", "ingest", "redis", "postgres"}


@every_pod
def test_nothing_runs_as_root_or_may_become_more_than_it_is(thing: dict[str, Any]):
    pod = pod_of(thing)
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in [*pod["containers"], *pod.get("initContainers", ())]:
        context = container["securityContext"]
        assert context["allowPrivilegeEscalation"] is False
        assert context["readOnlyRootFilesystem"] is True
        assert context["capabilities"] == {"drop": ["ALL"]}


@every_pod
def test_everything_says_what_it_needs_and_what_it_may_take(thing: dict[str, Any]):
    pod = pod_of(thing)
    for container in [*pod["containers"], *pod.get("initContainers", ())]:
        assert {"cpu", "memory"} <= container["resources"]["requests"].keys()
        assert {"cpu", "memory"} <= container["resources"]["limits"].keys()


@pytest.mark.parametrize("thing", [thing for thing in RUN if thing["kind"] in SERVE], ids=label)
def test_whatever_serves_is_asked_whether_it_is_alive_and_ready(thing: dict[str, Any]):
    for container in pod_of(thing)["containers"]:
        assert {"livenessProbe", "readinessProbe"} <= container.keys()


def test_a_worker_has_longer_to_end_than_it_takes():
    for thing in RUN:
        grace = [
            int(variable["value"])
            for container in pod_of(thing)["containers"]
            for variable in container.get("env", ())
            if variable["name"] == "GRACE_SECONDS"
        ]
        assert all(pod_of(thing)["terminationGracePeriodSeconds"] > seconds for seconds in grace)


def test_workers_reach_redis_and_the_store_where_there_is_one_and_nothing_else():
    policies = {thing["metadata"]["name"]: thing["spec"] for thing in THINGS if thing["kind"] == "NetworkPolicy"}
    assert policies["nobody"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    theirs = [spec for spec in policies.values() if "Egress" in spec["policyTypes"] and WORKERS & chosen(spec)]
    assert [spec["egress"] for spec in theirs] == [
        [{"to": [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "redis"}}}], "ports": [{"port": 6379}]}],
        [{"to": [{"namespaceSelector": {"matchLabels": {"cadenza/is-store": "yes"}}}], "ports": [{"port": 3900}]}],
    ]


def chosen(spec: dict[str, Any]) -> set[str]:
    selector = spec["podSelector"]
    named = {value for key, value in selector.get("matchLabels", {}).items() if key == "app.kubernetes.io/name"}
    return named.union(*(each["values"] for each in selector.get("matchExpressions", ())))


def test_workers_are_told_no_secret():
    for thing in RUN:
        if thing["metadata"]["name"] in WORKERS:
            sources = [source for container in pod_of(thing)["containers"] for source in container["envFrom"]]
            assert sources == [{"configMapRef": {"name": "place"}}]


def test_whatever_is_scaled_loses_one_at_a_time():
    budgets = {
        name
        for thing in THINGS
        if thing["kind"] == "PodDisruptionBudget"
        for name in chosen({"podSelector": thing["spec"]["selector"]})
    }
    assert budgets == WORKERS | {"web"}


def test_with_a_store_by_s3_nobody_has_a_folder_for_results_and_workers_know_its_keys_alone():
    component = next(thing for thing in THINGS if thing["kind"] == "Component" and "place" in str(thing))
    users = [thing for thing in RUN if any(each["name"] == "results" for each in pod_of(thing).get("volumes", ()))]
    for thing in users:
        done = changed(thing, component["patches"])
        assert "results" not in str(pod_of(done)), label(thing)
        told = {
            variable["name"] for variable in pod_of(done)["containers"][0].get("env", ()) if "valueFrom" in variable
        }
        assert told == (STORE_KEYS if thing["metadata"]["name"] in WORKERS else set()), label(thing)


def changed(thing: dict[str, Any], patches: list[dict[str, Any]]) -> dict[str, Any]:
    """As kustomize changes it: by JSON patches whose target names it."""
    done = copy.deepcopy(thing)
    for patch in patches:
        target = patch["target"]
        if re.fullmatch(target["kind"], thing["kind"]) and re.fullmatch(target["name"], thing["metadata"]["name"]):
            for step in yaml.safe_load(patch["patch"]):
                apply(step, done)
    return done


def apply(step: dict[str, Any], done: Any) -> None:
    *path, last = step["path"].strip("/").split("/")
    for word in path:
        done = done[int(word) if isinstance(done, list) else word]
    if step["op"] == "remove":
        del done[int(last)]
    elif step["op"] == "add":
        done.append(step["value"])
    else:
        assert done[last] == step["value"]
