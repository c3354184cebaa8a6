"""What workers have done, all of them together: each adds to the sums in Redis what it did since it last said so.

Sums, and no series for each worker: who goes takes nothing back, and a cluster that grows and shrinks leaves no trail
of names. A word that Redis took and could not answer is said again; so rarely may a sum be a little too high.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import Final, cast

from redis import Redis

from worker.contract.queues import TOTALS

# Between what nobody notices and what everybody gives up over.
FIRST_NOTE_BOUNDS_SECONDS: Final = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 15.0, 60.0, inf)


class Total(StrEnum):
    """What is counted, by its name in Redis; Prometheus has `cadenza_` before it and `_total` behind it."""

    ENGINE_CALLS = "engine_calls"
    ENGINE_SECONDS = "engine_seconds"
    ENGINE_STEPS = "engine_steps"
    ENGINE_ROWS = "engine_rows"
    ENGINE_SLOTS = "engine_slots"
    ENGINE_EVENTS = "engine_events"
    RUNS = "runs"
    RUNS_AGAIN = "runs_again"
    FIRST_NOTE_SECONDS = "first_note_seconds"
    RENDERINGS = "renderings"
    AUDIO_SECONDS = "audio_seconds"
    AUDIO_CORE_SECONDS = "audio_core_seconds"
    MESSAGES_REFUSED = "messages_refused"
    LEASES_LOST = "leases_lost"
    NETWORKS_LOADED = "networks_loaded"
    NETWORKS_LET_GO = "networks_let_go"


@dataclass(frozen=True, slots=True)
class Meaning:
    """Of a total.

    Attributes:
        label: By what it is counted apart; empty where it is one number.
    """

    text: str
    label: str = ""


MEANINGS: Final = {
    Total.ENGINE_CALLS: Meaning("Calls of networks, each for all rows that a network plays at the time."),
    Total.ENGINE_SECONDS: Meaning("What those calls took."),
    Total.ENGINE_STEPS: Meaning("Steps of those calls."),
    Total.ENGINE_ROWS: Meaning("Rows of those calls."),
    Total.ENGINE_SLOTS: Meaning("Rows that those calls had room for."),
    Total.ENGINE_EVENTS: Meaning("Events decided: rows times steps."),
    Total.RUNS: Meaning("Runs of jobs that ended, by how: a status, the code of an error, or handed_back.", "end"),
    Total.RUNS_AGAIN: Meaning("Runs that began a job which had begun before."),
    Total.FIRST_NOTE_SECONDS: Meaning("From a run's beginning to its first note."),
    Total.RENDERINGS: Meaning("Renderings that ended, by how.", "end"),
    Total.AUDIO_SECONDS: Meaning("Audio rendered."),
    Total.AUDIO_CORE_SECONDS: Meaning("What that took of a core."),
    Total.MESSAGES_REFUSED: Meaning("Messages that a worker had no use for, by why.", "reason"),
    Total.LEASES_LOST: Meaning("Jobs that another worker took from one that still worked on them."),
    Total.NETWORKS_LOADED: Meaning("Networks loaded."),
    Total.NETWORKS_LET_GO: Meaning("Networks let go of for memory."),
}


class Totals:
    """A process's own. Any thread adds; what must not be kept waiting counts for itself and is watched."""

    def __init__(self) -> None:
        self._counted: Counter[str] = Counter()
        self._told: Counter[str] = Counter()
        self._watched: list[Callable[[], Mapping[Total, float]]] = []
        self._lock = threading.Lock()

    def add(self, total: Total, amount: float = 1, label: str = "") -> None:
        """`label` is wanted of the totals that have one, and of them alone; what it may be must be few."""
        with self._lock:
            self._counted[_field(total, label)] += amount  # type: ignore[assignment]

    def first_note(self, seconds: float) -> None:
        bound = FIRST_NOTE_BOUNDS_SECONDS[bisect_left(FIRST_NOTE_BOUNDS_SECONDS, seconds)]
        self.add(Total.FIRST_NOTE_SECONDS, seconds)
        self.add(Total.FIRST_NOTE_SECONDS, 1, str(bound))

    def watch(self, source: Callable[[], Mapping[Total, float]]) -> None:
        """`source` gives what has been counted elsewhere since this process began."""
        self._watched.append(source)

    def tell(self, redis: Redis) -> None:
        """Adds to the sums what has come since the last time; one thread at a time.

        Raises:
            RedisError: Redis is away; the next time tells it.
        """
        now = self._now()
        news = {field: amount - self._told[field] for field, amount in now.items() if amount > self._told[field]}
        with redis.pipeline(transaction=True) as pipe:
            for field, amount in news.items():
                pipe.hincrbyfloat(TOTALS, field, amount)
            pipe.execute()
        self._told = now

    def _now(self) -> Counter[str]:
        with self._lock:
            now = self._counted.copy()
        for source in self._watched:
            now.update({str(total): amount for total, amount in source().items()})
        return now


def totals_told(redis: Redis) -> dict[Total, dict[str, float]]:
    """The sums, each by its labels; of what has none, or is a sum of seconds, by ""."""
    found: dict[Total, dict[str, float]] = {total: {} for total in Total}
    # Clients of Cadenza decode replies, which their types do not know.
    for field, amount in cast("dict[str, str]", redis.hgetall(TOTALS)).items():
        name, _, label = field.partition(":")
        # A newer worker may count what this web does not know.
        if name in set(Total):
            found[Total(name)][label] = float(amount)
    return found


def _field(total: Total, label: str) -> str:
    return f"{total}:{label}" if label else str(total)
