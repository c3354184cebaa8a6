"""Model versions on disk."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from models_store.models import ModelStore, ModelUnavailable

if TYPE_CHECKING:
    from pathlib import Path


def add(root: Path, name: str, version: int | str, bundle: bytes = b"bundle", card: str | None = None) -> str:
    folder = root / name / str(version)
    folder.mkdir(parents=True)
    sha256 = hashlib.sha256(bundle).hexdigest()
    (folder / "model.mag").write_bytes(bundle)
    (folder / "card.toml").write_text(f'config = "drum_kit"\nsha256 = "{sha256}"\n' if card is None else card)
    return sha256


def test_versions_are_listed_by_name_and_number(tmp_path: Path) -> None:
    for name, version in (("piano", 10), ("piano", 9), ("drums", 1)):
        add(tmp_path, name, version)
    found = [(model.name, model.version) for model in ModelStore(tmp_path).versions()]
    assert found == [("drums", 1), ("piano", 9), ("piano", 10)]


def test_the_latest_is_the_highest_number(tmp_path: Path) -> None:
    add(tmp_path, "piano", 9)
    add(tmp_path, "piano", 10)
    assert ModelStore(tmp_path).latest("piano").version == 10


def test_an_unknown_model_is_refused_and_those_there_are_are_named(tmp_path: Path) -> None:
    add(tmp_path, "piano", 1)
    with pytest.raises(ModelUnavailable, match="no model 'organ'; there are: piano"):
        ModelStore(tmp_path).latest("organ")


def test_a_folder_without_a_card_is_no_version(tmp_path: Path) -> None:
    (tmp_path / "piano" / "1").mkdir(parents=True)
    assert ModelStore(tmp_path).versions() == []
    assert ModelStore(tmp_path / "nowhere").versions() == []


def test_a_version_is_there_by_its_card_alone(tmp_path: Path) -> None:
    add(tmp_path, "piano", 1)
    add(tmp_path, "piano", 2)
    (tmp_path / "piano" / "1" / "model.mag").unlink()
    (tmp_path / "piano" / "2" / "card.toml").unlink()
    assert [ModelStore(tmp_path).has("piano", version) for version in (1, 2, 3)] == [True, False, False]


@pytest.mark.parametrize("card", ["", 'config = "drum_kit"', "config = drum_kit", 'sha256 = "0"'])
def test_a_card_that_cannot_be_read_is_named(tmp_path: Path, card: str) -> None:
    add(tmp_path, "piano", 1, card=card)
    with pytest.raises(ModelUnavailable, match=r"piano/1/card\.toml"):
        ModelStore(tmp_path).versions()


def test_a_version_that_is_no_number_is_named(tmp_path: Path) -> None:
    add(tmp_path, "piano", "newest")
    with pytest.raises(ModelUnavailable, match="piano/newest"):
        ModelStore(tmp_path).versions()


def test_a_bundle_with_the_right_bytes_is_found(tmp_path: Path) -> None:
    sha256 = add(tmp_path, "piano", 1)
    assert ModelStore(tmp_path).bundle_path("piano", 1, sha256).read_bytes() == b"bundle"


def test_a_bundle_with_other_bytes_is_refused(tmp_path: Path) -> None:
    sha256 = add(tmp_path, "piano", 1)
    (tmp_path / "piano" / "1" / "model.mag").write_bytes(b"other")
    with pytest.raises(ModelUnavailable, match="piano version 1: its bundle is not the one registered"):
        ModelStore(tmp_path).bundle_path("piano", 1, sha256)


def test_a_missing_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="piano version 1: its bundle cannot be read"):
        ModelStore(tmp_path).bundle_path("piano", 1, "0" * 64)
