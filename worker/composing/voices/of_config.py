"""Which voice plays the networks of a config."""

from __future__ import annotations

from worker.composing.voices import Voice
from worker.composing.voices.drums import drums_voice
from worker.composing.voices.improv import improv_voice
from worker.composing.voices.melody import melody_voice
from worker.composing.voices.note_performance import note_performance_voice
from worker.composing.voices.performance import performance_voice
from worker.composing.voices.pianoroll import pianoroll_voice
from worker.composing.voices.polyphony import polyphony_voice
from worker.contract.part_spec import PartSpec
from worker.encodings.config import Config

_OF_PRIMER = {
    "drums": drums_voice,
    "polyphony": polyphony_voice,
    "pianoroll_rnn_nade": pianoroll_voice,
}


def voice_of(config: Config, part: PartSpec, length_seconds: float, qpm: float) -> Voice:
    """The voice of one part of a piece of exactly `length_seconds`.

    Raises:
        ValueError: What the part begins with, or plays over, makes no sense; the message says why.
    """
    if config.family == "performance":
        performed = performance_voice if len(config.heads) == 1 else note_performance_voice
        return performed(config, part, length_seconds)
    if config.family in ("melody", "improv"):
        sung = melody_voice if config.family == "melody" else improv_voice
        return sung(config, part, length_seconds, qpm)
    return _OF_PRIMER[config.family](config, part.primer, length_seconds, qpm)
