"""What tests ask of sound."""

from __future__ import annotations

import io

import numpy as np
import pyloudnorm
import soundfile
from mido import Message
from scipy.signal import resample_poly

from worker.rendering.instrument import Samples
from worker.rendering.rendition import BLOCK_FRAMES
from worker.rendering.soundfont import SoundFont
from worker.rendering.synthesizer import Synthesizer
from worker.rendering.timeline import SAMPLE_RATE_HZ, read_timeline


def played(soundfont: SoundFont, midi: bytes) -> Samples:
    """A piece as the SoundFont makes it, without what rings on after its end."""
    synthesizer, timeline = Synthesizer(soundfont), read_timeline(midi)
    samples = np.zeros((timeline.end_frame, 2), np.float32)
    messages = list(timeline.messages)
    places = {frame for frame, _ in messages} | set(range(0, timeline.end_frame, BLOCK_FRAMES)) | {timeline.end_frame}
    done = 0
    for place in sorted(places):
        if place > done:
            synthesizer.generate(samples[done:place])
        done = place
        while messages and messages[0][0] == place:
            synthesizer.send(messages.pop(0)[1])
    synthesizer.close()
    return samples


def played_notes(*notes: tuple[float, float, int, int], channel: int = 0) -> tuple[list[tuple[int, Message]], int]:
    """Messages at frames, and the last of these; a note is (start_seconds, end_seconds, pitch, velocity)."""
    messages = []
    for start, end, pitch, velocity in notes:
        on = Message("note_on", channel=channel, note=pitch, velocity=velocity)
        messages.append((round(start * SAMPLE_RATE_HZ), 1, on))
        messages.append((round(end * SAMPLE_RATE_HZ), 0, Message("note_off", channel=channel, note=pitch)))
    ordered = sorted(messages, key=lambda row: row[:2])
    return [(frame, message) for frame, _, message in ordered], ordered[-1][0]


def decoded(file: bytes) -> Samples:
    samples, sample_rate_hz = soundfile.read(io.BytesIO(file), dtype="float32")
    assert sample_rate_hz == SAMPLE_RATE_HZ
    return np.asarray(samples)


def lufs(samples: Samples) -> float:
    """As somebody else's meter has it."""
    return float(pyloudnorm.Meter(SAMPLE_RATE_HZ).integrated_loudness(samples.astype(np.float64)))


def true_peak_db(samples: Samples) -> float:
    return float(20 * np.log10(np.abs(resample_poly(samples, 4, 1, axis=0)).max()))


def peak(samples: Samples, start_seconds: float, end_seconds: float) -> float:
    part = samples[round(start_seconds * SAMPLE_RATE_HZ) : round(end_seconds * SAMPLE_RATE_HZ)]
    return float(np.abs(part).max(initial=0))
