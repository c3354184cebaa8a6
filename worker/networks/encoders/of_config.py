"""Which graph encoder hears what note-seq's encoder of a config hears."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from note_seq import (
    ConditionalEventSequenceEncoderDecoder,
    KeyMelodyEncoderDecoder,
    LookbackEventSequenceEncoderDecoder,
    ModuloPerformanceEventSequenceEncoderDecoder,
    NotePerformanceEventSequenceEncoderDecoder,
    OneHotIndexEventSequenceEncoderDecoder,
    PianorollEncoderDecoder,
    PitchChordsEncoderDecoder,
)
from numpy.typing import NDArray

from worker.contract.chords import pitch_classes
from worker.encodings.config import CHORDS, Config
from worker.networks.encoders import GraphEncoder
from worker.networks.encoders.conditioned import ConditionedEncoder
from worker.networks.encoders.counted import CountedEncoder
from worker.networks.encoders.improv import ImprovEncoder
from worker.networks.encoders.key_melody import KeyMelodyEncoder
from worker.networks.encoders.lookback import COUNTER_BITS, DISTANCES, LookbackEncoder
from worker.networks.encoders.melody import MelodyEncoder
from worker.networks.encoders.one_hot import (
    KeysEncoder,
    ModuloEncoder,
    NoteEncoder,
    OneHotEncoder,
    PerformanceEncoder,
)
from worker.networks.encoders.polyphony import PolyphonyEncoder

# Controls a network knows at once: more than can change within one call.
SEGMENTS: Final = 32
_OCTAVE: Final = 12


def encoder_of(config: Config) -> GraphEncoder:
    """The encoder of a config, in the graph."""
    if not isinstance(config.encoder, ConditionalEventSequenceEncoderDecoder):
        return _target(config, config.encoder, config.network_input_size)
    size = config.control_size
    target = _target(config, config.target_encoder, config.network_input_size - size)
    if config.controls == (CHORDS,):
        tones = _chord_tones(config)
        return ImprovEncoder(target, size, SEGMENTS, is_timed=False, num_classes=config.heads[0], chord_tones=tones)
    return ConditionedEncoder(target, size, SEGMENTS, is_timed=True)


def _chord_tones(config: Config) -> NDArray[np.float32]:
    """[control size, 12]: the pitch classes that each number of a chord control stands for."""
    if isinstance(config.control_encoder, PitchChordsEncoderDecoder):
        # After "no chord" and its root come its pitches, and then its bass.
        return np.eye(config.control_size, _OCTAVE, -1 - _OCTAVE, np.float32)
    symbols = [config.control_encoder.class_index_to_event(index, None) for index in range(config.control_size)]
    return np.stack([np.isin(np.arange(_OCTAVE), pitch_classes(symbol)) for symbol in symbols]).astype(np.float32)


def _target(config: Config, encoder: Any, input_size: int) -> GraphEncoder:
    for kind, made in _MADE.items():
        if isinstance(encoder, kind):
            return made(config, encoder, input_size)
    return _one_hot(config, encoder, input_size)


def _one_hot(config: Config, _encoder: Any, input_size: int) -> GraphEncoder:
    match config.family:
        case "performance":
            return PerformanceEncoder(num_classes=input_size)
        case "melody" | "improv":
            return MelodyEncoder(num_classes=input_size)
        case "polyphony":
            return PolyphonyEncoder()
    return OneHotEncoder()


def _lookback(_config: Config, encoder: Any, input_size: int) -> GraphEncoder:
    classes = encoder.num_classes
    if input_size == (classes - len(DISTANCES)) * (1 + len(DISTANCES)) + COUNTER_BITS + len(DISTANCES):
        return LookbackEncoder(classes - len(DISTANCES))
    return CountedEncoder(num_classes=classes, counter_bits=input_size - classes)


def _key_melody(_config: Config, encoder: Any, _input_size: int) -> GraphEncoder:
    return KeyMelodyEncoder(encoder.num_classes - len(DISTANCES))


def _modulo(_config: Config, encoder: Any, _input_size: int) -> GraphEncoder:
    classes = encoder.num_classes
    events = [encoder.class_index_to_event(index, None) for index in range(classes)]
    table = np.array([encoder.events_to_input([event], 0) for event in events], np.float32)
    return ModuloEncoder(num_classes=classes, table=table)


def _notes(_config: Config, encoder: Any, _input_size: int) -> GraphEncoder:
    return NoteEncoder(event_size=len(encoder.num_classes), heads=tuple(encoder.num_classes))


def _keys(_config: Config, _encoder: Any, input_size: int) -> GraphEncoder:
    return KeysEncoder(event_size=input_size)


_MADE: Final[dict[type, Callable[[Config, Any, int], GraphEncoder]]] = {
    LookbackEventSequenceEncoderDecoder: _lookback,
    KeyMelodyEncoderDecoder: _key_melody,
    ModuloPerformanceEventSequenceEncoderDecoder: _modulo,
    NotePerformanceEventSequenceEncoderDecoder: _notes,
    PianorollEncoderDecoder: _keys,
    OneHotIndexEventSequenceEncoderDecoder: _one_hot,
}
