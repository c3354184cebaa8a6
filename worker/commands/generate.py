"""`generate`: a piece without a server."""

from __future__ import annotations

import argparse
import secrets
import time
from pathlib import Path
from typing import Any

from models_store.catalogue.limits import LENGTH_SECONDS, SEED, START_PITCH, TEMPERATURE, Limits
from models_store.models import PRETRAINED, ModelStore, ModelVersion
from worker.commands.ranges import number_within, whole_number_within
from worker.contract.job_spec import JobSpec, ModelRef, PartSpec

DEADLINE_SECONDS = 3600
# A job's tempo is its type's; here a person may choose.
QPM = Limits(30, 300, step=1)


def add_parser(commands: Any) -> None:
    parser: argparse.ArgumentParser = commands.add_parser("generate", help="compose a piece into a MIDI file")
    parser.add_argument(
        "--model", required=True, metavar="NAME", help="a model of the store, such as piano_performance"
    )
    parser.add_argument(
        "--models", type=Path, default=PRETRAINED, metavar="DIR", help="the store (default: the shipped models)"
    )
    parser.add_argument(
        "--seconds", type=number_within(LENGTH_SECONDS), default=30.0, help="length of the piece, 5-180"
    )
    parser.add_argument("--seed", type=whole_number_within(SEED), help="the same seed gives the same piece")
    parser.add_argument("--temperature", type=number_within(TEMPERATURE), default=1.0, help="0.1-2.0 (default 1.0)")
    parser.add_argument("--start-pitch", type=whole_number_within(START_PITCH), help="MIDI pitch to start from, 21-108")
    parser.add_argument("--qpm", type=number_within(QPM), default=120.0, help="quarters per minute (default 120)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the MIDI file to write")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    from worker.composing.composer import compose
    from worker.engine.engine import Engine
    from worker.networks.library import Library

    store = ModelStore(options.models)
    engine = Engine()
    engine.start()
    spec = _spec(options, store.latest(options.model))
    piece = compose(spec, Library(store, warm=False), engine, lambda _progress: True)
    engine.stop()
    options.out.write_bytes(piece.to_midi())
    notes = sum(len(part.notes) for part in piece.parts)
    print(f"{options.out}: {notes} notes in {piece.length_seconds:g} s, seed {spec.seed}")


def _spec(options: argparse.Namespace, model: ModelVersion) -> JobSpec:
    is_drum = model.config == "drum_kit"
    part = PartSpec(
        role=options.model,
        model=ModelRef(model.name, model.version, model.sha256),
        program=0,
        is_drum=is_drum,
        temperature=options.temperature,
        primer_pitches=() if options.start_pitch is None else (options.start_pitch,),
    )
    return JobSpec(
        job_id="",
        style=options.model,
        type="piece",
        length_seconds=options.seconds,
        qpm=options.qpm,
        seed=secrets.randbelow(SEED.maximum + 1) if options.seed is None else options.seed,
        deadline_unix_seconds=time.time() + DEADLINE_SECONDS,
        parts=(part,),
    )
