"""`make quality`: how like the held-out music of its corpus each type's pieces are, and what is wrong with them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from models_store.models import ModelStore
from tests.bench.quality.measured import measured
from tests.bench.quality.pieces import catalogue, pieces_of, resolved
from tests.bench.quality.plots import write_plots
from tests.bench.quality.table import write_tables
from worker.training.corpus import CorpusError

PIECES: Final = 50


def main() -> None:
    options = _options()
    store, found = ModelStore(), []
    with catalogue() as types:
        for style, type_ in types:
            pieces = pieces_of(resolved(style, type_, options.pieces), store)
            found.append(measured(f"{style}/{type_}", pieces, store, options.corpora))
            found[-1].tell()
    if options.write:
        write_tables(found, options.pieces)
        write_plots(found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make quality")
    parser.add_argument("--corpora", type=_corpora, required=True)
    parser.add_argument("--pieces", type=int, default=PIECES, help="of each type")
    parser.add_argument("--write", action="store_true", help="into docs/quality.md and docs/images")
    return parser.parse_args()


def _corpora(text: str) -> Path:
    folder = Path(text).expanduser().resolve()
    if not (folder / "files.tsv").is_file():
        raise argparse.ArgumentTypeError(
            f"{folder} has no files.tsv; it must be the folder of the corpora, each in a folder of its own, with the"
            " table that says which of their files are held out (docs/quality.md)"
        )
    return folder


if __name__ == "__main__":
    try:
        main()
    except CorpusError as error:
        sys.exit(f"{error}")
