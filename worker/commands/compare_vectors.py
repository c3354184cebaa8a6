"""`compare-vectors`: bundles against what Magenta computed from them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from worker.networks.comparison import Comparison


class VectorsDiffer(Exception):
    """A network does not give what Magenta gave; the message counts them."""


class Incomparable(ValueError):
    """Bundle, description and vectors do not belong together; the message says why."""


def add_parser(commands: Any) -> None:
    parser: argparse.ArgumentParser = commands.add_parser(
        "compare-vectors", help="compare bundles with vectors that Magenta computed from them"
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="NAME.mag, NAME.json and NAME.npz for each bundle")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    bundles = sorted(options.folder.glob("*.mag"))
    if not bundles:
        raise VectorsDiffer(f"{options.folder} holds no bundle (NAME.mag)")
    print(f"{'bundle':52} {'inputs':>8} {'probabilities':>14} {'likelihood':>11}  result")
    off = [path.stem for path in bundles if not _row(path)]
    if off:
        raise VectorsDiffer(f"{len(off)} of {len(bundles)} differ from Magenta: {', '.join(off)}")
    print(f"all {len(bundles)} as Magenta has them")


def _row(path: Path) -> bool:
    """Compares one bundle and prints its row; whether all is as Magenta has it."""
    from zipfile import BadZipFile

    from worker.encodings.config import UnknownConfig
    from worker.encodings.event_json import EventError
    from worker.networks.bundle import BundleError

    try:
        found = _compared(path)
    except (BadZipFile, BundleError, EventError, UnknownConfig, OSError, KeyError, ValueError) as error:
        print(f"{path.stem:52} {'':>8} {'':>14} {'':>11}  cannot be compared: {error}")
        return False
    largest = max(found.probabilities.values(), default=None)
    numbers = f"{_shown(found.inputs):>8} {_shown(largest):>14} {_shown(found.log_likelihood):>11}"
    print(f"{path.stem:52} {numbers}  {'ok' if found.holds else 'OFF'}")
    return found.holds


def _compared(path: Path) -> Comparison:
    import numpy as np

    from worker.encodings.configs import config_of
    from worker.networks.bundle import read_bundle
    from worker.networks.comparison import compare

    bundle = read_bundle(path)
    described = json.loads(path.with_suffix(".json").read_bytes())
    if not isinstance(described, dict):
        raise Incomparable(f"{path.stem}.json describes nothing")
    # A compact config shares its bundle's id with another; only the description tells.
    config = config_of(described.get("config", bundle.config))
    if config.generator_id != bundle.config:
        raise Incomparable(f"the bundle is of {bundle.config}, its description of {config.id}")
    with path.with_suffix(".npz").open("rb") as file, np.load(file, allow_pickle=False) as vectors:
        return compare(bundle, config, described, dict(vectors))


def _shown(difference: float | None) -> str:
    return "-" if difference is None else f"{difference:.1e}" if difference else "0"
