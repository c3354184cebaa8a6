"""A SoundFont on disk, of which one preset at a time is read into memory."""

from __future__ import annotations

import mmap
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Final, NamedTuple

from worker.rendering.errors import DamagedFont, RenderError
from worker.rendering.font_cut import cut_font
from worker.rendering.font_tables import read_tables
from worker.rendering.heap import return_large_blocks
from worker.rendering.instrument import Instrument

DRUM_BANK: Final = 128
# What instruments that nobody plays may keep: several pianos, or a band.
MAX_IDLE_BYTES: Final = 64 << 20


class Preset(NamedTuple):
    """A place in the General MIDI sound set: a bank, 0 or `DRUM_BANK`, and a number, 0-127."""

    bank: int
    number: int


class SoundFont:
    """A SoundFont file; threads may share it.

    Of the samples none is read until a preset is asked for that needs it. Instruments that were given back are kept for
    the next one who asks, those used last if there are too many.
    """

    def __init__(self, path: Path) -> None:
        """Opens the file.

        Raises:
            RenderError: It is missing or is no SoundFont.
        """
        return_large_blocks()
        self._name = path.name
        try:
            with path.open("rb") as file:
                self._content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            self._tables = read_tables(self._content)
        except OSError as error:
            raise RenderError(f"the SoundFont {self._name} cannot be read: {error.strerror}") from error
        except ValueError as error:  # an empty file as well, which cannot be mapped
            raise self._damaged() from error
        self._lock = threading.Lock()
        self._idle: OrderedDict[int, tuple[Preset, Instrument]] = OrderedDict()

    def borrow(self, preset: Preset) -> Instrument:
        """An instrument as after loading, for one player alone until he gives it back or lets it go.

        Raises:
            RenderError: The SoundFont lacks it, or is damaged.
        """
        with self._lock:
            for key, (kept, _) in reversed(self._idle.items()):
                if kept == preset:
                    return self._idle.pop(key)[1]
        return self._load(preset)

    def give_back(self, preset: Preset, instrument: Instrument) -> None:
        """The instrument that was borrowed; it must not be played any more."""
        instrument.reset()
        with self._lock:
            self._idle[id(instrument)] = preset, instrument
            while sum(kept.size_bytes for _, kept in self._idle.values()) > MAX_IDLE_BYTES:
                self._idle.popitem(last=False)

    def _load(self, preset: Preset) -> Instrument:
        try:
            font, frames = cut_font(self._tables, self._content, *preset)
            return Instrument(font, frames, preset.number, is_drum=preset.bank == DRUM_BANK)
        except LookupError as error:
            raise RenderError(f"the SoundFont {self._name} has no instrument for program {preset.number}") from error
        except (DamagedFont, RuntimeError) as error:
            raise self._damaged() from error

    def _damaged(self) -> RenderError:
        return RenderError(f"{self._name} is no SoundFont, or a damaged one (.sf2 and .sf3 are read)")
