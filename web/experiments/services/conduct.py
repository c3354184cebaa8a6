"""Starts and ends experiments, and has the better version play for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from web.catalogue.services.store import model_store
from web.experiments.models import Arm, Experiment
from web.experiments.services.running import running

if TYPE_CHECKING:
    from web.catalogue.models import ModelVersion


class ExperimentRefusedError(Exception):
    """Says why an experiment cannot do what it is told, and what to do instead."""


def start(experiment: Experiment) -> None:
    """From the next job on listeners hear A or B.

    Raises:
        ExperimentRefusedError: It was started before, another one has the model, or a version is not in the store.
    """
    _check_stored(experiment)
    try:
        with transaction.atomic():
            started = Experiment.objects.filter(pk=experiment.pk, started_at=None).update(started_at=timezone.now())
    except IntegrityError as error:
        sentence = f"Another experiment with {experiment.model.name} is running; end that one first."
        raise ExperimentRefusedError(sentence) from error
    _reread(experiment)
    if not started:
        raise ExperimentRefusedError("It was started before.")


def end(experiment: Experiment) -> None:
    """From the next job on everybody hears the model's active version.

    Raises:
        ExperimentRefusedError: It is not running.
    """
    rows = Experiment.objects.filter(pk=experiment.pk, ended_at=None).exclude(started_at=None)
    ended = rows.update(ended_at=timezone.now())
    _reread(experiment)
    if not ended:
        raise ExperimentRefusedError("It is not running.")


@transaction.atomic
def promote(experiment: Experiment, arm: Arm) -> ModelVersion:
    """Makes a version the active one and ends the experiment, if it has not ended yet; returns the version.

    Raises:
        ExperimentRefusedError: It was never started, or the version is not in the store.
    """
    if experiment.started_at is None:
        raise ExperimentRefusedError("Start it first: nobody has heard both versions yet.")
    _check_stored(experiment)
    version = experiment.version_of(arm)
    model = version.model
    model.active_version = version
    model.save(update_fields=["active_version"])
    if experiment.ended_at is None:
        end(experiment)
    return version


def _check_stored(experiment: Experiment) -> None:
    store = model_store()
    for version in (experiment.version_a, experiment.version_b):
        if not store.has(version.model.name, version.version):
            raise ExperimentRefusedError(f"The file of {version} is not in the model store any more.")


def _reread(experiment: Experiment) -> None:
    running.forget()
    experiment.refresh_from_db(fields=["started_at", "ended_at"])
