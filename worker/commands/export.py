"""`export`: a network as a bundle that Magenta plays."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from models_store.models import PRETRAINED, ModelStore


def add_parser(commands: Any) -> None:
    parser: argparse.ArgumentParser = commands.add_parser("export", help="write a network as a bundle for Magenta")
    parser.add_argument(
        "model", help="a model of the store, or a file: a bundle, a checkpoint (prefix or folder), one of Magenta.js"
    )
    parser.add_argument("out", type=Path, metavar="OUT.mag", help="the bundle to write")
    parser.add_argument(
        "--config", default="", metavar="ID", help="Magenta's config id, where the file does not say it"
    )
    parser.add_argument("--description", default="", help="what the network plays (default: what the file says)")
    parser.add_argument(
        "--models", type=Path, default=PRETRAINED, metavar="DIR", help="the store (default: the shipped models)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    from dataclasses import replace

    from worker.networks.bundle import write_bundle
    from worker.networks.model_files import read_model

    bundle = read_model(_path(options), options.config)
    described = replace(bundle, description=options.description or bundle.description or options.model)
    write_bundle(options.out, described)
    print(f"{options.out}: {bundle.config}")


def _path(options: argparse.Namespace) -> Path:
    path = Path(options.model)
    # A checkpoint's prefix is no file by itself, its index is.
    if path.exists() or path.with_name(f"{path.name}.index").exists() or path.suffix == ".mag":
        return path
    return ModelStore(options.models).latest(options.model).path
