"""Pieces by two versions for blind listening, and what listeners think of them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, cast

from models_store.catalogue.limits import SEED
from web.catalogue.services.playable import known_types
from web.catalogue.services.ranges import nearest_length
from web.catalogue.services.request import JobRequest
from web.catalogue.services.resolve import resolve
from web.experiments.letters import FIRST
from web.experiments.models import Pair, State, Vote
from web.experiments.services.conduct import ExperimentRefusedError
from web.experiments.services.lots import lot
from web.jobs.services.load import Asker, load_for
from web.jobs.services.submit import submit
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from web.catalogue.models import ModelVersion
    from web.catalogue.services.resolved import Resolved
    from web.experiments.models import Experiment
    from web.jobs.models import Job

Side = Literal["left", "right"]

PAIRS_AT_ONCE: Final = 10
LENGTH_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A pair as one listener hears it.

    Attributes:
        place: From 1.
        left: Whichever version chance put there.
    """

    pair: Pair
    place: int
    left: Job
    right: Job


def order_pairs(experiment: Experiment, letter: str) -> None:
    """Has A and another version make ten pieces, each with a seed of its own, in the first type that plays the model.

    Raises:
        ExperimentRefusedError: No type plays the model.
        QueueFullError, QueueUnavailableError: As `submit` does; the pairs that were ordered before stay.
    """
    arms = experiment.lettered
    for _ in range(PAIRS_AT_ONCE):
        resolved = _resolved(experiment)
        first, other = (_submitted(_by(resolved, arms[one].version)) for one in (FIRST, letter))
        Pair.objects.create(experiment=experiment, arm=letter, job_a=first, job_other=other)


def turn_of(experiment: Experiment, listener: str) -> Turn | None:
    """The next pair that the listener has not judged; None where there is none, or none yet."""
    if experiment.state is State.ENDED:
        return None
    known = {vote.listener for vote in Vote.objects.filter(pair__experiment=experiment)}
    # Of a listener who stops early, another hears what is left.
    pairs = sorted(_ready(experiment), key=lambda pair: _lot(pair, listener))
    judged = sum(_lot(pair, listener) in known for pair in pairs)
    for pair in pairs:
        if _lot(pair, listener) not in known:
            jobs = {FIRST: pair.job_a, pair.arm: pair.job_other}
            left, right = (cast("Job", jobs[letter]) for letter in _sides(pair, listener))
            return Turn(pair, judged + 1, left, right)
    return None


def ready_count(experiment: Experiment) -> int:
    return _ready(experiment).count()


def vote(pair: Pair, listener: str, side: Side | None) -> None:
    """Notes what the listener thinks, None for no difference; a second thought changes nothing."""
    preferred = dict(zip(("left", "right"), _sides(pair, listener), strict=True)).get(side or "", "")
    Vote.objects.get_or_create(pair=pair, listener=_lot(pair, listener), defaults={"preferred": preferred})


def _resolved(experiment: Experiment) -> Resolved:
    for type_ in known_types():
        if any(part.model_id == experiment.model_id for part in type_.parts.all()):
            seed = secrets.randbelow(SEED.maximum + 1)
            length_seconds = nearest_length(type_, LENGTH_SECONDS)
            asked = JobRequest(style=type_.style.slug, type=type_.slug, seed=seed, length_seconds=length_seconds)
            return resolve(asked, "")[0]
    raise ExperimentRefusedError(f"No type that listeners can choose has a part of {experiment.model.name}.")


def _by(resolved: Resolved, version: ModelVersion) -> Resolved:
    parts = tuple(
        replace(part, version=version.version, sha256=version.sha256) if part.model == version.model.name else part
        for part in resolved.parts
    )
    return replace(resolved, parts=parts)


def _submitted(resolved: Resolved) -> Job:
    """A job of nobody, which no trial counts."""
    return submit(JobRequest(as_sent=resolved.to_json()), (resolved,), Asker(), load_for(Asker()))[0]


def _ready(experiment: Experiment) -> QuerySet[Pair]:
    made = {f"{job}__status": JobStatus.SUCCEEDED for job in ("job_a", "job_other")}
    return experiment.pairs.filter(**made).select_related("job_a", "job_other")


def _lot(pair: Pair, listener: str) -> str:
    return lot(f"pair {pair.pk}", listener)


def _sides(pair: Pair, listener: str) -> tuple[str, str]:
    return (FIRST, pair.arm) if int(_lot(pair, listener), 16) % 2 else (pair.arm, FIRST)
