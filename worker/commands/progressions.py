"""`progressions`: from a folder of MIDI to how often which chord follows which."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from worker.commands.train import CACHE
from worker.training.corpus import EVERY_FILE


def add_parser(commands: Any) -> None:
    parser: argparse.ArgumentParser = commands.add_parser(
        "progressions", help="count the chord progressions of a folder of MIDI files"
    )
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="MIDI files; the train split is read")
    parser.add_argument("--only", default=EVERY_FILE, metavar="GLOB", help="only the paths that match (default: all)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the JSON file to write")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    from worker.encodings.progression import ProgressionReading
    from worker.training.dataset import load_dataset
    from worker.training.progressions import counted

    pieces = load_dataset(ProgressionReading(), options.data, CACHE, options.only).examples["train"]
    options.out.write_text(f"{json.dumps(counted(pieces), indent=1)}\n")
    print(f"{options.out}: {len(pieces)} pieces", file=sys.stderr)
