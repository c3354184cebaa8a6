from __future__ import annotations

import numpy as np
import pytest

from tests.bench.quality.band import in_chord, in_key, on_grid, share
from tests.bench.quality.heard import chord_bits
from tests.unit.bench.quality.music import excerpt, line

C_MAJOR = [60, 64, 67, 72, 65, 69, 67, 71, 72, 67, 64, 60]


def test_strong_beats_in_the_chord_are_counted():
    bass = line([36, 38, 41, 38, 43, 38, 40, 38], role="bass", chord=chord_bits("C"))
    assert in_chord(excerpt(bass, 2)) == (3, 4)


def test_neither_weak_beats_nor_other_parts_nor_unknown_chords_are_asked():
    rhythm, unknown = line([61] * 8, role="rhythm", chord=chord_bits("C")), line([61] * 8, role="lead")
    assert in_chord(excerpt(np.concatenate((rhythm, unknown)), 2)) == (0, 0)


def test_an_onset_a_sixty_fourth_away_is_on_the_grid():
    near, far = line(C_MAJOR), line(C_MAJOR)
    near["start"] += 1 / 16
    far["start"] += 1 / 15
    assert share(on_grid, [excerpt(near, 3), excerpt(far, 3)]) == pytest.approx(0.5)


def test_parts_in_the_same_or_the_relative_key_agree():
    minor = line([57, 60, 64, 57, 62, 65, 64, 59, 57, 64, 60, 57], part=1)
    away = line([pitch + 6 for pitch in C_MAJOR[:9]], quarters=0.25, part=2)
    assert in_key(excerpt(np.concatenate((line(C_MAJOR), minor, away)), 3)) == (2, 3)


def test_drums_are_in_no_key():
    drums = line([36, 42] * 8, role="drums", part=1)
    assert in_key(excerpt(np.concatenate((line(C_MAJOR), drums)), 4)) == (1, 1)


def test_chords_are_known_by_their_pitch_classes():
    assert chord_bits("C") == 0b000010010001
    assert chord_bits("N.C.") == 0
