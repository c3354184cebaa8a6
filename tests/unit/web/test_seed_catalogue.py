"""`manage.py seed_catalogue`: adds what is missing and never undoes what an operator did."""

from __future__ import annotations

import logging
import shutil
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from models_store.catalogue import load_styles
from tests.unit.web.builders import add_model
from web.catalogue.models import Model, ModelVersion, Part, Style, Type

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


def seed() -> str:
    said = StringIO()
    call_command("seed_catalogue", stdout=said)
    return said.getvalue()


def rows() -> list[list[Any]]:
    return [list(table.objects.order_by("pk").values()) for table in (Style, Type, Part, Model, ModelVersion)]


@pytest.fixture
def models_dir(tmp_path: Path) -> Path:
    add_model(tmp_path / "models", "piano_performance", 1)
    return tmp_path / "models"


def test_every_shipped_style_and_type_becomes_a_row(models_dir: Path) -> None:
    seed()
    shipped = [(style.slug, type_.slug) for style in load_styles() for type_ in style.types]
    assert list(Type.objects.values_list("style__slug", "slug")) == shipped


def test_a_version_carries_its_card(models_dir: Path) -> None:
    seed()
    version = ModelVersion.objects.get(model__name="piano_performance")
    assert (version.version, version.config) == (1, "performance_with_dynamics")
    assert version.description == "A test model."
    assert version.card["held_out"] == {"nats_per_event": 2.5}


def test_a_band_is_seeded_with_how_it_plays(models_dir: Path) -> None:
    seed()
    band = Type.objects.get(slug="full-band")
    assert (band.closes, band.progressions, band.grooves) == (True, "rock", "rock")
    parts = {part.role: part for part in band.parts.all()}
    assert list(parts) == ["drums", "fills", "bass", "rhythm", "lead"]
    assert (parts["drums"].touch, parts["fills"].sections, parts["lead"].sections) == ("kit", "fill", "A B")
    assert (parts["bass"].octaves, parts["bass"].lowest_pitch, parts["rhythm"].voicing) == (-2, 28, "fifths")
    assert Type.objects.get(slug="groove").grooves.split() == ["rock", "funk", "jazz", "latin", "hiphop"]
    assert Part.objects.get(type__slug="tune-with-chords").render_chords


def test_seeding_twice_changes_nothing(models_dir: Path) -> None:
    seed()
    before = rows()
    assert seed() == "the catalogue is complete\n"
    assert rows() == before


def test_what_an_operator_edited_stays(models_dir: Path) -> None:
    seed()
    Style.objects.filter(slug="piano").update(name="Grand piano", is_enabled=False)
    Type.objects.filter(slug="performance").update(default_length_seconds=60)
    Part.objects.filter(role="piano").update(program=4)
    Part.objects.filter(role="drums").delete()
    before = rows()
    seed()
    assert rows() == before


def test_a_style_that_was_deleted_is_seeded_anew(models_dir: Path) -> None:
    seed()
    Style.objects.get(slug="drums").delete()
    assert "added style drums" in seed()
    assert Part.objects.filter(type__style__slug="drums").exists()


def test_a_model_that_plays_nothing_yet_is_given_its_newest_version(models_dir: Path) -> None:
    add_model(models_dir, "piano_performance", 2)
    seed()
    assert str(Model.objects.get(name="piano_performance").active_version) == "piano_performance version 2"


def test_a_new_version_is_added_and_waits_to_be_activated(models_dir: Path) -> None:
    seed()
    add_model(models_dir, "piano_performance", 2)
    assert "added model piano_performance version 2" in seed()
    assert str(Model.objects.get(name="piano_performance").active_version) == "piano_performance version 1"


def test_a_version_that_left_the_store_makes_room_for_the_newest_that_is_there(models_dir: Path) -> None:
    seed()
    add_model(models_dir, "piano_performance", 2)
    shutil.rmtree(models_dir / "piano_performance" / "1")
    assert "added piano_performance version 2 as the active one" in seed()
    assert str(Model.objects.get(name="piano_performance").active_version) == "piano_performance version 2"


def test_a_model_without_a_bundle_is_known_and_plays_nothing(models_dir: Path) -> None:
    seed()
    assert Model.objects.get(name="drums_groove").active_version is None


def test_its_first_bundle_is_activated_when_it_comes(models_dir: Path) -> None:
    seed()
    add_model(models_dir, "drums_groove", 1)
    seed()
    assert str(Model.objects.get(name="drums_groove").active_version) == "drums_groove version 1"


def test_a_version_whose_bytes_changed_is_kept_as_registered_and_warned_of(
    models_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seed()
    card = models_dir / "piano_performance" / "1" / "card.toml"
    before = ModelVersion.objects.get(model__name="piano_performance").sha256
    card.write_text(card.read_text().replace(before, "f" * 64))
    with caplog.at_level(logging.WARNING):
        seed()
    assert ModelVersion.objects.get(model__name="piano_performance").sha256 == before
    assert "piano_performance version 1 is registered with other bytes" in caplog.text
