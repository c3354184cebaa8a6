"""A panel of a dashboard, and how Grafana writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

COLUMNS: Final = 24
HEIGHT: Final = 8
SOURCE: Final = {"type": "prometheus", "uid": "prometheus"}


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing.

    Attributes:
        tells: What it shows and when that is bad, for whoever sees it the first time.
        unit: Grafana's name of it.
        queries: A legend and a query each.
        red_from: From where on it is drawn red; None where nothing is too much.
    """

    title: str
    tells: str
    unit: str
    queries: tuple[tuple[str, str], ...]
    red_from: float | None = None


def written(panels: Iterable[Panel], columns: int) -> list[dict[str, Any]]:
    """In rows of so many."""
    width = COLUMNS // columns
    return [
        _written(panel, number, (number % columns) * width, number // columns * HEIGHT, width)
        for number, panel in enumerate(panels)
    ]


def _written(panel: Panel, number: int, x: int, y: int, width: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": panel.title,
        "description": panel.tells,
        "datasource": SOURCE,
        "gridPos": {"x": x, "y": y, "w": width, "h": HEIGHT},
        "fieldConfig": {"defaults": _look(panel), "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": [
            {"refId": chr(ord("A") + place), "datasource": SOURCE, "expr": query, "legendFormat": legend}
            for place, (legend, query) in enumerate(panel.queries)
        ],
    }


def _look(panel: Panel) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
    if panel.red_from is not None:
        steps.append({"color": "red", "value": panel.red_from})
    shown = "off" if panel.red_from is None else "dashed"
    return {
        "unit": panel.unit,
        "min": 0,
        "custom": {"lineWidth": 2, "fillOpacity": 8, "thresholdsStyle": {"mode": shown}},
        "thresholds": {"mode": "absolute", "steps": steps},
    }


def rate_of(total: str) -> str:
    """By the second; all web processes say the same sums, so whoever asks takes the largest."""
    return f"rate(cadenza_{total}_total[5m])"


def half_and_most(buckets: str) -> tuple[tuple[str, str], ...]:
    """Queries of what 50 and 95 of 100 stay within, of a histogram's rates by `le`."""
    return tuple((share, f"histogram_quantile({share}, {buckets})") for share in ("0.5", "0.95"))
