from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
from mido import Message, MetaMessage, MidiTrack

from tests.unit.worker.rendering.midi_files import midi_file, saved, ticks
from worker.rendering.errors import RenderError
from worker.rendering.synthesizer import MAX_TAIL_SECONDS, Samples, Synthesizer
from worker.rendering.timeline import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path

TUBULAR_BELLS = 14
STRINGS = 48
CLOSED_HI_HAT = 42


def seconds_of(samples: Samples) -> float:
    return len(samples) / SAMPLE_RATE_HZ


def peak(samples: Samples, start_seconds: float, end_seconds: float) -> float:
    part = samples[round(start_seconds * SAMPLE_RATE_HZ) : round(end_seconds * SAMPLE_RATE_HZ)]
    return float(np.abs(part).max(initial=0))


def test_a_note_is_heard_at_its_time_and_silence_before_it(synthesizer):
    samples = synthesizer.play(midi_file([(0.5, 1.0, 60)]))
    assert peak(samples, 0, 0.5) == 0
    assert peak(samples, 0.5, 0.52) > 0.001


def test_a_thousand_events_do_not_drift(synthesizer):
    early = [(0.001 * step, 0.001 * step + 0.0005, 60) for step in range(1000)]
    samples = synthesizer.play(midi_file([*early, (10.0, 10.5, 60)], length_seconds=11))
    assert peak(samples, 9.0, 10.0) == 0
    assert peak(samples, 10.0, 10.02) > 0.001


def test_channel_10_sounds_as_drums_and_not_as_a_piano(synthesizer):
    held = [(0.0, 1.0, CLOSED_HI_HAT)]
    drums, piano = synthesizer.play(midi_file(held, channel=9)), synthesizer.play(midi_file(held))
    assert peak(drums, 0.5, 1.0) < 0.01 * peak(drums, 0, 0.1)
    assert peak(piano, 0.5, 1.0) > 0.1 * peak(piano, 0, 0.1)


def test_a_program_changes_the_sound(synthesizer):
    notes = [(0.0, 1.0, 60)]
    piano, strings = (synthesizer.play(midi_file(notes, program=program)) for program in (0, STRINGS))
    assert not np.array_equal(piano[:SAMPLE_RATE_HZ], strings[:SAMPLE_RATE_HZ])


def test_the_same_midi_gives_the_same_samples_whatever_was_played_before(synthesizer, soundfont):
    midi = midi_file([(0.0, 1.0, 60), (0.5, 2.0, 67)])
    first = Synthesizer(soundfont).play(midi)
    synthesizer.play(midi_file([(0.0, 2.0, 40)], program=TUBULAR_BELLS))
    assert np.array_equal(first, synthesizer.play(midi))


def test_threads_that_share_a_synthesizer_do_not_hear_each_other(synthesizer):
    pieces = [midi_file([(0.0, 1.0, pitch)]) for pitch in (40, 50, 60, 70)]
    alone = [synthesizer.play(midi) for midi in pieces]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(synthesizer.play, pieces))
    assert all(map(np.array_equal, alone, together))


def test_the_last_note_rings_out_and_then_the_piece_ends(synthesizer):
    samples = synthesizer.play(midi_file([(0.0, 2.0, 60)], length_seconds=2))
    assert 2.05 < seconds_of(samples) < 3.5
    assert peak(samples, seconds_of(samples) - 0.1, seconds_of(samples)) < 0.001 * peak(samples, 0, 2)


def test_a_bell_that_rings_for_longer_than_the_longest_tail_is_faded_out(synthesizer):
    samples = synthesizer.play(midi_file([(1.9, 2.0, 60)], program=TUBULAR_BELLS, length_seconds=2))
    end_seconds = 2 + MAX_TAIL_SECONDS
    assert seconds_of(samples) == end_seconds
    before_the_fade = peak(samples, end_seconds - 1.1, end_seconds - 1)
    assert peak(samples, end_seconds - 0.001, end_seconds) < 0.01 * before_the_fade


def test_a_note_that_is_never_closed_ends_with_the_piece(synthesizer):
    track = MidiTrack([Message("program_change", program=STRINGS), Message("note_on", note=60)])
    track.append(MetaMessage("end_of_track", time=ticks(2.0)))
    assert 2.0 < seconds_of(synthesizer.play(saved(track))) < 2 + MAX_TAIL_SECONDS


def test_a_piece_without_notes_is_silent_for_its_length(synthesizer):
    samples = synthesizer.play(midi_file([], length_seconds=3))
    assert 3 <= seconds_of(samples) <= 3.1
    assert not samples.any()


def test_a_missing_soundfont_is_named(tmp_path: Path):
    with pytest.raises(RenderError, match=r"nowhere\.sf3 cannot be read: No such file"):
        Synthesizer(tmp_path / "nowhere.sf3")


@pytest.mark.parametrize("content", [b"", b"no SoundFont at all", b"RIFF\x10\x00\x00\x00sfbkLIST"])
def test_a_corrupt_soundfont_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "broken.sf2"
    path.write_bytes(content)
    with pytest.raises(RenderError, match=r"broken\.sf2 is no SoundFont, or a damaged one"):
        Synthesizer(path)


def test_a_soundfont_cut_in_the_middle_is_refused(tmp_path: Path, soundfont: Path):
    path = tmp_path / "cut.sf2"
    path.write_bytes(soundfont.read_bytes()[:3_000_000])
    with pytest.raises(RenderError, match="damaged"):
        Synthesizer(path)
