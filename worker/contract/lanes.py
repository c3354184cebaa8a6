"""The lanes of generation: which pieces are begun first, and by workers of which group."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from worker.contract.queues import GENERATE_QUEUE


class Lane(StrEnum):
    """From the one that is served first: somebody waits, somebody compares several, nobody is in a hurry."""

    INTERACTIVE = "interactive"
    VARIATIONS = "variations"
    BATCH = "batch"


def generation_queue(lane: Lane = Lane.INTERACTIVE, group: str = "") -> str:
    """The queue of a lane, for the workers that hold a group of models or, without one, for all others."""
    names = (GENERATE_QUEUE, group, "" if lane is Lane.INTERACTIVE else lane)
    return ".".join(name for name in names if name)


def generation_queues(groups: Iterable[str] = ()) -> tuple[str, ...]:
    """Every lane of every group, in the order in which a worker of all would serve them."""
    return tuple(generation_queue(lane, group) for lane in Lane for group in ("", *groups))


def ahead_of(queue: str) -> tuple[str, ...]:
    """The lanes of the same group that are served before `queue`."""
    own = [generation_queue(lane, _group(queue)) for lane in Lane]
    return tuple(own[: own.index(queue)])


def lane_of(queue: str) -> Lane:
    """Queues that have no lanes are like the first."""
    last = queue.rpartition(".")[2]
    return Lane(last) if last in set(Lane) else Lane.INTERACTIVE


def is_generation_queue(queue: str) -> bool:
    return queue.partition(".")[0] == GENERATE_QUEUE


def _group(queue: str) -> str:
    inner = queue.split(".")[1:]
    return inner[0] if inner and inner[0] not in set(Lane) else ""
