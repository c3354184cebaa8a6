"""`manage.py example_specs`: a message for an example of every style that can be played."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from tests.unit.web.builders import add_model
from web.catalogue.models import Type
from worker.contract.job_spec import JobSpec

if TYPE_CHECKING:
    from pathlib import Path


def printed(*options: str) -> tuple[list[JobSpec], str]:
    """The messages, and what was said beside them."""
    out, said = StringIO(), StringIO()
    call_command("example_specs", *options, stdout=out, stderr=said)
    return [JobSpec.from_json(spec) for spec in json.loads(out.getvalue())], said.getvalue()


def test_every_style_that_can_be_played_has_an_example_of_its_default_type(catalogue: None) -> None:
    specs, _ = printed()
    assert [(spec.style, spec.type, spec.length_seconds, spec.seed) for spec in specs] == [
        ("piano", "performance", 20.0, 1),
        ("drums", "groove", 20.0, 1),
    ]


def test_the_example_is_played_as_the_catalogue_says(catalogue: None) -> None:
    Type.objects.filter(slug="groove").update(default_temperature=0.7, qpm=97.0)
    _, drums = printed("--seed", "5")[0]
    (part,) = drums.parts
    assert (drums.seed, drums.qpm) == (5, 97.0)
    assert (part.role, part.model.name, part.touch, part.sampling.temperature) == ("drums", "drums_groove", "kit", 0.7)


def test_a_band_brings_its_plan(catalogue: None, tmp_path: Path) -> None:
    add_model(tmp_path / "models", "classical_chorale", 1, "polyphony")
    call_command("seed_catalogue", stdout=StringIO())
    chorale = printed()[0][-1]
    assert chorale.style == "classical"
    assert chorale.plan is not None


def test_a_style_that_cannot_be_played_yet_is_left_out_with_a_word(catalogue: None) -> None:
    _, said = printed()
    assert "rock is left out: none of its types can be played yet\n" in said
    assert "piano" not in said


def test_a_seed_beyond_the_limits_is_refused(catalogue: None) -> None:
    with pytest.raises(CommandError, match="--seed must be from 0 to 2147483647, not -1"):
        printed("--seed", "-1")
