"""Whole pieces that Magenta and we must play alike: a bundle, and flags that both commands take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import mido

DATA: Final = Path(__file__).parents[1] / "data"
PIANO: Final = Path(__file__).parents[2] / "models_store/pretrained/piano_performance"

# A temperature that leaves chance no part, also among random weights.
LIKELIEST: Final = 1e-6
_BEAM: Final = ("--beam_size=2", "--branch_factor=2")

_PRIMER_QPM: Final = 100
# Start tick of 480 a quarter, end tick, pitch, velocity.
_PRIMER: Final = (
    (0, 230, 50, 90),
    (240, 470, 62, 64),
    (240, 700, 57, 80),
    (480, 960, 66, 101),
    (960, 1200, 69, 33),
    (970, 1440, 45, 70),
)


@dataclass(frozen=True)
class Case:
    """One piece.

    Attributes:
        package: Magenta's package whose command plays it.
        flags: What both commands are told.
        temperature: Of the sampling; next to nothing where only the likeliest event is to be drawn.
        is_primed: Else a performance's clock starts at its first note, where Magenta's has a second of silence.
    """

    name: str
    package: str
    bundle: Path
    flags: tuple[str, ...]
    temperature: float = 1.0
    is_primed: bool = True


def _cases(package: str, bundle: Path, steps: int, **told: tuple[str, ...]) -> list[Case]:
    """A case for each of `told`; those named `plain` are told nothing."""
    length = () if package == "improv_rnn" else (f"--num_steps={steps}",)
    stem = "piano_performance" if PIANO in bundle.parents else bundle.stem
    return [
        Case(
            f"{stem} {name.replace('_', ' ')}",
            package,
            bundle,
            (*length, *flags),
            LIKELIEST if package == "pianoroll_rnn_nade" or _BEAM[0] in flags else 1.0,
            bool(flags),
        )
        for name, flags in told.items()
    ]


def all_cases(primer_midi: Path, polyphony: Path) -> list[Case]:
    """Every family, every kind of primer, every option.

    Args:
        primer_midi: A MIDI file that both can read.
        polyphony: A bundle of polyphony that ends its steps, as random weights do not.
    """
    chord, melody, midi = (
        "--primer_pitches=[60, 64, 67]",
        "--primer_melody=[62, -2, 66, -1, 69]",
        f"--primer_midi={primer_midi}",
    )
    piano = max(PIANO.glob("*/model.mag"))
    density, histogram = (
        "--notes_per_second=[2, 12.5, 30]",
        "--pitch_class_histogram=[1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1]",
    )
    conditioned = DATA / "optional_multiconditioned_performance_with_dynamics.mag"
    notes = DATA / "performance_with_dynamics_and_note_encoding.mag"
    cases = []
    for name in ("basic_rnn", "mono_rnn", "lookback_rnn", "attention_rnn"):
        cases += _cases("melody_rnn", DATA / f"{name}.mag", 96, plain=(), melody=(melody,), midi=(midi,))
    cases += _cases("melody_rnn", DATA / "lookback_rnn.mag", 96, beam=(melody, *_BEAM), qpm=(melody, "--qpm=93"))
    for name in ("one_drum", "drum_kit"):
        told = {"plain": (), "drums": ("--primer_drums=[(36, 42), (), (35,), (42, 50)]",), "midi": (midi,)}
        cases += _cases("drums_rnn", DATA / f"{name}.mag", 96, **told)
    cases += _cases(
        "performance_rnn",
        piano,
        1500,
        plain=(),
        pitches=(chord,),
        melody=(melody,),
        midi=(midi,),
        beam=(chord, *_BEAM, "--steps_per_iteration=8"),
    )
    cases += _cases(
        "performance_rnn", DATA / "performance_with_dynamics_and_modulo_encoding.mag", 800, pitches=(chord,)
    )
    cases += _cases("performance_rnn", notes, 1500, pitches=(chord,), midi=(midi,))
    cases += _cases(
        "performance_rnn",
        conditioned,
        1500,
        pitches=(chord,),
        density=(chord, density),
        histogram=(chord, histogram),
        both=(chord, density, histogram, "--disable_conditioning=[False, True]"),
        disabled=(chord, density, "--disable_conditioning=True"),
    )
    heard, alone = "--condition_on_primer", "--noinject_primer_during_generation"
    cases += _cases(
        "polyphony_rnn",
        polyphony,
        64,
        plain=(),
        pitches=(chord,),
        melody=(melody,),
        midi=(midi,),
        heard=(melody, heard),
        heard_alone=(melody, heard, alone),
        alone=(melody, alone),
        heard_midi=(midi, heard),
    )
    chords = "--backing_chords=C Am7 F#dim N.C."
    for name in ("basic_improv", "attention_improv", "chord_pitches_improv"):
        told = {
            "plain": (),
            "chords": (chords, melody),
            "rendered": (chords, midi, "--steps_per_chord=24", "--render_chords"),
        }
        cases += _cases("improv_rnn", DATA / f"{name}.mag", 0, **told)
    for name in ("rnn-nade", "rnn-nade_attn"):
        told = {"pitches": (chord,), "roll": ("--primer_pianoroll=[(60,), (60, 64), (), (10, 72)]",), "midi": (midi,)}
        cases += _cases("pianoroll_rnn_nade", DATA / f"{name}.mag", 64, **told)
    return cases


def write_primer(path: Path) -> None:
    """A MIDI file of a few bars, with notes off the grid and chords."""
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(_PRIMER_QPM))])
    timed = []
    for start, end, pitch, velocity in _PRIMER:
        timed.append((start, 1, mido.Message("note_on", note=pitch, velocity=velocity)))
        timed.append((end, 0, mido.Message("note_off", note=pitch)))
    now = 0
    for tick, _, message in sorted(timed, key=lambda entry: entry[:2]):
        track.append(message.copy(time=tick - now))
        now = tick
    mido.MidiFile(type=1, ticks_per_beat=480, tracks=[track]).save(path)
