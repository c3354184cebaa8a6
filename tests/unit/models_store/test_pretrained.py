"""What is shipped is whole, and all that the styles ask for is shipped."""

from __future__ import annotations

import pytest

from models_store.catalogue import load_styles
from models_store.models import ModelStore, ModelVersion
from models_store.progressions import load_progressions

SHIPPED = ModelStore().versions()
MAX_BYTES = 100 * 1024 * 1024


@pytest.mark.parametrize("version", SHIPPED, ids=lambda version: f"{version.name} {version.version}")
def test_a_shipped_bundle_is_the_one_of_its_card(version: ModelVersion):
    path = ModelStore().bundle_path(version.name, version.version, version.sha256)
    assert path == version.path


@pytest.mark.parametrize("version", SHIPPED, ids=lambda version: f"{version.name} {version.version}")
def test_a_card_says_what_a_person_must_know(version: ModelVersion):
    for key in ("description", "weaknesses", "data", "licence", "split", "command"):
        assert version.card[key]
    assert version.card["figures"]["test_nats_per_event"] > 0


def test_every_part_of_every_style_has_its_model():
    asked = {part.model for style in load_styles() for type_ in style.types for part in type_.parts}
    assert asked <= {version.name for version in SHIPPED}


def test_every_style_has_its_progressions():
    for name in {type_.progressions for style in load_styles() for type_ in style.types if type_.progressions}:
        assert load_progressions(name).chords


def test_all_shipped_weights_together_stay_small():
    assert 0 < sum(version.path.stat().st_size for version in SHIPPED) <= MAX_BYTES
