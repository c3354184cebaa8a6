"""By what the number of workers goes: a number that stays, or KEDA's rule with Kubernetes' autoscaler behind it."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol, Self

import yaml

RULE: Final = Path(__file__).parents[3] / "deploy" / "kubernetes" / "components" / "keda" / "scale.yaml"
# Kubernetes' own defaults: how often the autoscaler looks, and how far from its target it leaves things alone.
LOOK_SECONDS: Final = 15.0
TOLERANCE: Final = 0.1


class Scaling(Protocol):
    """Says how many workers are wanted."""

    @property
    def first(self) -> int:
        """How many there are at the beginning."""
        ...

    def wanted(self, now: float, jobs: int, workers: int) -> int:
        """Asked every 15 s with the jobs queued and running and the workers that were wanted before."""
        ...


@dataclass(frozen=True, slots=True)
class Static:
    first: int

    def wanted(self, now: float, jobs: int, workers: int) -> int:
        return self.first


@dataclass(slots=True)
class Keda:
    """The rule of `scale.yaml`.

    Attributes:
        threshold: Jobs for each worker.
        up_percent: How much is added at most in `up_period_seconds`.
        down: Workers that go at most in `down_period_seconds`.
        down_percent: The same as a share, where that is more; 0 for none.
        calm_seconds: For how long fewer must have been enough.
    """

    threshold: float
    fewest: int
    most: int
    up_percent: float
    up_period_seconds: float
    down: int
    down_period_seconds: float
    calm_seconds: float
    down_percent: float = 0.0
    first: int = 1
    _said: deque[tuple[float, int]] = field(default_factory=deque)
    _had: deque[tuple[float, int]] = field(default_factory=deque)

    @classmethod
    def of_file(cls, most: int, first: int = 1, down_percent: float = 0.0, path: Path = RULE) -> Self:
        """The worker's rule, but for how many there may be."""
        rule = next(
            thing["spec"] for thing in yaml.safe_load_all(path.read_text()) if thing["metadata"]["name"] == "worker"
        )
        behavior = rule["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]
        up, down = (_policies(behavior[way])[kind] for way, kind in (("scaleUp", "Percent"), ("scaleDown", "Pods")))
        return cls(
            threshold=float(rule["triggers"][0]["metadata"]["threshold"]),
            fewest=rule["minReplicaCount"],
            most=most,
            up_percent=up["value"],
            up_period_seconds=up["periodSeconds"],
            down=down["value"],
            down_period_seconds=down["periodSeconds"],
            calm_seconds=behavior["scaleDown"]["stabilizationWindowSeconds"],
            down_percent=down_percent,
            first=first,
        )

    def wanted(self, now: float, jobs: int, workers: int) -> int:
        """As the autoscaler reckons it; `workers` is what it wanted last."""
        share = jobs / (self.threshold * workers)
        asked = workers if abs(share - 1) <= TOLERANCE else math.ceil(jobs / self.threshold)
        asked = min(max(asked, self.fewest), self.most)
        self._keep(now, asked, workers)
        return self._up(now, asked) if asked > workers else self._down(now, workers)

    def _keep(self, now: float, asked: int, workers: int) -> None:
        self._said.append((now, asked))
        self._had.append((now, workers))
        while self._said[0][0] < now - self.calm_seconds:
            self._said.popleft()
        while self._had[0][0] < now - max(self.up_period_seconds, self.down_period_seconds):
            self._had.popleft()

    def _up(self, now: float, asked: int) -> int:
        before = min(workers for at, workers in self._had if at >= now - self.up_period_seconds)
        return min(asked, math.ceil(before * (1 + self.up_percent / 100)))

    def _down(self, now: float, workers: int) -> int:
        enough = max(asked for _, asked in self._said)
        if enough >= workers:
            return workers
        before = max(had for at, had in self._had if at >= now - self.down_period_seconds)
        step = max(self.down, int(before * self.down_percent / 100))
        return max(enough, before - step, self.fewest)


def _policies(direction: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {policy["type"]: policy for policy in direction["policies"]}
