"""`python -m worker`: pieces and examples of styles; networks trained and measured; drummers' touch and grooves."""

from __future__ import annotations

import argparse
import sys

from models_store.models import ModelUnavailable
from worker.commands import compare_vectors, evaluate, examples, export, generate, grooves, progressions, touch, train
from worker.commands.compare_vectors import VectorsDiffer
from worker.encodings.config import UnknownConfig
from worker.networks.bundle import BundleError
from worker.training.checkpoint import RunBusy
from worker.training.corpus import CorpusError


def main(arguments: list[str] | None = None) -> None:
    """Runs one command; what the person can mend is said in one line, without a traceback."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (BundleError, CorpusError, ModelUnavailable, RunBusy, UnknownConfig, VectorsDiffer, OSError) as error:
        sys.exit(f"{error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m worker", description="Compose, train and measure without a server."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (generate, train, progressions, evaluate, touch, grooves, export, compare_vectors, examples):
        module.add_parser(commands)
    return parser
