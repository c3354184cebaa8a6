"""From a Standard MIDI file to an MP3 to listen to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from worker.rendering.errors import RenderError
from worker.rendering.mp3 import Mp3Encoder
from worker.rendering.synthesizer import BLOCK_FRAMES

if TYPE_CHECKING:
    from worker.rendering.synthesizer import Samples, Synthesizer

__all__ = ["RenderError", "render_mp3"]

PEAK: Final = 0.8
# A solo piano comes out of a SoundFont ten times softer than a band; a piece softer still was meant to be soft.
MAX_GAIN: Final = 16.0


def render_mp3(midi: bytes, synthesizer: Synthesizer) -> bytes:
    """The piece as a stereo MP3 file, its loudest sample at `PEAK` of full scale.

    Raises:
        RenderError: The MIDI cannot be read, or the SoundFont lacks an instrument it asks for.
    """
    samples = _levelled(synthesizer.play(midi))
    encoder = Mp3Encoder()
    blocks = (samples[frame : frame + BLOCK_FRAMES] for frame in range(0, len(samples), BLOCK_FRAMES))
    return b"".join([*map(encoder.encode, blocks), encoder.end()])


def _levelled(samples: Samples) -> Samples:
    peak = float(np.abs(samples).max(initial=0.0))
    return samples * np.float32(min(PEAK / peak, MAX_GAIN)) if peak else samples
