"""A figure: what was measured, what it must reach, and on what machine."""

from __future__ import annotations

import json
import os
import platform
from functools import cache
from pathlib import Path


def report(figure: str, value: float, unit: str, target: str = "", **more: object) -> None:
    """Prints one JSON line; `target` is such as ">= 5" or "<= 1.2"."""
    line = {"figure": figure, "value": round(value, 4), "unit": unit}
    if target:
        line |= {"target": target, "holds": holds(value, target)}
    print(json.dumps(line | {"machine": machine()} | more), flush=True)


def holds(value: float, target: str) -> bool:
    """Whether the figure reaches its target."""
    comparison, limit = target.split()
    return value >= float(limit) if comparison == ">=" else value <= float(limit)


@cache
def machine() -> str:
    """Processor and cores, as Linux names them."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    return f"{len(os.sched_getaffinity(0))} x {name}, Linux {platform.machine()}"
