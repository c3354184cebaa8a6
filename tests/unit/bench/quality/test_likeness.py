from __future__ import annotations

import numpy as np
import pytest

from tests.bench.quality.excerpt import Excerpt
from tests.bench.quality.likeness import FEATURES, features_for, overlap, usual_overlap
from tests.unit.bench.quality.music import excerpt, line

FEATURE = {feature.name: feature for feature in FEATURES}
TUNE = [60, 62, 64, 65, 67, 69, 71, 72] * 4


def likeness(name: str, one: Excerpt, other: Excerpt) -> float:
    return overlap(FEATURE[name].histogram([one]), FEATURE[name].histogram([other]))


@pytest.mark.parametrize("name", FEATURE)
def test_a_piece_is_all_like_itself(name: str):
    tune = excerpt(line(TUNE), 8)
    assert likeness(name, tune, tune) == pytest.approx(1)


def test_another_key_has_the_same_pitch_classes():
    other = excerpt(line([pitch + 5 for pitch in TUNE]), 8)
    assert likeness("pitch class", excerpt(line(TUNE), 8), other) == pytest.approx(1)


def test_half_the_notes_twice_as_long_are_half_like():
    even, mixed = excerpt(line(TUNE), 8), excerpt(np.concatenate((line(TUNE[:16]), line(TUNE[:16], 2.0, 16))), 12)
    assert likeness("note length", even, mixed) == pytest.approx(0.5)


def test_a_wide_leap_is_another_pitch_range():
    assert likeness("pitch range", excerpt(line(TUNE), 8), excerpt(line([*TUNE, 96]), 9)) == 0


def test_density_is_in_notes_a_second_of_the_tempo():
    tune = line(TUNE)
    assert FEATURE["notes a second"].values(Excerpt(tune, 32, 120))[0] == 2
    assert FEATURE["notes a second"].values(Excerpt(tune, 32, 60))[0] == 1


def test_notes_that_begin_together_are_one_onset():
    chords = np.concatenate((line(TUNE, 2.0), line([48] * 32, 2.0)))
    assert set(FEATURE["inter-onset interval"].values(excerpt(chords, 16))) == {8}
    assert set(FEATURE["polyphony"].values(excerpt(chords, 16))) == {2}


def test_human_timing_is_on_the_grid_unless_the_music_is_free():
    tune = line(TUNE)
    tune["start"] += 0.03
    intervals = FEATURE["inter-onset interval"].values
    assert set(intervals(excerpt(tune, 8))) == {4}
    late = line(TUNE)
    late["start"][::2] += 0.06
    assert intervals(excerpt(late, 8, is_free=True))[0] == pytest.approx(4 * 0.94)


def test_an_empty_bar_is_counted():
    assert list(FEATURE["empty bars"].values(excerpt(line(TUNE[:4]), 2))) == [0, 1]


def test_drums_have_no_pitches_and_grid_networks_no_touch():
    drums = [excerpt(line([36, 42, 38, 42], role="drums"), 1)]
    names = {feature.name for feature in features_for(drums, has_touch=False)}
    assert names == {"notes a second", "inter-onset interval", "polyphony", "empty bars"}
    assert "velocity" in {feature.name for feature in features_for(drums, has_touch=True)}


def test_the_usual_overlap_is_of_as_few_pieces_as_were_composed():
    some = [excerpt(line([pitch] * 4), 1) for pitch in (60, 72)] + [excerpt(line([60, 72] * 2), 1)]
    feature = FEATURE["pitch range"]
    assert usual_overlap(feature, some, some, 9) == pytest.approx(1)
    assert usual_overlap(feature, some, some, 1) < 0.8
