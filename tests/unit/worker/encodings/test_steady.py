"""A file that was played freely is read by its beats."""

from __future__ import annotations

import note_seq
import pytest

from worker.encodings.steady import steady
from worker.encodings.tune import evenly_quantized, lines_of


def played(*tempos: tuple[float, float], meter: tuple[int, int] = (4, 4)) -> note_seq.NoteSequence:
    """Sixty-four quarters of a scale up and down, each struck on the beat, whatever the tempo (from second on, qpm)."""
    sequence = note_seq.NoteSequence(ticks_per_quarter=220)
    for time, qpm in tempos:
        sequence.tempos.add(time=time, qpm=qpm)
    sequence.time_signatures.add(numerator=meter[0], denominator=meter[1])
    now = 0.0
    for beat in range(64):
        qpm = [qpm for time, qpm in tempos if time <= now + 1e-9][-1]
        sequence.notes.add(start_time=now, end_time=now + 60 / qpm, pitch=60 + beat % 8, velocity=80)
        now += 60 / qpm
    sequence.total_time = now
    return sequence


def test_notes_stay_on_the_beats_on_which_they_were_written():
    even = steady(played((0.0, 120.0), (4.0, 60.0), (12.0, 90.0)))
    quarter = 60 / even.tempos[0].qpm
    assert len(even.tempos) == 1
    assert [note.start_time / quarter for note in even.notes] == pytest.approx(range(64))


def test_the_tempo_is_that_of_most_quarters():
    # Eight quarters at 120, eight at 60, and all others at 90.
    assert steady(played((0.0, 120.0), (4.0, 60.0), (12.0, 90.0))).tempos[0].qpm == pytest.approx(90)


def test_a_file_of_one_tempo_is_left_as_it_is():
    sequence = played((0.0, 100.0))
    assert steady(sequence) == sequence


def test_a_tune_whose_tempo_changes_is_learnt_from():
    quantized = evenly_quantized(played((0.0, 120.0), (4.0, 60.0)), 4)
    assert [len(line) for line in lines_of(quantized)] == [64 * 4]


def test_beats_without_bars_are_counted_in_fours():
    quantized = evenly_quantized(played((0.0, 120.0), meter=(1, 4)), 4)
    assert note_seq.steps_per_bar_in_quantized_sequence(quantized) == 16


def test_a_waltz_is_no_row_of_single_beats():
    assert steady(played((0.0, 120.0), meter=(3, 4))).time_signatures[0].numerator == 3
