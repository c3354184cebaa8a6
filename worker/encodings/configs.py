"""Every config of Magenta 2.1.4 by its id: what its networks hear of a piece, and what they are asked to foretell."""

from __future__ import annotations

from typing import Any, Final

import note_seq

from worker.encodings.config import (
    CHORDS,
    DISABLE_CONDITIONING,
    MAX_NOTE,
    MIN_NOTE,
    NOTES_PER_SECOND,
    PITCH_CLASS_HISTOGRAM,
    Config,
    UnknownConfig,
)
from worker.encodings.polyphony import PolyphonyOneHotEncoding


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


CONFIGS: Final = {config.id: config for config in (*_melodies(), *_drums(), *_performances(), *_improvs(), *_others())}
