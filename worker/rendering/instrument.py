"""One preset of a SoundFont, loaded and ready to play."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from tinysoundfont import Synth

from worker.rendering.timeline import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from mido import Message

# Frames by channels (left, right).
Samples = NDArray[np.float32]

CHANNELS: Final = 16
MAX_VOICES: Final = 256
_SAMPLE_BYTES: Final = 4
_RESET_FRAMES: Final = 1024
_BANK_SELECT: Final = (0, 32)


class Instrument:
    """Plays one preset on all channels. It belongs to one thread at a time."""

    def __init__(self, font: bytes, frames: int, number: int, *, is_drum: bool) -> None:
        """Loads the preset `number` of a SoundFont that holds no other, with samples of so many frames.

        Raises:
            RuntimeError: It is none.
        """
        self.size_bytes: Final = frames * _SAMPLE_BYTES
        self._number, self._is_drum = number, is_drum
        self._synth = Synth(samplerate=SAMPLE_RATE_HZ)
        self._font = self._synth.soundfonts[self._synth.sfload(font, max_voices=MAX_VOICES)]
        self._set_programs()

    def reset(self) -> None:
        """Silences it and forgets all that was played."""
        self._font.reset()
        # Voices cut by the reset still sound for a few milliseconds, and would sound into the next piece.
        while np.frombuffer(self._synth.generate_simple(_RESET_FRAMES), np.float32).any():
            pass
        self._set_programs()

    def generate(self, samples: Samples) -> None:
        """Overwrites `samples` with what sounds next, as loud as the SoundFont makes it: they may exceed 1.

        How notes swell and fade is reckoned anew every 64 frames from the first: for the same sound all calls must be
        as long as they were.
        """
        self._synth.generate_simple(len(samples), samples.data.cast("B"))

    def send(self, message: Message) -> None:
        """Takes a channel message, which holds from the next frame on; of programs and banks it knows but its own."""
        synth = self._synth
        match message.type:
            case "note_on":
                synth.noteon(message.channel, message.note, message.velocity)
            case "note_off":
                synth.noteoff(message.channel, message.note)
            case "control_change" if message.control not in _BANK_SELECT:
                synth.control_change(message.channel, message.control, message.value)
            case "pitchwheel":
                synth.pitchbend(message.channel, message.pitch + 8192)

    def release(self) -> None:
        """Lets go of all keys."""
        self._synth.notes_off()

    def _set_programs(self) -> None:
        for channel in range(CHANNELS):
            self._synth.program_change(channel, self._number, self._is_drum)
