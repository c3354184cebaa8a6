"""Chords by bars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models_store.catalogue.scales import KEYS, SCALES, pitch_classes
from web.catalogue.services.progression import STEPS_PER_BAR, bars_of, default_bars, evenly
from worker.contract.chords import DEFAULT_CHORDS, is_triad

ROOTS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


@pytest.mark.parametrize(
    ("line", "bars"),
    [
        ("C G Am F", ["C", "G", "Am", "F"]),
        ("C | Am F | G", ["C", "Am F", "G"]),
        ("| C | G |", ["C", "G"]),
        ("|C|  G   Am||F|", ["C", "G Am", "F"]),
        ("C |", ["C"]),
        ("C G |", ["C G"]),
        (" | ", []),
        ("", []),
    ],
)
def test_a_line_is_read_as_a_musician_writes_it(line: str, bars: list[str]) -> None:
    assert bars_of(line) == bars


@pytest.mark.parametrize(
    ("bars", "chords", "steps"),
    [
        (["C", "G"], ("C", "G"), 16),
        (["C", "Am F"], ("C", "C", "Am", "F"), 8),
        (["C Am", "F G Em A"], ("C", "C", "Am", "Am", "F", "G", "Em", "A"), 4),
    ],
)
def test_every_bar_lasts_as_long(bars: list[str], chords: tuple[str, ...], steps: int) -> None:
    assert evenly(bars) == (chords, steps)


@given(st.lists(st.sampled_from(["C", "C G", "C G Am F"]), min_size=1, max_size=64))
def test_a_progression_is_as_long_as_its_bars(bars: list[str]) -> None:
    chords, steps = evenly(bars)
    assert len(chords) * steps == len(bars) * STEPS_PER_BAR


@pytest.mark.parametrize("key", KEYS)
def test_what_is_played_over_by_default_is_in_the_key(key: str) -> None:
    """The scales that are a major key's, begun with another of its notes."""
    for scale in ("major", "minor"):
        for chord in default_bars(key, scale):
            root = ROOTS[chord[0]] + chord.count("#") - chord.count("b")
            third, fifth = (3 if chord.endswith("m") else 4), 7
            assert {(root + step) % 12 for step in (0, third, fifth)} <= set(pitch_classes(key, scale))


def test_every_scale_has_chords() -> None:
    assert default_bars(None, None) == DEFAULT_CHORDS == default_bars("C", "major")
    assert all(is_triad(chord) for key in KEYS for scale in SCALES for chord in default_bars(key, scale))
