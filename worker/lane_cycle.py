"""In which order a worker looks into its queues."""

from __future__ import annotations

from typing import Any

from kombu.utils.scheduling import priority_cycle

from worker.contract.lanes import Lane, lane_of


class LaneCycle(priority_cycle):  # type: ignore[type-arg]  # generic for the type checker alone
    """Lane by lane; kombu itself hands queues over in no order. Named to Celery by its path."""

    def consume(self, n: int) -> Any:
        """The first `n` queues to look into."""
        lanes = list(Lane)
        return sorted(self.items or [], key=lambda queue: (lanes.index(lane_of(queue)), queue))[:n]
