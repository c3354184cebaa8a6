"""Pages need the frontend's build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.midi_files import midi, scale, tempos, track
from tests.unit.web.builders import add_piece

if TYPE_CHECKING:
    from pathlib import Path

    from redis import Redis

    from web.jobs.models import Job
    from worker.contract.results import ResultStore


@pytest.fixture(autouse=True)
def built(built_frontend: Path) -> None:
    """Every page names its stylesheet."""


@pytest.fixture
def job(catalogue: None, redis: Redis, store: ResultStore) -> Job:
    """A piece of two parts, whose audio is to be had."""
    parts = (scale(8, name="piano"), track([(0, 100, 36)], channel=9, name="drums"))
    return add_piece(store, midi(tempos((0, 120)), *parts), ("piano", "drums"), audio_status="on_request")
