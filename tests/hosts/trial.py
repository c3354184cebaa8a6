"""What is tried on it, step by step; each says what it found, or ends the trial."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from typing import Any, Final

from tests.client import FINAL
from tests.hosts.house import OF_QUEUE, WEBS, WORKERS, House
from tests.hosts.network import Host

READY_SECONDS: Final = 240.0
JOB_SECONDS: Final = 180.0
PIECE: Final = {"style": "piano", "type": "performance", "length_seconds": 20}
SEEDS: Final = (1, 2, 3, 4)
JSON: Final = ("--header", "Content-Type: application/json", "--data")


def wait_until_ready(house: House) -> str:
    _wait(lambda: _answers(house, "/readyz"), READY_SECONDS, "the house is not ready")
    return f"ready, through the front, with {len(WORKERS)} generation workers"


def try_fences(house: House) -> str:
    """Workers reach Redis and nobody else; the stores reach nobody."""
    addresses = {name: host.address for name, host in house.hosts.items()}
    targets = {"redis": 6379, "postgres": 5432, "web-1": 8000, "front": 8443}
    for name in OF_QUEUE:
        _assert(_reached(house.hosts[name], addresses, targets) == ["redis"], f"{name} reaches others than Redis")
    for name in ("redis", "postgres"):
        others = {target: port for target, port in targets.items() if target != name}
        _assert(not _reached(house.hosts[name], addresses, others), f"{name} reaches others")
    _assert(not house.hosts["visitor"].reaches(addresses["web-1"], 8000), "a visitor reaches web past the front")
    return "workers reach Redis alone, the stores nobody, a visitor the front alone"


def try_piece(house: House) -> str:
    job = _ask(house, 0)
    _ended(house, job)
    midi = _midi(house, job)
    _assert(midi.startswith(b"MThd"), "what came is no MIDI file")
    _wait(lambda: _job(house, job)["audio"]["status"] == "ready", JOB_SECONDS, "there is no sound")
    mp3 = house.curl(f"/api/v1/jobs/{job}/audio.mp3")
    return f"a piece of 20 s by curl: MIDI of {len(midi):,} bytes, MP3 of {len(mp3):,} bytes"


def try_stream(house: House) -> str:
    """Events come while the piece is made, and not at its end."""
    job = _ask(house, 11, length_seconds=120)
    words = house.curl_words(f"/api/v1/jobs/{job}/events", "--no-buffer")
    with subprocess.Popen(house.hosts["visitor"].command(*words), stdout=subprocess.PIPE) as stream:
        assert stream.stdout is not None
        times = [time.monotonic() for line in stream.stdout if line.startswith(b"event:")]
    _ended(house, job)
    early = sum(at < times[-1] - 0.5 for at in times)
    _assert(early > len(times) / 2, "events came all at once")
    took = times[-1] - times[0]
    return f"{len(times)} events through the front in {took:.1f} s, {early} of them before the last half second"


def try_without_a_web(house: House) -> str:
    house.hosts[WEBS[0]].kill(WEBS[0])
    began = time.monotonic()
    for _ in range(20):
        house.curl("/api/v1/catalogue")
    slowest = time.monotonic() - began
    house.begin(WEBS[0])
    return f"one web killed: 20 of 20 requests answered, in {slowest:.1f} s together"


def try_without_a_worker(house: House) -> str:
    """The same seeds twice: once with both workers, once with one killed while all are under way."""
    before = [_midi(house, job) for job in _all_ended(house, [_ask(house, seed, 60) for seed in SEEDS])]
    jobs = [_ask(house, seed, 60) for seed in SEEDS]
    _wait(lambda: all(_job(house, job)["status"] == "running" for job in jobs), JOB_SECONDS, "pieces are not begun")
    house.hosts[WORKERS[0]].kill(WORKERS[0])
    begun_again = sum(_job(house, job)["attempt"] > 1 for job in _all_ended(house, jobs))
    after = [_midi(house, job) for job in jobs]
    house.begin(WORKERS[0])
    _assert(before == after, "pieces came out otherwise on another worker")
    _assert(begun_again > 0, "the worker that was killed had no piece")
    found = f"one worker killed with {len(SEEDS)} pieces under way, of which it had {begun_again}"
    return f"{found}: all ended well, with the same bytes"


def _reached(host: Host, addresses: dict[str, str], targets: dict[str, int]) -> list[str]:
    return [name for name, port in targets.items() if host.reaches(addresses[name], port)]


def try_restore(house: House, *, with_redis: bool) -> str:
    """Saves, wipes and restores everything; one piece was there before, one waits in the queue."""
    old = _ask(house, 21)
    _ended(house, old)
    midi = _midi(house, old)
    for name in WORKERS:
        house.hosts[name].stop()
    waiting = _ask(house, 22)
    _save(house, with_redis=with_redis)
    house.stop()
    _wipe(house)
    _bring_back(house, with_redis=with_redis)
    wait_until_ready(house)
    _assert(_midi(house, old) == midi, "the old piece's file is not what it was")
    page = house.curl(f"/pieces/{old}")
    _assert(old.encode() in page, "the old piece has no page")
    _ended(house, waiting)
    how = "with Redis' log" if with_redis else "without Redis"
    return f"saved, wiped and restored {how}: the old piece's page and file are there, the one that waited was made"


def _save(house: House, *, with_redis: bool) -> None:
    saved = house.folder / "saved"
    shutil.rmtree(saved, ignore_errors=True)
    saved.mkdir()
    house.database.dump(saved / "cadenza.dump")
    shutil.copytree(house.files, saved / "files")
    if with_redis:
        shutil.copytree(house.broker.data, saved / "redis")


def _wipe(house: House) -> None:
    for folder in (house.files, house.broker.data, house.database.data):
        shutil.rmtree(folder)
    house.database.data.mkdir()


def _bring_back(house: House, *, with_redis: bool) -> None:
    saved = house.folder / "saved"
    house.database.start()
    house.database.restore(saved / "cadenza.dump")
    shutil.copytree(saved / "files", house.files)
    if with_redis:
        shutil.copytree(saved / "redis", house.broker.data)
    house.database.host.stop()
    house.start()


def _ask(house: House, seed: int, length_seconds: int = 20) -> str:
    body = json.dumps({**PIECE, "seed": seed, "length_seconds": length_seconds})
    return str(json.loads(house.curl("/api/v1/jobs", *JSON, body))["id"])


def _job(house: House, job: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(house.curl(f"/api/v1/jobs/{job}"))
    return found


def _midi(house: House, job: str) -> bytes:
    return house.curl(f"/api/v1/jobs/{job}/files/piece.mid")


def _ended(house: House, job: str) -> str:
    _wait(lambda: _job(house, job)["status"] in FINAL, JOB_SECONDS, f"job {job} does not end")
    now = _job(house, job)
    _assert(now["status"] == "succeeded", f"job {job}: {now}")
    return job


def _all_ended(house: House, jobs: list[str]) -> list[str]:
    return [_ended(house, job) for job in jobs]


def _answers(house: House, path: str) -> bool:
    try:
        house.curl(path)
    except subprocess.CalledProcessError:
        return False
    return True


def _wait(is_so: Callable[[], bool], seconds: float, otherwise: str) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        _assert(time.monotonic() < deadline, otherwise)
        time.sleep(0.3)


def _assert(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise TrialFailed(otherwise)


class TrialFailed(Exception):
    """What was tried came out otherwise."""
