from __future__ import annotations

import numpy as np

from tests.bench.quality.collapse import falls_silent, hangs_on_one_pitch, has_collapsed, repeats_one_bar
from tests.unit.bench.quality.music import excerpt, line

TUNE = [60 + (7 * place) % 12 for place in range(60)]


def test_a_tune_has_not_collapsed():
    assert not has_collapsed(excerpt(line(TUNE), 15))


def test_a_stuck_piece_is_counted():
    assert hangs_on_one_pitch(excerpt(line([60] * 54 + [62] * 6), 15))
    assert not hangs_on_one_pitch(excerpt(line([60] * 53 + [62] * 7), 15))


def test_eight_bars_alike_are_counted_and_seven_are_not():
    bar = [60, 64, 67, 64]
    assert repeats_one_bar(excerpt(line([*bar * 8, *TUNE[:28]]), 15))
    assert not repeats_one_bar(excerpt(line([*bar * 7, *TUNE[:32]]), 15))


def test_silence_is_counted_wherever_it_lies():
    assert falls_silent(excerpt(line(TUNE[:32]), 10))
    assert falls_silent(excerpt(line(TUNE[:32], begin=8), 10))
    assert falls_silent(excerpt(np.concatenate((line(TUNE[:8]), line(TUNE[:8], begin=16))), 6))
    assert not falls_silent(excerpt(line(TUNE[:32], begin=4), 10))


def test_what_another_part_plays_is_no_silence():
    assert not falls_silent(excerpt(np.concatenate((line(TUNE[:4]), line([48], 40, part=1))), 10))


def test_a_piece_without_notes_has_collapsed():
    assert has_collapsed(excerpt(line([]), 15))
