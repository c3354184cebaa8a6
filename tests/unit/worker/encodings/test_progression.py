"""Chords are read as they stand to the key, one a bar."""

from __future__ import annotations

import note_seq
import numpy as np
import pytest

from worker.encodings.progression import ProgressionReading
from worker.training.progressions import counted

TRIADS = {"": (0, 4, 7), "m": (0, 3, 7)}


def played(*chords: tuple[int, str]) -> note_seq.NoteSequence:
    """A bar of quarters of each chord, a root's pitch class and its kind, four times over, at 120 to the minute."""
    sequence = note_seq.NoteSequence(ticks_per_quarter=220)
    sequence.tempos.add(qpm=120)
    for bar, (root, kind) in enumerate(chords * 4):
        for beat in range(4):
            start = bar * 2 + beat / 2
            for above in (*TRIADS[kind], 12):
                sequence.notes.add(start_time=start, end_time=start + 0.5, pitch=48 + root + above, velocity=80)
    sequence.total_time = len(chords) * 8
    return sequence


@pytest.mark.parametrize("key", [0, 5, 10])
def test_the_same_progression_is_the_same_in_every_key(key):
    chords = [(0, ""), (7, ""), (9, "m"), (5, "")]
    (read,) = ProgressionReading().examples(played(*(((root + key) % 12, kind) for root, kind in chords)))
    assert read.tolist() == ["major", *("0", "7", "9m", "5") * 4]


def test_a_piece_that_dwells_on_the_sixth_degree_is_in_minor():
    (read,) = ProgressionReading().examples(played((9, "m"), (5, ""), (9, "m"), (4, "m")))
    assert read.tolist() == ["minor", *("0m", "8", "0m", "7m") * 4]


def test_what_follows_is_counted_after_none_one_and_two_chords():
    (read,) = ProgressionReading().examples(played((0, ""), (7, ""), (9, "m"), (5, "")))
    found = counted([read])
    assert found["modes"] == {"major": 1.0}
    chords = found["chords"]["major"]
    assert chords[""] == {"0": 4, "7": 4, "9m": 4, "5": 4}
    assert chords["0"] == {"7": 4}
    assert chords["9m 5"] == {"0": 3}


def test_what_was_heard_but_once_is_left_out():
    (read,) = ProgressionReading().examples(played((0, ""), (7, ""), (9, "m"), (5, "")))
    assert "0" not in counted([read[:3]])["chords"]["major"]


def test_diminished_chords_are_taken_for_misheard():
    heard = np.array(["major", "0", "11dim", "5", "0", "11dim", "5"])
    assert counted([heard])["chords"]["major"]["0"] == {"5": 2}
