"""`train`: from a folder of MIDI to a bundle with its card."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import Any

from models_store.models import BUNDLE_NAME

CACHE = Path(".cache/datasets")


def add_parser(commands: Any) -> None:
    parser: argparse.ArgumentParser = commands.add_parser("train", help="train a network on a folder of MIDI files")
    parser.add_argument(
        "config", help="Magenta's config id, such as performance_with_dynamics, drum_kit, polyphony or attention_rnn"
    )
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        metavar="DIR",
        help="MIDI files; a files.tsv there or one above fixes the split",
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="for checkpoints, bundle and card; a run there is gone on with",
    )
    parser.add_argument("--events", type=float, default=10e6, help="events to learn from in all (default 10e6)")
    parser.add_argument("--validate-events", type=float, default=250e3, help="events between two looks at validation")
    parser.add_argument("--learning-rate", type=float, help="peak of the schedule (default: the config's)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--start-from", type=Path, metavar="FILE", help="tensors (.npz) or a bundle (.mag) to go on from"
    )
    parser.add_argument("--description", default="", help="for the card: what the network plays")
    parser.add_argument("--data-source", default="", help="for the card: where the data comes from")
    parser.add_argument("--licence", default="", help="for the card: the data's licence")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    from worker.training.checkpoint import only_run_in
    from worker.training.dataset import load_dataset
    from worker.training.recipes import recipe_for
    from worker.training.shipping import ship
    from worker.training.trainer import RunOptions, Trainer

    recipe = recipe_for(options.config)
    dataset = load_dataset(recipe.encoding, options.data, CACHE)
    print(f"{len(dataset.examples['train'])} pieces to train on; {len(dataset.skipped)} files skipped", file=sys.stderr)
    options.out.mkdir(parents=True, exist_ok=True)
    run_options = RunOptions(
        out=options.out,
        events=int(options.events),
        validate_events=int(options.validate_events),
        seed=options.seed,
        learning_rate=options.learning_rate or recipe.learning_rate,
        start_from=options.start_from,
    )
    with only_run_in(options.out):
        trainer = Trainer(recipe, dataset, run_options)
        weights = trainer.run()
    ship(weights, recipe, dataset, options, trainer.events, shlex.join(("python", "-m", "worker", *sys.argv[1:])))
    print(f"{options.out / BUNDLE_NAME}")
