"""`generate`: pieces without a server, by Magenta's flags or our own."""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models_store.catalogue.limits import LENGTH_SECONDS, SEED, START_PITCH
from models_store.models import PRETRAINED, ModelStore
from worker.commands import magenta_flags
from worker.commands.magenta_flags import NUM_OUTPUTS, NUM_STEPS, QPM
from worker.commands.ranges import number_within, whole_number_within
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef

if TYPE_CHECKING:
    from worker.encodings.config import Config
    from worker.networks.library import Library

# As many as Magenta makes where it is not told.
DEFAULT_OUTPUTS = 10


def add_parser(commands: Any) -> None:
    parser: argparse.ArgumentParser = commands.add_parser("generate", help="compose pieces into MIDI files")
    _add_models(parser)
    _add_outputs(parser)
    lengths = parser.add_mutually_exclusive_group()
    lengths.add_argument("--seconds", type=number_within(LENGTH_SECONDS), help="length of the piece, 5-180")
    lengths.add_argument("--num_steps", type=whole_number_within(NUM_STEPS), help="the same in steps of the network")
    parser.add_argument("--seed", type=whole_number_within(SEED), help="the same seed gives the same piece")
    parser.add_argument("--qpm", type=number_within(QPM), help="quarters per minute (default 120; RNN-NADE 60)")
    magenta_flags.add_primers(parser, START_PITCH)
    magenta_flags.add_conditions(parser)
    magenta_flags.add_sampling(parser)
    magenta_flags.add_ignored(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    from worker.commands.asked_piece import MisplacedFlag
    from worker.commands.composed import composed
    from worker.commands.primer_midi import PrimerError
    from worker.composing.composer import UnplayableRequest
    from worker.networks.library import Library

    if options.out is not None and options.num_outputs not in (None, 1):
        sys.exit("--num_outputs goes with --output_dir; --out is one file")
    library = Library(ModelStore(options.models), warm=False)
    ref = _model(options, library)
    try:
        specs = _specs(options, ref, library.get(ref).config)
        pieces = composed(specs, library)
    except (MisplacedFlag, PrimerError, UnplayableRequest) as error:
        sys.exit(f"{error}")
    for path, spec, piece in zip(_paths(options, len(specs)), specs, pieces, strict=True):
        path.write_bytes(piece.to_midi())
        notes = sum(len(part.notes) for part in piece.parts)
        print(f"{path}: {notes} notes in {piece.length_seconds:g} s, seed {spec.seed}")


def _add_models(parser: argparse.ArgumentParser) -> None:
    models = parser.add_mutually_exclusive_group(required=True)
    models.add_argument("--model", metavar="NAME", help="a model of the store, such as piano_performance")
    models.add_argument("--bundle_file", type=Path, metavar="FILE", help="a bundle of Magenta's")
    models.add_argument("--run_dir", type=Path, metavar="DIR", help="a folder of Magenta's training")
    models.add_argument("--checkpoint_file", type=Path, metavar="FILE", help="a checkpoint of Magenta's")
    parser.add_argument(
        "--models", type=Path, default=PRETRAINED, metavar="DIR", help="the store (default: the shipped models)"
    )
    parser.add_argument("--config", default="", metavar="ID", help="a checkpoint's config, where its sizes do not tell")


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    outputs = parser.add_mutually_exclusive_group(required=True)
    outputs.add_argument("--out", type=Path, metavar="FILE", help="the MIDI file to write")
    outputs.add_argument("--output_dir", type=Path, metavar="DIR", help="the folder to write MIDI files to")
    parser.add_argument(
        "--num_outputs", type=whole_number_within(NUM_OUTPUTS), help="MIDI files in the folder (default 10)"
    )


def _model(options: argparse.Namespace, library: Library) -> ModelRef:
    if options.model is not None:
        model = library.store.latest(options.model)
        return ModelRef(model.name, model.version, model.sha256)
    if options.bundle_file is not None:
        return library.open_file(options.bundle_file.expanduser())
    path = (options.checkpoint_file or options.run_dir).expanduser()
    trained = path / "train"
    return library.open_file(trained if options.run_dir is not None and trained.is_dir() else path, options.config)


def _specs(options: argparse.Namespace, ref: ModelRef, config: Config) -> list[JobSpec]:
    """One for each file; a piece's seed is one more than that of the piece before it."""
    from worker.commands.asked_piece import asked_piece

    count = 1 if options.out is not None else options.num_outputs or DEFAULT_OUTPUTS
    seed = secrets.randbelow(SEED.maximum + 1) if options.seed is None else options.seed
    first = asked_piece(options, ref, config, seed)
    return [replace(first, seed=(first.seed + place) % (SEED.maximum + 1)) for place in range(count)]


def _paths(options: argparse.Namespace, count: int) -> list[Path]:
    """Files are named as Magenta names them."""
    if options.out is not None:
        return [options.out]
    folder: Path = options.output_dir.expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    begun, digits = time.strftime("%Y-%m-%d_%H%M%S"), len(str(count))
    return [folder / f"{begun}_{place:0{digits}}.mid" for place in range(1, count + 1)]
