"""`grooves`: the two bars of each style that are most like the others, for drummers to go on from."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    parser: argparse.ArgumentParser = commands.add_parser(
        "grooves", help="find two typical bars of each style of drums"
    )
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        metavar="DIR",
        help="the Groove MIDI Dataset, whose file names say the style",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for STYLE.toml")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    from worker.training.typical_bars import typical_grooves

    options.out.mkdir(parents=True, exist_ok=True)
    for groove in typical_grooves(options.data):
        path = options.out / f"{groove.slug}.toml"
        path.write_text(groove.to_toml())
        print(f"{path}: {groove.source}")
