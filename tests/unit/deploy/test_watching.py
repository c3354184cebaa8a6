"""What is drawn and what is alarmed of: by metrics that there are, with a section that says what to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from deploy.grafana.dashboards import DASHBOARDS, FOLDER, dashboard, text

ROOT = Path(__file__).parents[3]
RULES: list[dict[str, Any]] = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())["groups"][0]["rules"]
SCALES = yaml.safe_load_all(
    "---\n".join(path.read_text() for path in sorted((ROOT / "deploy/kubernetes").rglob("scale*.yaml")))
)
# Histograms and counters are asked for by the names of their samples.
ENDS = ("_bucket", "_count", "_sum", "_total")


@pytest.fixture
def known(client: Any, db: None, redis_url: str, settings: Any) -> set[str]:
    """Every family that web tells of, those too that have no samples yet."""
    settings.REDIS_URL = redis_url
    told = client.get("/metrics").content.decode()
    families = {family.name for family in text_string_to_metric_families(told)} | {"cadenza_ingest_lag_entries"}
    return {name for name in families if not name.endswith("_created")}


def named_in(query: str) -> set[str]:
    found = set(re.findall(r"\bcadenza_\w+", query))
    return {next((name.removesuffix(end) for end in ENDS if name.endswith(end)), name) for name in found}


def queries() -> set[str]:
    drawn = {
        target["expr"] for name in DASHBOARDS for panel in dashboard(name)["panels"] for target in panel["targets"]
    }
    return drawn | {rule["expr"] for rule in RULES} | {trigger["metadata"]["query"] for trigger in triggers()}


def triggers() -> list[dict[str, Any]]:
    return [trigger for scale in SCALED for trigger in scale["spec"]["triggers"]]


SCALED: list[dict[str, Any]] = [thing for thing in SCALES if thing]


def test_every_metric_that_is_drawn_alarmed_of_or_scaled_by_is_told_by_web(known: set[str]):
    wanted = set().union(*map(named_in, queries()))
    assert len(wanted) > 10
    assert wanted <= known


def test_every_metric_that_web_tells_is_explained(known: set[str]):
    explained = (ROOT / "docs" / "metrics.md").read_text()
    assert {name for name in known if f"`{name}" not in explained} == set()


def test_what_grafana_is_given_is_what_the_panels_say():
    assert {path.stem: path.read_text() for path in FOLDER.glob("*.json")} == {name: text(name) for name in DASHBOARDS}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_has_a_section_that_says_what_to_do(rule: dict[str, Any]):
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = re.findall(r"^#+ (.+)$", (ROOT / page).read_text(), re.MULTILINE)
    assert anchor == rule["alert"].lower()
    assert rule["alert"] in headings
    assert rule["labels"]["severity"] in {"page", "ticket"}


@pytest.mark.parametrize("scale", SCALED, ids=lambda scale: scale["metadata"]["name"])
def test_workers_are_scaled_by_what_they_have_in_hand_and_not_by_what_waits_alone(scale: dict[str, Any]):
    spec = scale["spec"]
    assert spec["minReplicaCount"] < spec["maxReplicaCount"]
    assert all("running" in trigger["metadata"]["query"] for trigger in spec["triggers"])
    assert {trigger["metricType"] for trigger in spec["triggers"]} == {"AverageValue"}
