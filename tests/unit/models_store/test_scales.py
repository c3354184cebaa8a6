"""Keys and scales."""

from __future__ import annotations

import pytest

from models_store.catalogue.scales import DEFAULT_SCALE, KEYS, SCALES, pitch_classes


@pytest.mark.parametrize(
    ("key", "scale", "expected"),
    [
        ("C", "major", [0, 2, 4, 5, 7, 9, 11]),
        ("A", "minor", [0, 2, 4, 5, 7, 9, 11]),
        ("Eb", "pentatonic", [0, 3, 5, 7, 10]),
        ("F#", "blues", [0, 1, 4, 6, 9, 11]),
        ("B", "chromatic", list(range(12))),
    ],
)
def test_a_scale_begins_with_its_key(key: str, scale: str, expected: list[int]) -> None:
    assert list(pitch_classes(key, scale)) == expected


def test_a_key_is_the_same_by_either_of_its_names() -> None:
    for sharp, flat in (("C#", "Db"), ("D#", "Eb"), ("F#", "Gb"), ("G#", "Ab"), ("A#", "Bb")):
        assert KEYS[sharp] == KEYS[flat]
    assert set(KEYS.values()) == set(range(12))


def test_every_scale_holds_its_key() -> None:
    assert DEFAULT_SCALE in SCALES
    assert all(0 in scale and len(set(scale)) == len(scale) and max(scale) < 12 for scale in SCALES.values())
