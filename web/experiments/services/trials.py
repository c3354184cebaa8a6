"""Counts what becomes of the pieces in which a version is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.db.models import Count, QuerySet, Sum

from web.experiments.models import Trial
from web.experiments.services.lots import drawn_letter, lot_in
from web.experiments.services.running import running
from web.jobs.models import Job
from web.ratings.models import Rating
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from web.experiments.models import Experiment

Deed = Literal["was_heard", "was_downloaded", "was_regenerated"]

# Whoever makes a piece again does so soon.
_LATEST_PIECES = 50


def enrol(jobs: Sequence[Job]) -> None:
    """Notes the jobs that play a version on trial; belongs in the transaction that makes them."""
    if running():
        Trial.objects.bulk_create([trial for job in jobs for trial in _trials(job)])
        again = _regenerated(jobs[0])
        if again:
            note_deed(again, "was_regenerated")


def note_end(job_id: UUID, status: JobStatus) -> None:
    if status.is_final:
        _open_trials(job_id).update(status=status)


def note_ratings(job_id: UUID) -> None:
    """Counts the ratings that a piece has now."""
    trials = _open_trials(job_id)
    if trials.exists():
        ratings = Rating.objects.filter(job_id=job_id, is_hidden=False)
        trials.update(**ratings.aggregate(ratings=Count("pk"), stars=Sum("stars", default=0)))


def note_deed(job_id: UUID, deed: Deed) -> None:
    """Counts what was done with a piece, once."""
    _open_trials(job_id).filter(**{deed: False}).update(**{deed: True})


def _open_trials(job_id: UUID) -> QuerySet[Trial]:
    """An experiment that has ended stays as it was. Where none runs, the database is not asked."""
    return _all_open().filter(job_id=job_id)


def _all_open() -> QuerySet[Trial]:
    experiments = [experiment.pk for experiment in running().values()]
    return Trial.objects.filter(experiment__in=experiments) if experiments else Trial.objects.none()


def _trials(job: Job) -> Iterator[Trial]:
    for experiment in running().values():
        letter = _tried_letter(experiment, job)
        if letter and job.client:
            yield Trial(experiment=experiment, arm=letter, job_id=job.pk, listener=lot_in(experiment, job.client))


def _tried_letter(experiment: Experiment, job: Job) -> str | None:
    """What plays; beside parts, which say it themselves, only if it is what the listener hears by chance too."""
    letters = {arm.version.version: letter for letter, arm in experiment.lettered.items()}
    played = {part["version"] for part in job.resolved["parts"] if part["model"] == experiment.model.name}
    letter = letters.get(played.pop()) if len(played) == 1 else None
    is_drawn = not job.request.get("parts") or letter == drawn_letter(experiment, job.client)
    return letter if is_drawn else None


def _regenerated(job: Job) -> UUID | None:
    """The piece that this one goes on from, or is once more; what an operator made once more counts for nobody."""
    if not job.request.get("parts"):
        return job.parent_id
    mine = Job.objects.filter(client=job.client, pk__in=_all_open().values("job_id")).exclude(pk=job.pk)
    latest = mine.order_by("-created_at").values_list("pk", "resolved")[:_LATEST_PIECES] if job.client else []
    return next((pk for pk, resolved in latest if resolved == job.resolved), None)
