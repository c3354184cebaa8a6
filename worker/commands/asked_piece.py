"""From the command line's options to the piece that is asked for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from worker.commands.magenta_flags import CONTROLS, FAMILIES
from worker.commands.primer_midi import MidiPrimer, read_primer
from worker.contract.chords import DEFAULT_CHORDS
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import Conditioning, ModelRef, PartSpec, Primer, Sampling
from worker.encodings.config import Config

TIME_LIMIT_SECONDS: Final = 3600
DEFAULT_QPM: Final = {"pianoroll_rnn_nade": 60.0}
_STORE_SECONDS: Final = 30.0
_SAMPLING: Final = ("temperature", "top_k", "top_p", "beam_size", "branch_factor", "steps_per_iteration")
_PRIMERS: Final = {
    "start_pitch": "start_pitch",
    "primer_pitches": "pitches",
    "primer_melody": "melody",
    "primer_drums": "drums",
    "primer_pianoroll": "pianoroll",
}


class MisplacedFlag(ValueError):
    """A flag that means nothing to the network; the message says to which it does."""


def asked_piece(options: argparse.Namespace, ref: ModelRef, config: Config, seed: int) -> JobSpec:
    """The piece that is to be composed.

    Raises:
        MisplacedFlag: A flag is not for such a network.
        PrimerError: The MIDI file cannot be a primer.
        OSError: It cannot be read.
    """
    _refuse_misplaced(options, config)
    midi = _midi(options, config)
    qpm = (midi.qpm if midi else None) or options.qpm or DEFAULT_QPM.get(config.family, 120.0)
    conditioning = _conditioning(options, config)
    name = Path(ref.name).stem
    part = PartSpec(
        role=name,
        model=ref,
        program=0,
        is_drum=config.family == "drums",
        sampling=Sampling(**{name: getattr(options, name) for name in _SAMPLING}),
        primer=_primer(options, config, midi),
        conditioning=conditioning,
    )
    return JobSpec(
        job_id="",
        style=name,
        type="piece",
        length_seconds=_length_seconds(options, config, conditioning, qpm),
        qpm=qpm,
        seed=seed,
        time_limit_seconds=TIME_LIMIT_SECONDS,
        parts=(part,),
    )


def _refuse_misplaced(options: argparse.Namespace, config: Config) -> None:
    for flag, families in FAMILIES.items():
        if getattr(options, flag) is not None and config.family not in families:
            raise MisplacedFlag(f"--{flag} is for {' and '.join(families)} networks; {config.id} is none")
    for flag in CONTROLS:
        if getattr(options, flag) is not None and flag not in config.controls:
            raise MisplacedFlag(f"--{flag} is for networks that hear it; {config.id} does not")


def _midi(options: argparse.Namespace, config: Config) -> MidiPrimer | None:
    if options.primer_midi is None:
        return None
    on_grid = config.family != "performance"
    return read_primer(options.primer_midi.expanduser(), for_drums=config.family == "drums", on_grid=on_grid)


def _primer(options: argparse.Namespace, config: Config, midi: MidiPrimer | None) -> Primer:
    given = {field: getattr(options, flag) for flag, field in _PRIMERS.items()}
    given |= {"notes": midi.notes if midi else None, "include_primer": options.include_primer}
    for name in ("condition_on_primer", "inject_primer_during_generation"):
        given[name] = getattr(options, name)
    known = {name: value for name, value in given.items() if value is not None}
    is_primed = known.keys() & {"notes", *_PRIMERS.values()}
    if config.family == "drums" and options.model is None and not is_primed:
        # Magenta's own commands begin with a bass drum and two steps of silence.
        known["drums"] = ((36,),)
    return Primer(**known)


def _conditioning(options: argparse.Namespace, config: Config) -> Conditioning:
    known: dict[str, Any] = {name: getattr(options, name) for name in CONTROLS if getattr(options, name)}
    if config.family == "improv":
        known["backing_chords"] = tuple(options.backing_chords or DEFAULT_CHORDS)
        known["steps_per_chord"] = options.steps_per_chord or 16
        known["render_chords"] = bool(options.render_chords)
    return Conditioning(**known)


def _length_seconds(options: argparse.Namespace, config: Config, conditioning: Conditioning, qpm: float) -> float:
    """Of the whole piece; where nothing is asked, of all chords, else Magenta's or a model of the store's."""
    if options.seconds is not None:
        return float(options.seconds)
    is_performance = config.family == "performance"
    step_seconds = 0.01 if is_performance else 60.0 / qpm / config.steps_per_quarter
    if options.num_steps is not None:
        return float(options.num_steps * step_seconds)
    if config.family == "improv":
        return len(conditioning.backing_chords) * conditioning.steps_per_chord * step_seconds
    if options.model is not None:
        return _STORE_SECONDS
    return (3000 if is_performance else 128) * step_seconds
