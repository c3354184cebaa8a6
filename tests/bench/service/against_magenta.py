"""The service against a server that calls Magenta for each request; both have the same listeners, in turn.

MAGENTA names the Python of an environment with Magenta; without it this part is left out.
"""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from models_store.models import ModelStore
from tests.bench.figures import report
from tests.bench.service.crowd import Asked, closed_loop
from tests.bench.service.messages import PIANO
from tests.bench.service.mix import Body, piano
from tests.bench.service.process import wait_until_idle
from tests.bench.service.whole import piano_alone, whole_service
from tests.service import free_port

SCRIPT: Final = Path(__file__).with_name("synchronous_server.py")
USERS: Final = 32
LENGTH_SECONDS: Final = 10
OURS_SECONDS: Final = 20.0
# Twice as long as it takes to serve each of them once.
THEIRS_SECONDS: Final = 60.0
START_SECONDS: Final = 120


def measure(folder: Path) -> None:
    """Reports pieces a second and the 95th percentile of the time a listener waits, ours over theirs."""
    python = os.environ.get("MAGENTA")
    if not python:
        print("against_magenta is left out: MAGENTA names no Python")
        return
    bodies = piano(1, LENGTH_SECONDS)
    with whole_service(folder, piano_alone(folder / "models")) as whole, _server(python) as url:
        _turn(whole.url, bodies, OURS_SECONDS)
        wait_until_idle(whole.pids["worker"])
        before = _turn(whole.url, bodies, OURS_SECONDS)
        theirs = _turn(url, bodies, THEIRS_SECONDS, "/")
        after = _turn(whole.url, bodies, OURS_SECONDS)
    _report([before, after], [theirs])


def _turn(url: str, bodies: Iterator[Body], seconds: float, path: str = "") -> tuple[float, list[float]]:
    """Pieces a second, and how long each that was made took."""
    many = list(itertools.islice(bodies, 2000))
    made = closed_loop(url + path, many, USERS, seconds).made
    return _per_second(made, seconds), [asked.took for asked in made]


def _per_second(made: Sequence[Asked], seconds: float) -> float:
    return sum(asked.until <= seconds for asked in made) / seconds


def _report(ours: list[tuple[float, list[float]]], theirs: list[tuple[float, list[float]]]) -> None:
    (rate, late), (their_rate, their_late) = _medians(ours), _medians(theirs)
    told = {"users": USERS, "length_seconds": LENGTH_SECONDS}
    name = "against a synchronous server that calls Magenta"
    report(f"pieces a second, {name}", rate / their_rate, "times", ">= 25", ours=rate, theirs=their_rate, **told)
    report(f"95 % of waits, {name}", late / their_late, "times", "<= 0.1", ours=late, theirs=their_late, **told)


def _medians(turns: list[tuple[float, list[float]]]) -> tuple[float, float]:
    """Pieces a second, and the 95th percentile of all waits together, in seconds."""
    waits = np.concatenate([waits for _, waits in turns])
    return round(float(np.median([rate for rate, _ in turns])), 3), round(float(np.percentile(waits, 95)), 3)


@contextmanager
def _server(python: str) -> Iterator[str]:
    port, bundle = free_port(), ModelStore().latest(PIANO).path
    command = (python, "-W", "ignore", str(SCRIPT), str(bundle), str(port))
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _listens(port):
        if time.monotonic() > deadline:
            raise RuntimeError("the synchronous server did not start in time")
        time.sleep(0.2)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
