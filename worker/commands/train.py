"""`train`: from a folder of MIDI to a bundle with its card."""

from __future__ import annotations

import argparse
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models_store.catalogue.limits import Limits, WholeLimits
from models_store.models import BUNDLE_NAME
from worker.commands.ranges import number_within, whole_number_within
from worker.encodings.roles import ROLES
from worker.training.corpus import EVERY_FILE, CorpusError

if TYPE_CHECKING:
    from worker.training.dataset import Dataset
    from worker.training.recipes import Recipe
    from worker.training.trainer import RunOptions

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
        "--only",
        default=EVERY_FILE,
        metavar="GLOB",
        help="of those below DIR only the paths that match, such as '*_fill_4-4.mid' or 'waltzes/*' (default: all)",
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
    parser.add_argument("--role", choices=ROLES, help="of a band, learn from those alone who play it")
    parser.add_argument("--layers", type=_sizes, metavar="SIZE,…", help="units of each layer (default: the config's)")
    parser.add_argument("--batch", type=int, help="rows trained at once (default: the config's)")
    parser.add_argument(
        "--dropout", type=_share, metavar="SHARE", help="of each layer's outputs, 0 to 0.9 (default: the config's)"
    )
    parser.add_argument("--optimizer", choices=("adam", "muon"), help="(default: the config's)")
    parser.add_argument("--learning-rate", type=float, help="peak of the schedule (default: the config's)")
    parser.add_argument(
        "--schedule",
        choices=("cosine", "plateau"),
        default="cosine",
        help="cosine (default) lets the rate fall all along, down to 3 %% at the end; "
        "plateau halves it after two looks at validation without a better loss",
    )
    parser.add_argument(
        "--patience",
        type=whole_number_within(WholeLimits(1, 1000)),
        metavar="LOOKS",
        help="end after so many looks at validation without a better loss (default: learn from all --events; "
        "what is shipped are the best weights either way)",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--start-from",
        type=Path,
        nargs="+",
        default=(),
        metavar="FILE",
        help="tensors (.npz) or a bundle (.mag) to go on from; of several, from their mean",
    )
    parser.add_argument("--description", default="", help="for the card: what the network plays")
    parser.add_argument("--data-source", default="", help="for the card: where the data comes from")
    parser.add_argument("--licence", default="", help="for the card: the data's licence")
    parser.set_defaults(run=run)


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(","))


_share = number_within(Limits(0.0, 0.9, step=0.1))


def _recipe(options: argparse.Namespace) -> Recipe:
    """The config's, but for what was asked."""
    from worker.training.recipes import for_role, recipe_for

    recipe = recipe_for(options.config)
    keep = None if options.dropout is None else 1 - options.dropout
    asked = {"layer_sizes": options.layers, "batch": options.batch, "keep": keep, "optimizer": options.optimizer}
    recipe = replace(recipe, **{name: value for name, value in asked.items() if value is not None})
    return for_role(recipe, options.role) if options.role else recipe


def run(options: argparse.Namespace) -> None:
    from worker.training.checkpoint import only_run_in
    from worker.training.dataset import load_dataset
    from worker.training.interruption import RunStopped
    from worker.training.shipping import ship
    from worker.training.trainer import Trainer

    recipe = _recipe(options)
    dataset = load_dataset(recipe.encoding, options.data, CACHE, options.only)
    print(f"{len(dataset.examples['train'])} pieces to train on; {len(dataset.skipped)} files skipped", file=sys.stderr)
    _require_held_out(dataset, options.data)
    options.out.mkdir(parents=True, exist_ok=True)
    with only_run_in(options.out):
        trainer = Trainer(recipe, dataset, _run_options(options, recipe))
        try:
            weights = trainer.run()
        except RunStopped as stopped:
            print(stopped, file=sys.stderr)
            raise
    ship(weights, recipe, dataset, options, trainer.figures, shlex.join(("python", "-m", "worker", *sys.argv[1:])))
    print(f"{options.out / BUNDLE_NAME}")


def _require_held_out(dataset: Dataset, folder: Path) -> None:
    """Refuses at the start what could be neither validated nor measured in the end.

    Raises:
        CorpusError: The validation or the test split holds nothing.
    """
    for split in ("validation", "test"):
        if not dataset.examples[split]:
            listed = f"a files.tsv there, with the columns path and split, can say which files are in {split}"
            raise CorpusError(f"{folder}: the {split} split holds no piece: add files, or name some ({listed})")


def _run_options(options: argparse.Namespace, recipe: Recipe) -> RunOptions:
    from worker.training.trainer import RunOptions

    return RunOptions(
        out=options.out,
        events=int(options.events),
        validate_events=int(options.validate_events),
        seed=options.seed,
        learning_rate=options.learning_rate or recipe.learning_rate,
        schedule=options.schedule,
        patience=options.patience,
        start_from=tuple(options.start_from),
    )
