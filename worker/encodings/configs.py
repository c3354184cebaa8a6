"""Every config of Magenta 2.1.4 by its id: what its networks hear of a piece, and what they are asked to foretell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import note_seq
import numpy as np
from numpy.typing import NDArray

from worker.encodings.polyphony import PolyphonyOneHotEncoding

NOTES_PER_SECOND: Final = "notes_per_second"
PITCH_CLASS_HISTOGRAM: Final = "pitch_class_histogram"
DISABLE_CONDITIONING: Final = "disable_conditioning"
CHORDS: Final = "chords"

MIN_NOTE, MAX_NOTE = 48, 84


class UnknownConfig(ValueError):
    """No network of that config can be built or read."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a config id fixes.

    Attributes:
        id: Magenta's name for the config.
        family: Which of Magenta's generators plays it: melody, drums, performance, polyphony, improv or
            pianoroll_rnn_nade.
        encoder: note-seq's encoder-decoder for its events.
        attn_length: How many outputs attention looks back on, unless a file says otherwise.
        controls: What else the network hears, in the order of its control events.
        bundle_id: What a bundle of this config calls it.
        steps_per_quarter: Of the grid on which all but performances lie.
        note_range: Lowest pitch of a melody, and the one above its highest.
        transpose_to_key: Melodies are brought to this key, 0 for C, before the network hears them; None for none.
    """

    id: str
    family: str
    description: str
    encoder: Any
    attn_length: int = 0
    controls: tuple[str, ...] = ()
    bundle_id: str = ""
    steps_per_quarter: int = 4
    note_range: tuple[int, int] = (MIN_NOTE, MAX_NOTE)
    transpose_to_key: int | None = None

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
    def control_size(self) -> int:
        """Numbers that a control event is given as; 0 where the network hears none."""
        return int(self.encoder.input_size - self.target_encoder.input_size) if self.controls else 0

    @property
    def target_encoder(self) -> Any:
        """note-seq's encoder-decoder of the events alone, without what conditions them."""
        return self.encoder._target_encoder_decoder if self.controls else self.encoder  # noqa: SLF001

    def control_inputs(self, control_event: Any) -> NDArray[np.float32]:
        """[control_size]: a control event as the network is given it."""
        encoder = self.encoder._control_encoder_decoder  # noqa: SLF001
        return np.asarray(encoder.events_to_input([control_event], 0), np.float32)

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


def config_of(config_id: str) -> Config:
    """The config of that id.

    Raises:
        UnknownConfig: Magenta has no such; the message names those it has.
    """
    if config_id not in CONFIGS:
        raise UnknownConfig(f"Magenta has no config {config_id!r}; there are: {', '.join(CONFIGS)}")
    return CONFIGS[config_id]


def _one_hot(encoding: Any) -> Any:
    return note_seq.OneHotEventSequenceEncoderDecoder(encoding)


def _melody() -> Any:
    return note_seq.MelodyOneHotEncoding(min_note=MIN_NOTE, max_note=MAX_NOTE)


def _key_melody() -> Any:
    return note_seq.KeyMelodyEncoderDecoder(min_note=MIN_NOTE, max_note=MAX_NOTE)


def _conditional(control: Any, target: Any) -> Any:
    return note_seq.ConditionalEventSequenceEncoderDecoder(control, target)


def _dynamics() -> Any:
    return note_seq.PerformanceOneHotEncoding(num_velocity_bins=32)


def _melodies() -> list[Config]:
    wide = note_seq.MelodyOneHotEncoding(min_note=0, max_note=128)
    lookback = note_seq.LookbackEventSequenceEncoderDecoder(_melody())
    basic, bars = "Melody RNN, one-hot events", "Melody RNN that hears one and two bars back"
    attention = "Melody RNN with key, lookback and attention"
    return [
        Config("basic_rnn", "melody", basic, _one_hot(_melody()), transpose_to_key=0),
        Config("mono_rnn", "melody", "Monophonic RNN over all pitches", _one_hot(wide), note_range=(0, 128)),
        Config("lookback_rnn", "melody", bars, lookback, transpose_to_key=0),
        Config("attention_rnn", "melody", attention, _key_melody(), 40, transpose_to_key=0),
    ]


def _drums() -> list[Config]:
    any_drum = note_seq.MultiDrumOneHotEncoding([[39, *range(39), *range(40, 128)]])
    kit = note_seq.LookbackEventSequenceEncoderDecoder(
        note_seq.MultiDrumOneHotEncoding(), lookback_distances=[], binary_counter_bits=6
    )
    return [
        Config("one_drum", "drums", "Drums RNN of one drum", _one_hot(any_drum), steps_per_quarter=2),
        Config("drum_kit", "drums", "Drums RNN with multiple drums and binary counters", kit, 32),
    ]


def _improvs() -> list[Config]:
    triads = _one_hot(note_seq.TriadChordOneHotEncoding())
    basic, key = _conditional(triads, _one_hot(_melody())), _conditional(triads, _key_melody())
    pitches = _conditional(note_seq.PitchChordsEncoderDecoder(), _one_hot(_melody()))
    chords = (CHORDS,)
    return [
        Config("basic_improv", "improv", "Melody over chords, as triads", basic, controls=chords),
        Config("attention_improv", "improv", "Melody over chords with attention", key, 40, chords),
        Config("chord_pitches_improv", "improv", "Melody over chords, as pitches", pitches, controls=chords),
    ]


def _performances() -> list[Config]:
    dynamics, compact = _one_hot(_dynamics()), note_seq.OneHotIndexEventSequenceEncoderDecoder(_dynamics())
    modulo = note_seq.ModuloPerformanceEventSequenceEncoderDecoder(num_velocity_bins=32)
    notes = note_seq.NotePerformanceEventSequenceEncoderDecoder(num_velocity_bins=32)
    name, words = "performance_with_dynamics", "Performance RNN with dynamics"
    return [
        Config("performance", "performance", "Performance RNN", _one_hot(note_seq.PerformanceOneHotEncoding())),
        Config(name, "performance", words, dynamics),
        Config(f"{name}_compact", "performance", f"{words}, compact input", compact, bundle_id=name),
        Config(f"{name}_and_modulo_encoding", "performance", f"{words} on circles", modulo),
        Config(f"{name}_and_note_encoding", "performance", f"{words}, a note an event", notes),
        _conditioned("density_conditioned", (NOTES_PER_SECOND,)),
        _conditioned("pitch_conditioned", (PITCH_CLASS_HISTOGRAM,)),
        _conditioned("multiconditioned", (NOTES_PER_SECOND, PITCH_CLASS_HISTOGRAM)),
        _conditioned("optional_multiconditioned", (DISABLE_CONDITIONING, NOTES_PER_SECOND, PITCH_CLASS_HISTOGRAM)),
    ]


def _conditioned(name: str, controls: tuple[str, ...]) -> Config:
    encoders = [_CONTROL_SIGNALS[control].encoder for control in controls if control != DISABLE_CONDITIONING]
    control = note_seq.MultipleEventSequenceEncoder(encoders)
    if DISABLE_CONDITIONING in controls:
        control = note_seq.OptionalEventSequenceEncoder(control)
    encoder = _conditional(control, _one_hot(_dynamics()))
    words = f"Performance RNN with dynamics, {name.replace('_', ' ')}"
    return Config(f"{name}_performance_with_dynamics", "performance", words, encoder, controls=controls)


_CONTROL_SIGNALS: Final = {
    NOTES_PER_SECOND: note_seq.NoteDensityPerformanceControlSignal(3.0, [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]),
    PITCH_CLASS_HISTOGRAM: note_seq.PitchHistogramPerformanceControlSignal(5.0),
}


def _others() -> list[Config]:
    keys, nade = note_seq.PianorollEncoderDecoder(), "pianoroll_rnn_nade"
    return [
        Config("polyphony", "polyphony", "Polyphony RNN", _one_hot(PolyphonyOneHotEncoding())),
        Config("rnn-nade", nade, "RNN-NADE over a piano roll", keys),
        Config("rnn-nade_attn", nade, "RNN-NADE over a piano roll with attention", keys, 32),
    ]


CONFIGS: Final = {
    config.id: config for config in (*_melodies(), *_drums(), *_performances(), *_improvs(), *_others())
}
