"""`touch`: how drummers strike, counted in a folder of MIDI, and how near that comes to others."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    parser: argparse.ArgumentParser = commands.add_parser(
        "touch", help="count loudness and timing of drum hits in a folder of MIDI files"
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="drummers' MIDI files, of which those in 4/4 are read"
    )
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--out", type=Path, metavar="FILE", help="the table of the train split, as JSON")
    asked.add_argument(
        "--evaluate", action="store_true", help="print how near that table comes to the test split, as JSON lines"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    from worker.training.drum_takes import read_takes
    from worker.training.touch import touch_table
    from worker.training.touch_overlap import overlaps

    train = read_takes(options.data, "train")
    table = touch_table(train)
    if options.evaluate:
        for figures in overlaps(table, train, read_takes(options.data, "test")):
            print(json.dumps(figures))
    else:
        options.out.write_text(json.dumps(asdict(table)) + "\n")
        print(f"{options.out}: of {len(train)} takes")
