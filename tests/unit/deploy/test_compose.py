from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
INSIDE = "/var/lib/cadenza/held-out"


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def places(service: Any) -> set[str]:
    return {"/" + volume.rsplit(":/", 1)[1].removesuffix(":ro") for volume in service["volumes"]}


@pytest.mark.parametrize("name", ["web", "render"])
def test_held_out_music_is_there_read_only_for_who_offers_it_and_who_inspects_by_it(compose: Any, name: str):
    service = compose["services"][name]
    assert service["environment"]["HELD_OUT_DIR"] == INSIDE
    assert f"${{HELD_OUT_DIR:-held-out}}:{INSIDE}:ro" in service["volumes"]


def test_every_folder_that_a_service_is_told_of_lies_in_a_volume_of_its_own(compose: Any):
    services = compose["services"]
    for name in ("migrate", "web", "ingest", "webhooks", "worker", "worker-gpu", "render"):
        told = {value for key, value in services[name]["environment"].items() if key.endswith("_DIR")}
        results = services[name]["environment"]["RESULTS_URL"]
        told.add(results.removeprefix("${RESULTS_URL:-file://").removesuffix("}"))
        assert told <= places(services[name]), name


def test_every_volume_that_is_named_is_declared(compose: Any):
    named = {
        volume.replace("${HELD_OUT_DIR:-held-out}", "held-out").split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", ())
        if not volume.startswith("./")
    }
    assert named == set(compose["volumes"])


def test_who_inspects_takes_uploads_from_the_queue(compose: Any):
    assert any("inspect" in word for word in compose["services"]["render"]["command"])


def test_nothing_may_become_more_than_it_is_or_take_all_there_is(compose: Any):
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert {"cpus", "memory", "pids"} <= service["deploy"]["resources"]["limits"].keys(), name
        assert {"max-size", "max-file"} <= service["logging"]["options"].keys(), name


def test_whatever_serves_is_asked_whether_it_does(compose: Any):
    assert {name for name, service in compose["services"].items() if "healthcheck" not in service} == {
        "migrate",
        "webhooks",
    }


def test_workers_reach_redis_and_the_store_and_nobody_reaches_the_database_from_outside(compose: Any):
    services, networks = compose["services"], compose["networks"]
    for name in ("worker", "worker-gpu", "render"):
        assert services[name]["networks"] == ["queue"]
    assert {name for name, service in services.items() if set(service["networks"]) == {"queue"}} == {
        *("worker", "worker-gpu", "render"),
        *("redis", "store"),
    }
    assert services["postgres"]["networks"] == ["data"]
    assert all(networks[name]["internal"] for name in ("queue", "data", "watch"))
    assert {name for name, service in services.items() if "ports" in service} == {"front", "grafana"}


def test_the_broker_keeps_what_it_has_and_drops_nothing(compose: Any):
    command = " ".join(compose["services"]["redis"]["command"])
    for option in ("--appendonly yes", "--appendfsync everysec", "--maxmemory ", "--maxmemory-policy noeviction"):
        assert option in command


def test_the_store_of_its_profile_is_the_one_that_all_are_told_of(compose: Any):
    services, store = compose["services"], compose["services"]["store"]
    assert store["profiles"] == ["store"]
    kept = tomllib.loads((ROOT / "deploy/store/garage.toml").read_text())
    for folder in (kept["metadata_dir"], kept["data_dir"]):
        assert folder.startswith("/var/lib/garage/")
    for name in ("web", "ingest", "worker", "worker-gpu", "render"):
        told = services[name]["environment"]
        assert told["AWS_REGION"].endswith(f":-{kept['s3_api']['s3_region']}}}"), name
        assert told["AWS_ENDPOINT_URL"].endswith(f":-http://store:{kept['s3_api']['api_bind_addr'].split(':')[1]}}}"), (
            name
        )
        assert told["AWS_ACCESS_KEY_ID"] == store["environment"]["GARAGE_DEFAULT_ACCESS_KEY"]
        assert told["AWS_SECRET_ACCESS_KEY"] == store["environment"]["GARAGE_DEFAULT_SECRET_KEY"]


def test_every_setting_that_is_required_is_in_the_example(compose: Any):
    text = (ROOT / "docker-compose.yml").read_text()
    given = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert set(re.findall(r"\$\{([A-Z_]+):\?", text)) <= given
    assert given <= set(re.findall(r"\$\{([A-Z_]+)", text))


@pytest.mark.parametrize("path", sorted((ROOT / "deploy/images").glob("*.Dockerfile")), ids=lambda path: path.stem)
def test_images_are_of_files_that_are_there_and_run_as_nobody_special(path: Path):
    text = path.read_text()
    assert text.count("USER 10001:10001") == 1
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    sources = {word for line in copied for word in line.split() if "$" not in word}
    assert {source for source in sources if not (ROOT / source).exists()} == set()
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {source.split("/")[0] for source in sources} <= let_in


@pytest.mark.parametrize("requirements", ["worker", "worker-gpu"])
def test_every_kind_of_worker_has_its_pinned_packages(requirements: str):
    text = (ROOT / "deploy/requirements" / f"{requirements}.txt").read_text()
    assert re.search(r"^tensorflow(-cpu)?==", text, re.MULTILINE)
    assert "--hash=sha256:" in text
