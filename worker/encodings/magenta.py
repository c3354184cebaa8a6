"""Every config of Magenta 2.1.4: what its networks hear of a piece, and what they are asked to foretell.

`worker.encodings.configs` holds the configs that Cadenza plays and trains; these are those whose networks it reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import note_seq
import numpy as np
from numpy.typing import NDArray

from worker.encodings.configs import UnknownConfig
from worker.encodings.polyphony import PolyphonyOneHotEncoding

NOTES_PER_SECOND: Final = "notes_per_second"
PITCH_CLASS_HISTOGRAM: Final = "pitch_class_histogram"
DISABLE_CONDITIONING: Final = "disable_conditioning"
CHORDS: Final = "chords"

_MIN_NOTE, _MAX_NOTE = 48, 84


@dataclass(frozen=True, slots=True)
class MagentaConfig:
    """What a config id fixes.

    Attributes:
        id: Magenta's name for the config.
        family: Which of Magenta's generators plays it: melody, drums, performance, polyphony, improv or
            pianoroll_rnn_nade.
        encoder: note-seq's encoder-decoder for its events.
        attn_length: How many outputs attention looks back on, unless a file says otherwise.
        controls: What else the network hears, in the order of its control events.
        bundle_id: What a bundle of this config calls it.
    """

    id: str
    family: str
    description: str
    encoder: Any
    attn_length: int = 0
    controls: tuple[str, ...] = ()
    bundle_id: str = ""

    @property
    def generator_id(self) -> str:
        return self.bundle_id or self.id

    @property
    def is_nade(self) -> bool:
        return self.family == "pianoroll_rnn_nade"

    @property
    def network_input_size(self) -> int:
        """Numbers the network is given for each event; a compact input is spread to its one-hot first."""
        return int(getattr(self.encoder, "input_depth", self.encoder.input_size))

    @property
    def heads(self) -> tuple[int, ...]:
        """How many classes each softmax has."""
        classes = self.encoder.num_classes
        return tuple(classes) if isinstance(classes, list) else (classes,)

    def inputs(self, events: Sequence[Any], control_events: Sequence[Any] = ()) -> NDArray[np.float32]:
        """[T, input size] for T events; control events, where the config has such, are one more than events."""
        sequences = [[control_events], [events]] if self.controls else [[events]]
        return np.asarray(self.encoder.get_inputs_batch(*sequences, full_length=True)[0], np.float32)

    def labels(self, events: Sequence[Any]) -> NDArray[np.int64]:
        """[T, heads]: the class of every event in every head."""
        labels = [self.encoder.events_to_label(events, position) for position in range(len(events))]
        return np.asarray(labels, np.int64).reshape(len(events), len(self.heads))

    def network_inputs(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """`inputs` as the network itself is given them."""
        if self.network_input_size == inputs.shape[1]:
            return inputs
        return np.eye(self.network_input_size, dtype=np.float32)[inputs[:, 0].astype(np.int64)]


def magenta_config(config_id: str) -> MagentaConfig:
    """The config of that id.

    Raises:
        UnknownConfig: Magenta has no such; the message names those it has.
    """
    if config_id not in MAGENTA_CONFIGS:
        raise UnknownConfig(f"no config {config_id!r}; there are: {', '.join(MAGENTA_CONFIGS)}")
    return MAGENTA_CONFIGS[config_id]


def _one_hot(encoding: Any) -> Any:
    return note_seq.OneHotEventSequenceEncoderDecoder(encoding)


def _melody() -> Any:
    return note_seq.MelodyOneHotEncoding(min_note=_MIN_NOTE, max_note=_MAX_NOTE)


def _key_melody() -> Any:
    return note_seq.KeyMelodyEncoderDecoder(min_note=_MIN_NOTE, max_note=_MAX_NOTE)


def _conditional(control: Any, target: Any) -> Any:
    return note_seq.ConditionalEventSequenceEncoderDecoder(control, target)


def _dynamics() -> Any:
    return note_seq.PerformanceOneHotEncoding(num_velocity_bins=32)


def _melodies() -> list[MagentaConfig]:
    wide = note_seq.MelodyOneHotEncoding(min_note=0, max_note=128)
    lookback = note_seq.LookbackEventSequenceEncoderDecoder(_melody())
    return [
        MagentaConfig("basic_rnn", "melody", "Melody RNN, one-hot events", _one_hot(_melody())),
        MagentaConfig("mono_rnn", "melody", "Monophonic RNN over all pitches", _one_hot(wide)),
        MagentaConfig("lookback_rnn", "melody", "Melody RNN that hears one and two bars back", lookback),
        MagentaConfig("attention_rnn", "melody", "Melody RNN with key, lookback and attention", _key_melody(), 40),
    ]


def _drums() -> list[MagentaConfig]:
    any_drum = note_seq.MultiDrumOneHotEncoding([[39, *range(39), *range(40, 128)]])
    kit = note_seq.LookbackEventSequenceEncoderDecoder(
        note_seq.MultiDrumOneHotEncoding(), lookback_distances=[], binary_counter_bits=6
    )
    return [
        MagentaConfig("one_drum", "drums", "Drums RNN of one drum", _one_hot(any_drum)),
        MagentaConfig("drum_kit", "drums", "Drums RNN with multiple drums and binary counters", kit, 32),
    ]


def _improvs() -> list[MagentaConfig]:
    triads = _one_hot(note_seq.TriadChordOneHotEncoding())
    basic, key = _conditional(triads, _one_hot(_melody())), _conditional(triads, _key_melody())
    pitches = _conditional(note_seq.PitchChordsEncoderDecoder(), _one_hot(_melody()))
    chords = (CHORDS,)
    return [
        MagentaConfig("basic_improv", "improv", "Melody over chords, as triads", basic, controls=chords),
        MagentaConfig("attention_improv", "improv", "Melody over chords with attention", key, 40, chords),
        MagentaConfig("chord_pitches_improv", "improv", "Melody over chords, as pitches", pitches, controls=chords),
    ]


def _performances() -> list[MagentaConfig]:
    dynamics, compact = _one_hot(_dynamics()), note_seq.OneHotIndexEventSequenceEncoderDecoder(_dynamics())
    modulo = note_seq.ModuloPerformanceEventSequenceEncoderDecoder(num_velocity_bins=32)
    notes = note_seq.NotePerformanceEventSequenceEncoderDecoder(num_velocity_bins=32)
    name, words = "performance_with_dynamics", "Performance RNN with dynamics"
    return [
        MagentaConfig("performance", "performance", "Performance RNN", _one_hot(note_seq.PerformanceOneHotEncoding())),
        MagentaConfig(name, "performance", words, dynamics),
        MagentaConfig(f"{name}_compact", "performance", f"{words}, compact input", compact, bundle_id=name),
        MagentaConfig(f"{name}_and_modulo_encoding", "performance", f"{words} on circles", modulo),
        MagentaConfig(f"{name}_and_note_encoding", "performance", f"{words}, a note an event", notes),
        _conditioned("density_conditioned", (NOTES_PER_SECOND,)),
        _conditioned("pitch_conditioned", (PITCH_CLASS_HISTOGRAM,)),
        _conditioned("multiconditioned", (NOTES_PER_SECOND, PITCH_CLASS_HISTOGRAM)),
        _conditioned("optional_multiconditioned", (DISABLE_CONDITIONING, NOTES_PER_SECOND, PITCH_CLASS_HISTOGRAM)),
    ]


def _conditioned(name: str, controls: tuple[str, ...]) -> MagentaConfig:
    encoders = [_CONTROL_SIGNALS[control].encoder for control in controls if control != DISABLE_CONDITIONING]
    control = note_seq.MultipleEventSequenceEncoder(encoders)
    if DISABLE_CONDITIONING in controls:
        control = note_seq.OptionalEventSequenceEncoder(control)
    encoder = _conditional(control, _one_hot(_dynamics()))
    words = f"Performance RNN with dynamics, {name.replace('_', ' ')}"
    return MagentaConfig(f"{name}_performance_with_dynamics", "performance", words, encoder, controls=controls)


_CONTROL_SIGNALS: Final = {
    NOTES_PER_SECOND: note_seq.NoteDensityPerformanceControlSignal(3.0, [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]),
    PITCH_CLASS_HISTOGRAM: note_seq.PitchHistogramPerformanceControlSignal(5.0),
}


def _others() -> list[MagentaConfig]:
    keys, nade = note_seq.PianorollEncoderDecoder(), "pianoroll_rnn_nade"
    return [
        MagentaConfig("polyphony", "polyphony", "Polyphony RNN", _one_hot(PolyphonyOneHotEncoding())),
        MagentaConfig("rnn-nade", nade, "RNN-NADE over a piano roll", keys),
        MagentaConfig("rnn-nade_attn", nade, "RNN-NADE over a piano roll with attention", keys, 32),
    ]


MAGENTA_CONFIGS: Final = {
    config.id: config for config in (*_melodies(), *_drums(), *_performances(), *_improvs(), *_others())
}
