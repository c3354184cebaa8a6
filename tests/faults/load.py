"""Many jobs at once, and whether each was made once."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import mido

from tests.client import FINAL, Client

Job = dict[str, Any]

CALLERS = 4
LOOK_SECONDS = 1.0


def ask_for(client: Client, count: int, length_seconds: float, style: str = "piano") -> list[Job]:
    """So many pieces, each with a seed of its own; the jobs as they were accepted."""
    with ThreadPoolExecutor(CALLERS) as callers:
        return list(
            callers.map(lambda seed: client.create(style=style, length_seconds=length_seconds, seed=seed), range(count))
        )


def read_all(client: Client, jobs: Sequence[Job]) -> list[Job]:
    """The jobs as they are now."""
    with ThreadPoolExecutor(CALLERS) as callers:
        return list(callers.map(lambda job: _read(client, job), jobs))


def all_ended(client: Client, jobs: Sequence[Job], seconds: float) -> list[Job]:
    """The jobs at their ends, waiting for them."""
    deadline = time.monotonic() + seconds
    ended: dict[str, Job] = {}
    while left := [job for job in jobs if job["id"] not in ended]:
        assert time.monotonic() < deadline, f"no end of {len(left)} of {len(jobs)} jobs in {seconds} s, as of {left[0]}"
        ended |= {job["id"]: job for job in read_all(client, left) if job["status"] in FINAL}
        time.sleep(LOOK_SECONDS)
    return [ended[job["id"]] for job in jobs]


def wait_until(what: Callable[[], bool], seconds: float, look_seconds: float = 0.05) -> float:
    """Waits until it is so; returns how many seconds that took."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, f"not so within {seconds} s"
        time.sleep(look_seconds)
    return time.monotonic() - began


def assert_each_made(client: Client, jobs: Sequence[Job]) -> None:
    """Each succeeded, and has one whole piece, the one that it lists."""
    assert [job["error"] for job in jobs if job["status"] != "succeeded"] == []
    for job in jobs:
        (listed,) = [file for file in job["files"] if file["name"] == "piece.mid"]
        content = client.file(job, "piece.mid")
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (listed["sha256"], listed["bytes"])
        mido.MidiFile(file=io.BytesIO(content))


def assert_same_music_undisturbed(client: Client, jobs: Sequence[Job], seconds: float = 60) -> None:
    """The same requests, made again with nothing in the way, give the same bytes."""
    again = [client.create(**job["request"]) for job in jobs]
    for job, other in zip(jobs, all_ended(client, again, seconds), strict=True):
        assert client.file(job, "piece.mid") == client.file(other, "piece.mid")


def _read(client: Client, job: Job) -> Job:
    reply = client.get(f"/api/v1/jobs/{job['id']}")
    assert reply.status == 200, reply.body
    now: Job = reply.json
    return now
