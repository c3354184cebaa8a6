"""A SoundFont that plays MIDI files into memory."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from tinysoundfont import Synth

from worker.rendering.errors import RenderError
from worker.rendering.timeline import SAMPLE_RATE_HZ, read_timeline

if TYPE_CHECKING:
    from pathlib import Path

    from mido import Message

    from worker.rendering.timeline import Timeline

# Frames by channels (left, right).
Samples = NDArray[np.float32]

CHANNELS: Final = 16
DRUM_CHANNEL: Final = 9
BLOCK_FRAMES: Final = SAMPLE_RATE_HZ // 10
MAX_TAIL_SECONDS: Final = 2
FADE_SECONDS: Final = 1
# Of the piece's peak: 60 dB below it nothing is heard to stop.
SILENCE: Final = 0.001


class Synthesizer:
    """A SoundFont in memory. Threads may share it: they play one after the other.

    The same MIDI gives the same samples, whatever was played before.
    """

    def __init__(self, soundfont: Path) -> None:
        """Loads the SoundFont, which takes seconds for a compressed one (.sf3).

        Raises:
            RenderError: The file is missing or is no SoundFont.
        """
        self._lock = threading.Lock()
        self._synth = Synth(samplerate=SAMPLE_RATE_HZ)
        try:
            self._font_id = self._synth.sfload(soundfont.read_bytes())
        except OSError as error:
            raise RenderError(f"the SoundFont {soundfont.name} cannot be read: {error.strerror}") from error
        except RuntimeError as error:
            raise RenderError(f"{soundfont.name} is no SoundFont, or a damaged one (.sf2 and .sf3 are read)") from error

    def play(self, midi: bytes) -> Samples:
        """The piece from its first frame until its last sound has died away, at most `MAX_TAIL_SECONDS` after its end.

        Samples are as loud as the SoundFont makes them and may exceed 1.

        Raises:
            RenderError: The MIDI cannot be read, or asks for a program that the SoundFont lacks.
        """
        timeline = read_timeline(midi)
        samples = np.zeros((timeline.end_frame + MAX_TAIL_SECONDS * SAMPLE_RATE_HZ, 2), np.float32)
        with self._lock:
            self._reset()
            self._play_messages(timeline, samples)
            end_frame = self._ring_out(timeline.end_frame, samples)
        return samples[:end_frame]

    def _reset(self) -> None:
        self._synth.soundfonts[self._font_id].reset()
        # Voices cut by the reset still sound for a few milliseconds, and would sound into the next piece.
        while np.frombuffer(self._synth.generate_simple(BLOCK_FRAMES), np.float32).any():
            pass
        for channel in range(CHANNELS):
            self._synth.program_change(channel, 0, channel == DRUM_CHANNEL)

    def _play_messages(self, timeline: Timeline, samples: Samples) -> None:
        frame = 0
        for at_frame, message in timeline.messages:
            self._generate(samples[frame:at_frame])
            self._send(message)
            frame = at_frame
        self._generate(samples[frame : timeline.end_frame])

    def _ring_out(self, frame: int, samples: Samples) -> int:
        self._synth.notes_off()
        silence = SILENCE * float(np.abs(samples).max(initial=0.0))
        while frame < len(samples):
            block = samples[frame : frame + BLOCK_FRAMES]
            self._generate(block)
            frame += len(block)
            if np.abs(block).max() <= silence:
                return frame
        fade_frames = FADE_SECONDS * SAMPLE_RATE_HZ
        samples[-fade_frames:] *= np.linspace(1, 0, fade_frames, dtype=np.float32)[:, np.newaxis]
        return frame

    def _generate(self, block: Samples) -> None:
        if len(block):
            self._synth.generate_simple(len(block), block.data.cast("B"))

    def _send(self, message: Message) -> None:
        synth = self._synth
        match message.type:
            case "note_on":
                synth.noteon(message.channel, message.note, message.velocity)
            case "note_off":
                synth.noteoff(message.channel, message.note)
            case "control_change":
                synth.control_change(message.channel, message.control, message.value)
            case "pitchwheel":
                synth.pitchbend(message.channel, message.pitch + 8192)
            case "program_change":
                self._change_program(message.channel, message.program)

    def _change_program(self, channel: int, program: int) -> None:
        try:
            self._synth.program_change(channel, program, channel == DRUM_CHANNEL)
        except RuntimeError as error:
            raise RenderError(f"the SoundFont has no instrument for program {program}") from error
