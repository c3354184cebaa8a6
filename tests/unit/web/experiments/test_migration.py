"""Experiments of two versions from before there could be more."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from web.catalogue.models import Model, ModelVersion

BEFORE, AFTER = [("experiments", "0001_initial")], [("experiments", "0003_many_arms")]


def migrate(target: list[tuple[str, str]]) -> StateApps:
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    apps: StateApps = MigrationExecutor(connection).loader.project_state(target).apps
    return apps


def add_experiment(apps: StateApps) -> None:
    model = Model.objects.create(name="piano_performance")
    a, b = (ModelVersion.objects.create(model=model, version=number, config="c", sha256="0" * 64) for number in (1, 2))
    experiment = apps.get_model("experiments", "Experiment").objects.create(
        model_id=model.pk, version_a_id=a.pk, version_b_id=b.pk, share_of_b_percent=30, compare_token="token"
    )
    apps.get_model("experiments", "Trial").objects.create(experiment=experiment, arm="B", job_id=uuid.uuid4(), stars=5)
    pair = apps.get_model("experiments", "Pair").objects.create(experiment=experiment)
    apps.get_model("experiments", "Vote").objects.create(pair=pair, listener="l", preferred="B")


@pytest.mark.django_db(transaction=True)
def test_a_and_b_keep_their_letters_their_shares_and_what_was_counted() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        add_experiment(migrate(BEFORE))
        apps = migrate(AFTER)
        (experiment,) = apps.get_model("experiments", "Experiment").objects.all()
        arms = [(arm.version.version, arm.share_percent) for arm in experiment.arms.all()]
        assert arms == [(1, 70), (2, 30)]
        assert [(trial.arm, trial.stars) for trial in experiment.trials.all()] == [("B", 5)]
        (pair,) = experiment.pairs.all()
        assert (pair.arm, pair.votes.get().preferred) == ("B", "B")
    finally:
        migrate(latest)
