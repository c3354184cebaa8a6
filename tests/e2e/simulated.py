"""Listeners who are not there: what they asked for and thought of it is stored as that of others is."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Final

from tests.unit.web.builders import RESOLVED, add_job
from tests.unit.web.experiments.listeners import rate_pieces
from web.experiments.services.trials import Deed, note_deed
from worker.contract.status import AudioStatus, JobStatus

HOUR_SECONDS: Final = 3600
STYLES: Final = ("piano", "drums", "rock", "pop", "classical", "folk", "electronic")
# How many of the listeners do so with their piece, whichever version it is by.
DEEDS: Final[dict[Deed, float]] = {"was_heard": 0.6, "was_downloaded": 0.2, "was_regenerated": 0.1}
FAILED: Final = {"code": "timeout", "message": "The piece took longer than 15 minutes."}


def rate_grooves(listeners: int, better: int) -> None:
    """Each has a groove of drums, and likes that by version `better` half a star better."""
    random_ = random.Random(9)
    for job in rate_pieces(listeners, better, style="drums", type="groove"):
        for deed, share in DEEDS.items():
            if random_.random() < share:
                note_deed(job.pk, deed)


def fill_hour(jobs: int) -> None:
    """An evening's last hour, with ever more to do; one piece in forty has failed."""
    random_ = random.Random(9)
    for _ in range(jobs):
        waited, took = random_.expovariate(1), random_.uniform(2, 9)
        job = add_job(
            JobStatus.FAILED if random_.random() < 1 / 40 else JobStatus.SUCCEEDED,
            timedelta(seconds=random_.triangular(15, HOUR_SECONDS, 15)),
            resolved={**RESOLVED, "style": random_.choice(STYLES)},
            audio_status=AudioStatus.READY,
            attempt=1,
        )
        job.started_at = job.created_at + timedelta(seconds=waited)
        job.finished_at = job.started_at + timedelta(seconds=took)
        job.error = FAILED if job.status == JobStatus.FAILED else None
        job.save()
