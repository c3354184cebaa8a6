"""What web's tests stand on: a catalogue of their own, a store for results, and Redis or the lack of it."""

from __future__ import annotations

import json
import socket
import uuid
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.test import Client

from tests.unit.web.builders import add_model
from web.catalogue.services.playable import known_types
from web.config.redis import redis_client
from web.experiments.services.running import running
from web.jobs.services import standing
from web.jobs.services.estimate import mean_run_seconds
from web.jobs.services.queue_state import queue_now
from web.limits import reads
from web.operate import now
from web.operate.rules import rules
from web.ops import metrics
from worker.contract.folder import Folder
from worker.contract.results import ResultStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import Settings
    from redis import Redis

    from tests.object_store import ObjectStore


@pytest.fixture(autouse=True)
def places(settings: Settings, tmp_path: Path) -> None:
    settings.RESULTS_URL = f"file://{tmp_path}/results"
    settings.MODELS_DIR = tmp_path / "models"
    settings.UPLOADS_DIR = tmp_path / "uploads"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process keeps for a second, or of its callers, is not for the next test."""
    for recent in (
        known_types,
        running,
        mean_run_seconds,
        queue_now,
        standing._slots,
        metrics._series,
        now.look,
        rules,
    ):
        recent.forget()
    reads.BUCKETS.clear()


@pytest.fixture
def store(places: None, tmp_path: Path) -> ResultStore:
    return ResultStore(Folder(tmp_path / "results"))


@pytest.fixture
def in_a_bucket(places: None, settings: Settings, object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results lie in a store that speaks S3, below a prefix that no other test has."""
    for name, value in object_store.environment.items():
        monkeypatch.setenv(name, value)
    settings.RESULTS_URL = object_store.url(uuid.uuid4().hex)


@pytest.fixture
def store_away(in_a_bucket: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The bucket's server is a port that is bound and never listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{bound.getsockname()[1]}")
        yield


@pytest.fixture
def redis(settings: Settings, redis_url: str) -> Redis:
    settings.REDIS_URL = redis_url
    return redis_client()


@pytest.fixture
def redis_away(settings: Settings) -> Iterator[None]:
    """A port that is bound and never listens: whoever connects is refused."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        settings.REDIS_URL = f"redis://127.0.0.1:{bound.getsockname()[1]}/0"
        yield


@pytest.fixture
def catalogue(db: None, places: None, tmp_path: Path) -> None:
    """The shipped styles, each model with a version 1 of a few bytes."""
    for name in ("piano_performance", "drums_groove"):
        add_model(tmp_path / "models", name, 1)
    call_command("seed_catalogue", verbosity=0, stdout=StringIO())


@pytest.fixture
def built_frontend(settings: Settings, tmp_path: Path) -> Path:
    """A build of one script, one stylesheet, one example and two icons."""
    built = tmp_path / "dist" / ".vite"
    built.mkdir(parents=True)
    entry = {"file": "assets/main-1a.js", "css": ["assets/main-2b.css"], "assets": ["assets/serif-3c.woff2"]}
    entries = {"src/main.ts": entry, "src/mine.ts": {"file": "assets/mine-4d.js"}}
    entries["src/shown.ts"] = {"file": "assets/shown-5e.js"}
    (built / "manifest.json").write_text(json.dumps(entries))
    (built / "examples.json").write_text(json.dumps(["piano.mid", "piano.mp3"]))
    (built / "icons.json").write_text(
        json.dumps({"music-note-beamed": "<path id='note'/>", "disc": "<path id='disc'/>"})
    )
    settings.FRONTEND_DIST = built.parent
    return built


@pytest.fixture
def api(catalogue: None, redis: Redis) -> Client:
    """A client of a service whose parts all work."""
    return Client()
