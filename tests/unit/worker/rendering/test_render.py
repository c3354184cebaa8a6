from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import correlate

from tests.unit.worker.rendering.midi_files import midi_file
from tests.unit.worker.rendering.sounds import decoded, lufs, peak, true_peak_db
from worker.contract.results import MP3_NAME, OGG_NAME, WAV_NAME
from worker.rendering.errors import RenderError
from worker.rendering.render import render
from worker.rendering.timeline import SAMPLE_RATE_HZ

CHORDS = [(0.5 * step, 0.5 * step + 0.4, pitch) for step in range(16) for pitch in (48, 60, 64, 67)]
BEATS = [(0.5 * step, 0.5 * step + 0.1, 36) for step in range(16)]
ONE_NOTE = [(0.0, 1.0, 60)]
ORGAN = 19


@pytest.mark.parametrize("name", [MP3_NAME, WAV_NAME, OGG_NAME])
@pytest.mark.parametrize("velocity", [2, 40, 127])
@pytest.mark.parametrize(
    ("notes", "channel", "program"),
    [(CHORDS, 0, 0), (CHORDS, 0, ORGAN), (CHORDS, 9, 0), (BEATS, 9, 0), (ONE_NOTE, 0, 0)],
)
def test_every_piece_is_as_loud_as_all_others_and_none_clips(soundfont, notes, channel, program, velocity, name):
    midi = midi_file(notes, channel=channel, program=program, velocity=velocity)
    samples = decoded(render(midi, soundfont, name))
    assert samples.shape[1] == 2
    assert -18 < lufs(samples) < -14
    assert true_peak_db(samples) <= -1


def test_a_soft_half_and_a_loud_half_are_levelled(soundfont):
    soft, loud = ([(start, start + 0.4, pitch) for start, _, pitch in CHORDS] for _ in range(2))
    later = midi_file([*soft, *((start + 8, end + 8, pitch) for start, end, pitch in loud)], length_seconds=16)
    assert -18 < lufs(decoded(render(later, soundfont, MP3_NAME))) < -14


def test_all_files_hold_the_same_sound(soundfont):
    midi = midi_file(CHORDS)
    mp3, wav, ogg = (decoded(render(midi, soundfont, name))[:, 0] for name in (MP3_NAME, WAV_NAME, OGG_NAME))
    assert abs(len(mp3) - len(wav)) < 0.1 * SAMPLE_RATE_HZ
    assert abs(len(ogg) - len(wav)) < 0.1 * SAMPLE_RATE_HZ
    for other in (mp3, ogg):
        part = wav[SAMPLE_RATE_HZ : 2 * SAMPLE_RATE_HZ]
        alike = correlate(other[: 3 * SAMPLE_RATE_HZ], part, mode="valid").max()
        assert alike > 0.85 * float(part @ part)


@pytest.mark.parametrize("name", [MP3_NAME, WAV_NAME, OGG_NAME])
def test_two_renders_of_a_piece_are_the_same_bytes(soundfont, name):
    midi = midi_file(CHORDS)
    assert render(midi, soundfont, name) == render(midi, soundfont, name)


def test_there_is_no_click_at_either_end(soundfont):
    samples = decoded(render(midi_file([(1.0, 3.0, 60)]), soundfont, WAV_NAME))
    assert peak(samples, 0, 0.01) < 0.001
    assert np.abs(samples[-480:]).max() < 0.001


def test_what_is_no_midi_file_is_refused_and_the_next_piece_plays(soundfont):
    with pytest.raises(RenderError, match="MIDI"):
        render(b"no MIDI", soundfont, MP3_NAME)
    assert render(midi_file(CHORDS), soundfont, MP3_NAME)
