from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from tests.unit.worker.rendering.midi_files import midi_file
from worker.rendering.errors import RenderError
from worker.rendering.render import PEAK, render_mp3
from worker.rendering.timeline import SAMPLE_RATE_HZ

CHORDS = [(0.5 * step, 0.5 * step + 0.4, pitch) for step in range(16) for pitch in (48, 60, 64, 67)]


def decoded(mp3: bytes) -> np.ndarray:
    samples: np.ndarray
    samples, sample_rate_hz = soundfile.read(io.BytesIO(mp3))
    assert sample_rate_hz == SAMPLE_RATE_HZ
    return samples


def test_the_mp3_is_stereo_and_lasts_as_long_as_what_was_played(synthesizer):
    midi = midi_file(CHORDS, length_seconds=8)
    samples = decoded(render_mp3(midi, synthesizer))
    assert samples.shape[1] == 2
    assert abs(len(samples) - len(synthesizer.play(midi))) < 0.1 * SAMPLE_RATE_HZ


@pytest.mark.parametrize("channel", [0, 9])
@pytest.mark.parametrize("velocity", [40, 100, 127])
def test_soft_piano_and_loud_drums_both_peak_near_full_scale_and_do_not_clip(synthesizer, channel, velocity):
    samples = decoded(render_mp3(midi_file(CHORDS, channel=channel, velocity=velocity), synthesizer))
    assert PEAK - 0.15 < np.abs(samples).max() < 0.97


def test_a_piece_without_notes_gives_a_silent_mp3(synthesizer):
    samples = decoded(render_mp3(midi_file([], length_seconds=1), synthesizer))
    assert np.abs(samples).max() < 0.001


def test_two_renders_of_a_piece_are_the_same_bytes(synthesizer):
    midi = midi_file(CHORDS)
    assert render_mp3(midi, synthesizer) == render_mp3(midi, synthesizer)


def test_what_is_no_midi_file_is_refused_and_the_next_piece_plays(synthesizer):
    with pytest.raises(RenderError, match="MIDI"):
        render_mp3(b"no MIDI", synthesizer)
    assert render_mp3(midi_file(CHORDS), synthesizer)
