"""The flags of Magenta's own six commands, by the names that they have there."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from models_store.catalogue.limits import Limits, WholeLimits
from worker.commands import literals
from worker.commands.ranges import number_within, whole_number_within

# A job's tempo is its type's; here a person may choose.
QPM: Final = Limits(30, 300, step=1)
TEMPERATURE: Final = Limits(0.001, 10, step=0.1)
TOP_K: Final = WholeLimits(0, 1000)
TOP_P: Final = Limits(0.01, 1, step=0.01)
NUM_OUTPUTS: Final = WholeLimits(1, 64)
NUM_STEPS: Final = WholeLimits(1, 36_000)
STEPS_PER_CHORD: Final = WholeLimits(1, 256)
BEAM_SIZE: Final = WholeLimits(1, 16)
STEPS_PER_ITERATION: Final = WholeLimits(1, 1000)

# Which families know a flag; a flag that is not here is known to all.
FAMILIES: Final = {
    "primer_pitches": ("melody", "improv", "performance", "polyphony", "pianoroll_rnn_nade"),
    "primer_melody": ("melody", "improv", "performance", "polyphony", "pianoroll_rnn_nade"),
    "primer_drums": ("drums",),
    "primer_pianoroll": ("pianoroll_rnn_nade",),
    "condition_on_primer": ("polyphony",),
    "inject_primer_during_generation": ("polyphony",),
    "backing_chords": ("improv",),
    "steps_per_chord": ("improv",),
    "render_chords": ("improv",),
}
# Flags that only networks of such a control know.
CONTROLS: Final = ("notes_per_second", "pitch_class_histogram", "disable_conditioning")


def add_primers(parser: argparse.ArgumentParser, start_pitch: WholeLimits) -> None:
    """What the piece begins with."""
    primers = parser.add_mutually_exclusive_group()
    primers.add_argument(
        "--start-pitch", type=whole_number_within(start_pitch), help="MIDI pitch to start from, 21-108"
    )
    primers.add_argument("--primer_pitches", type=literals.pitches, metavar="LIST", help='a chord: "[60, 64, 67]"')
    primers.add_argument("--primer_melody", type=literals.melody, metavar="LIST", help='16th steps: "[60, -2, 62, -1]"')
    primers.add_argument(
        "--primer_drums", type=literals.drums, metavar="LIST", help='16th steps: "[(36, 42), (), (42,)]"'
    )
    primers.add_argument(
        "--primer_pianoroll", type=literals.pianoroll, metavar="LIST", help='16th steps: "[(55,), ()]"'
    )
    primers.add_argument("--primer_midi", type=Path, metavar="FILE", help="a MIDI file")
    add_boolean(parser, "include_primer", "the primer is the beginning of the piece (default)", default=True)
    add_boolean(parser, "condition_on_primer", "polyphony: the network hears the primer")
    add_boolean(parser, "inject_primer_during_generation", "polyphony: the primer sounds in what is composed (default)")


def add_conditions(parser: argparse.ArgumentParser) -> None:
    """What the network hears besides."""
    parser.add_argument("--notes_per_second", type=literals.densities, metavar="N", help="one density, or a list")
    parser.add_argument(
        "--pitch_class_histogram",
        type=literals.histograms,
        metavar="LIST",
        help="12 weights from C on, or several such",
    )
    parser.add_argument("--disable_conditioning", type=literals.booleans, metavar="BOOL", help="one, or a list")
    parser.add_argument("--backing_chords", type=str.split, metavar="CHORDS", help='improv: such as "C G Am F"')
    parser.add_argument(
        "--steps_per_chord", type=whole_number_within(STEPS_PER_CHORD), metavar="N", help="improv: 16 is a bar"
    )
    add_boolean(parser, "render_chords", "improv: the chords are played too")


def add_sampling(parser: argparse.ArgumentParser) -> None:
    """How events are drawn."""
    parser.add_argument(
        "--temperature", type=number_within(TEMPERATURE), default=1.0, help="higher is wilder (default 1.0)"
    )
    parser.add_argument("--top_k", type=whole_number_within(TOP_K), default=0, help="only the N likeliest; 0: all")
    parser.add_argument("--top_p", type=number_within(TOP_P), default=1.0, help="only the likeliest events up to this")
    parser.add_argument("--beam_size", type=whole_number_within(BEAM_SIZE), default=1, help="pieces kept side by side")
    parser.add_argument("--branch_factor", type=whole_number_within(BEAM_SIZE), default=1, help="branches of each")
    parser.add_argument(
        "--steps_per_iteration", type=whole_number_within(STEPS_PER_ITERATION), default=1, help="events in between"
    )


def add_ignored(parser: argparse.ArgumentParser) -> None:
    """What Magenta needs to be told and this does not."""
    parser.add_argument("--log", metavar="LEVEL", help="accepted; there is nothing to log")
    parser.add_argument("--hparams", metavar="TEXT", help="accepted; sizes are read off the file")


def add_boolean(parser: argparse.ArgumentParser, name: str, words: str, default: bool | None = None) -> None:
    """`--name`, `--noname`, `--name=true` and `--name=false`."""
    parser.add_argument(
        f"--{name}",
        nargs="?",
        const=True,
        default=default,
        type=literals.boolean_flag,
        metavar="BOOL",
        help=words,
    )
    parser.add_argument(f"--no{name}", dest=name, action="store_const", const=False, help=argparse.SUPPRESS)
