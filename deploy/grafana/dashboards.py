"""`python -m deploy.grafana.dashboards`: writes the dashboards that Grafana is given, beside this file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from deploy.grafana.listeners import LISTENERS
from deploy.grafana.machines import MACHINES
from deploy.grafana.panel import written

FOLDER: Final = Path(__file__).parent / "dashboards"
DASHBOARDS: Final = {"listeners": ("What listeners get", LISTENERS, 2), "machines": ("How the house does", MACHINES, 3)}


def dashboard(name: str) -> dict[str, Any]:
    """As Grafana reads it."""
    title, panels, columns = DASHBOARDS[name]
    return {
        "uid": f"cadenza-{name}",
        "title": f"Cadenza: {title}",
        "tags": ["cadenza"],
        "timezone": "utc",
        "schemaVersion": 41,
        "refresh": "15s",
        "time": {"from": "now-3h", "to": "now"},
        "panels": written(panels, columns),
    }


def text(name: str) -> str:
    return json.dumps(dashboard(name), indent=1) + "\n"


if __name__ == "__main__":
    for name in DASHBOARDS:
        (FOLDER / f"{name}.json").write_text(text(name))
