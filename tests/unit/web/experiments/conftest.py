"""Experiments with two and with three versions of the piano."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from tests.unit.web.builders import add_model
from tests.unit.web.experiments.drafts import set_up
from web.catalogue.models import Model
from web.experiments.services.conduct import start

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from web.experiments.models import Experiment


@pytest.fixture
def piano(api: Client, tmp_path: Path) -> Model:
    """Version 1 plays, and there are two more."""
    for version in (2, 3):
        add_model(tmp_path / "models", "piano_performance", version)
    call_command("seed_catalogue", verbosity=0)
    return Model.objects.get(name="piano_performance")


@pytest.fixture
def draft(piano: Model) -> Experiment:
    """Version 1 plays, and version 2 may be better."""
    return set_up(piano, (50, 50))


@pytest.fixture
def experiment(draft: Experiment) -> Experiment:
    start(draft)
    return draft


@pytest.fixture
def of_three(piano: Model) -> Experiment:
    experiment = set_up(piano, (50, 20, 30))
    start(experiment)
    return experiment
