"""A running experiment with two versions of the piano."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from tests.unit.web.builders import add_model
from web.catalogue.models import ModelVersion
from web.experiments.models import Experiment
from web.experiments.services.conduct import start

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client


@pytest.fixture
def draft(api: Client, tmp_path: Path) -> Experiment:
    """Version 1 plays, and version 2 may be better."""
    add_model(tmp_path / "models", "piano_performance", 2)
    call_command("seed_catalogue", verbosity=0)
    version_b, version_a = ModelVersion.objects.filter(model__name="piano_performance")
    return Experiment.objects.create(version_a=version_a, version_b=version_b)


@pytest.fixture
def experiment(draft: Experiment) -> Experiment:
    start(draft)
    return draft
