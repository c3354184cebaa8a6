"""The instruments of one piece, played together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from worker.rendering.errors import RenderError
from worker.rendering.instrument import CHANNELS, Instrument, Samples
from worker.rendering.soundfont import DRUM_BANK, Preset, SoundFont

if TYPE_CHECKING:
    from mido import Message

DRUM_CHANNEL: Final = 9


class Synthesizer:
    """What one rendering plays on; each has its own. Instruments are loaded when a program change names them.

    The sound is decided by the messages and the lengths of the calls alone, whatever was played before.
    """

    def __init__(self, soundfont: SoundFont) -> None:
        self._soundfont = soundfont
        self._instruments: dict[Preset, Instrument] = {}
        self._settings: list[Message] = []
        self._presets = [Preset(DRUM_BANK if channel == DRUM_CHANNEL else 0, 0) for channel in range(CHANNELS)]

    def send(self, message: Message) -> None:
        """Takes a channel message, which holds from the next frame on.

        Raises:
            RenderError: It asks for an instrument that the SoundFont lacks.
        """
        if message.type == "program_change":
            self._change_program(message.channel, message.program)
        elif message.type == "note_on":
            self._instrument(self._presets[message.channel]).send(message)
        else:
            self._tell_all(message)

    def generate(self, samples: Samples) -> None:
        """Overwrites `samples` with what sounds next; they may exceed 1."""
        samples[:] = 0
        part = np.empty_like(samples)
        for instrument in self._instruments.values():
            instrument.generate(part)
            samples += part

    def release(self) -> None:
        """Lets go of all keys: what sounds rings out."""
        for instrument in self._instruments.values():
            instrument.release()

    def close(self) -> None:
        """Gives the instruments back; nothing more is played."""
        while self._instruments:
            self._soundfont.give_back(*self._instruments.popitem())

    def _change_program(self, channel: int, program: int) -> None:
        if channel != DRUM_CHANNEL:
            self._presets[channel] = Preset(0, program)
        else:
            self._presets[channel] = self._kit(program)
        self._instrument(self._presets[channel])

    def _kit(self, program: int) -> Preset:
        """A kit that the SoundFont lacks is played on the standard one."""
        preset = Preset(DRUM_BANK, program)
        try:
            self._instrument(preset)
        except RenderError:
            return Preset(DRUM_BANK, 0)
        return preset

    def _instrument(self, preset: Preset) -> Instrument:
        if preset not in self._instruments:
            self._instruments[preset] = instrument = self._soundfont.borrow(preset)
            for message in self._settings:
                instrument.send(message)
        return self._instruments[preset]

    def _tell_all(self, message: Message) -> None:
        """Keys, pedals and wheels are let go and moved on whatever sounds on their channel."""
        if message.type != "note_off":
            self._settings.append(message)
        for instrument in self._instruments.values():
            instrument.send(message)
