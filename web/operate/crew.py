"""The workers that were heard of lately, as an operator sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from web.jobs.services.lanes import all_generation_queues
from worker.contract.liveness import workers_seen
from worker.contract.queues import INSPECT_QUEUE, RENDER_QUEUE

if TYPE_CHECKING:
    from redis import Redis

    from worker.contract.liveness import Seen

_WORK: Final = {RENDER_QUEUE: "renders audio", INSPECT_QUEUE: "inspects uploads"}


@dataclass(frozen=True, slots=True)
class Member:
    """One worker.

    Attributes:
        work: What it does, in words.
        slots: How many jobs it takes at once; 0 while it is drained.
        silent_seconds: Since it was last heard of.
    """

    name: str
    work: str
    slots: int
    silent_seconds: int


def crew(redis: Redis) -> list[Member]:
    """By name; one that takes jobs from several queues is one member."""
    seen: dict[str, list[Seen]] = {}
    for queue in (*all_generation_queues(), *_WORK):
        for worker in workers_seen(redis, queue):
            seen.setdefault(worker.name, []).append(worker)
    return [_member(name, seen[name]) for name in sorted(seen)]


def _member(name: str, seen: list[Seen]) -> Member:
    work = ", ".join(dict.fromkeys(_WORK.get(worker.queue, "composes") for worker in seen))
    silent = min(worker.silent_seconds for worker in seen)
    return Member(name, work, max(worker.slots for worker in seen), silent)
