"""The app of experiments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from web.jobs.models import Job
    from web.ratings.models import Rating
    from worker.contract.status import JobStatus


class ExperimentsConfig(AppConfig):
    name = "web.experiments"

    def ready(self) -> None:
        from web.experiments.models import Experiment
        from web.jobs.signals import job_moved, jobs_made
        from web.ratings.models import Rating

        jobs_made.connect(_made)
        job_moved.connect(_moved)
        for signal in (post_save, post_delete):
            signal.connect(_rated, sender=Rating)
            signal.connect(_changed, sender=Experiment)


def _made(jobs: Sequence[Job], **_: Any) -> None:
    from web.experiments.services.trials import enrol

    enrol(jobs)


def _moved(job_id: UUID, status: JobStatus, **_: Any) -> None:
    from web.experiments.services.trials import note_end

    note_end(job_id, status)


def _rated(instance: Rating, origin: object = None, **_: Any) -> None:
    """Ratings that go with their job, whose time is over, still count."""
    from web.experiments.services.trials import note_ratings
    from web.ratings.models import Rating

    if origin is None or isinstance(origin, Rating) or getattr(origin, "model", None) is Rating:
        note_ratings(instance.job_id)


def _changed(**_: Any) -> None:
    from web.experiments.services.running import running

    running.forget()
