"""`evaluate`: how well a bundle foretells a folder of MIDI files."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from worker.training.corpus import CorpusError


def add_parser(commands: Any) -> None:
    parser: argparse.ArgumentParser = commands.add_parser("evaluate", help="nats per event of a bundle on MIDI files")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("midi_dir", type=Path, help="a folder of MIDI files")
    parser.add_argument(
        "--split", choices=("train", "validation", "test"), help="only this split of the folder's files.tsv"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    from worker.networks.bundle import read_bundle
    from worker.training.corpus import find_files
    from worker.training.dataset import read_examples
    from worker.training.evaluate import Evaluator
    from worker.training.recipes import recipe_for

    bundle = read_bundle(options.bundle)
    encoding = recipe_for(bundle.config).encoding
    files = [file.path for file in find_files(options.midi_dir) if options.split in (None, file.split)]
    pieces = [encoding.encode(example) for example in read_examples(encoding, files)]
    if not pieces:
        raise CorpusError(f"{options.midi_dir}: no file holds what {bundle.config} reads")
    found = Evaluator(bundle.config, bundle.attn_length).likelihood(bundle.weights, pieces)
    if options.json:
        print(json.dumps({"events": found.events, "nats_per_event": round(found.nats_per_event, 4)}))
    else:
        print(f"{found.nats_per_event:.3f} nats per event over {found.events} events of {len(pieces)} pieces")
