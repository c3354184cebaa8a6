"""Starts and ends experiments, and has the better version play for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from web.catalogue.services.store import model_store
from web.catalogue.services.switch import VersionUnavailableError, switch_to
from web.experiments.models import Experiment
from web.experiments.services.running import running
from web.experiments.services.setup import check_arms

if TYPE_CHECKING:
    from web.catalogue.services.switch import Switch


class ExperimentRefusedError(Exception):
    """Says why an experiment cannot do what it is told, and what to do instead."""


def start(experiment: Experiment) -> None:
    """From the next job on each listener hears one of the versions.

    Raises:
        ExperimentRefusedError: It was started before, another one has the model, its versions cannot be compared, or
            one is not in the store.
    """
    _check_stored(experiment)
    _check_set_up(experiment)
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
def promote(experiment: Experiment, letter: str) -> Switch:
    """Makes a version the active one and ends the experiment, if it has not ended yet.

    Raises:
        ExperimentRefusedError: It was never started, or the version is not in the store.
    """
    if experiment.started_at is None:
        raise ExperimentRefusedError("Start it first: nobody has heard its versions yet.")
    try:
        switch = switch_to(experiment.lettered[letter].version)
    except VersionUnavailableError as error:
        raise ExperimentRefusedError(str(error)) from error
    if experiment.ended_at is None:
        end(experiment)
    return switch


def _check_stored(experiment: Experiment) -> None:
    store = model_store()
    for arm in experiment.arms.all():
        if not store.has(experiment.model.name, arm.version.version):
            raise ExperimentRefusedError(f"{arm.version} is not in the model store any more.")


def _check_set_up(experiment: Experiment) -> None:
    """What plays now may have changed since it was set up."""
    if experiment.started_at is None:
        try:
            check_arms(experiment.model, list(experiment.arms.all()))
        except ValidationError as error:
            raise ExperimentRefusedError(error.messages[0]) from error


def _reread(experiment: Experiment) -> None:
    running.forget()
    experiment.refresh_from_db(fields=["started_at", "ended_at"])
