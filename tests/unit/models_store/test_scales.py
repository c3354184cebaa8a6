"""Keys and scales."""

from __future__ import annotations

import pytest

from models_store.catalogue.scales import DEFAULT_SCALE, KEYS, SCALES, pitch_classes, scale_around


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


def test_the_scale_around_chords_is_the_major_one_that_has_most_of_their_notes():
    f_major, d_minor, e_flat = (5, 9, 0), (2, 5, 9), (3, 7, 10)
    assert scale_around([f_major, d_minor]) == pitch_classes("C", "major")
    assert scale_around([f_major, d_minor, (10, 2, 5)]) == pitch_classes("F", "major")
    assert scale_around([e_flat, (8, 0, 3), (10, 2, 5)]) == pitch_classes("Eb", "major")


def test_what_the_scale_around_chords_lacks_of_them_is_added():
    assert scale_around([(0, 4, 7), (7, 11, 2), (4, 8, 11)]) == (0, 2, 4, 5, 7, 8, 9, 11)


def test_without_a_chord_all_is_around():
    assert scale_around([()]) == tuple(range(12))
