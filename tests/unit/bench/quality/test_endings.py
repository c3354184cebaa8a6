from __future__ import annotations

import numpy as np
import pytest

from tests.bench.quality.endings import ends_well
from tests.bench.quality.excerpt import Notes
from tests.unit.bench.quality.music import excerpt, line
from worker.composing.arranging.key import Key

TUNE = line([60, 64, 67, 72, 65, 69, 67, 71, 72, 67, 64, 62])
C_MAJOR = Key(0, is_minor=False)


def closed(*closing: Notes, key: Key | None = C_MAJOR) -> bool:
    """The tune in three bars, and what follows in the fourth."""
    return ends_well(excerpt(np.concatenate((TUNE, *closing)), 4), key)


def test_a_tonic_held_from_the_bar_line_ends_a_piece():
    assert closed(line([60], 3.8, 12))


def test_the_key_is_heard_where_none_is_said():
    assert closed(line([60], 3.8, 12), key=None)
    assert not closed(line([62], 3.8, 12), key=None)


@pytest.mark.parametrize("pitch", [62, 64, 67])
def test_a_line_ends_on_no_other_pitch(pitch: int):
    assert not closed(line([pitch], 3.8, 12))


def test_a_chord_ends_a_piece_if_its_lowest_note_is_the_tonic():
    voices = [line([pitch], 3.8, 12, part=place) for place, pitch in enumerate((48, 64, 67))]
    assert closed(*voices)
    assert not closed(*voices, line([40], 3.8, 12))
    assert not closed(*voices, line([65], 3.8, 12))


def test_a_piece_that_plays_on_breaks_off():
    assert not closed(line([60, 62, 64, 60], 1, 12))
    assert not closed(line([60], 3.8, 12), line([60], 0.2, 15.8))
    assert not closed(line([60], 0.5, 12))


def test_a_last_note_long_before_the_end_is_no_ending():
    notes = np.concatenate((TUNE, line([60], 1, 12)))
    assert ends_well(excerpt(notes, 4), C_MAJOR)
    assert not ends_well(excerpt(notes, 8), C_MAJOR)


def test_the_drums_do_not_count():
    assert closed(line([60], 3.8, 12), line([36], 0.25, 15, role="drums"))
    assert not ends_well(excerpt(line([36], role="drums"), 1))
