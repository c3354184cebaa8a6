"""`examples`: pieces that were decided upon beforehand, composed and rendered for the page to play at once."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models_store.models import ModelStore
from worker.contract.job_spec import JobSpec
from worker.contract.results import MIDI_NAME, MP3_NAME

if TYPE_CHECKING:
    from worker.composing.piece import Piece
    from worker.rendering.soundfont import SoundFont


def add_parser(commands: Any) -> None:
    parser: argparse.ArgumentParser = commands.add_parser("examples", help="compose and render a piece of every style")
    parser.add_argument(
        "--specs", type=Path, required=True, metavar="FILE", help="what `manage.py example_specs` prints"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for STYLE.mid and STYLE.mp3")
    parser.add_argument("--soundfont", type=Path, required=True, metavar="FILE", help="a .sf2 or .sf3 file")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    from worker.commands.composed import composed
    from worker.networks.library import Library
    from worker.rendering.soundfont import SoundFont

    specs = [JobSpec.from_json(spec) for spec in json.loads(options.specs.read_text())]
    pieces = composed(specs, Library(ModelStore(), warm=False))
    soundfont = SoundFont(options.soundfont)
    options.out.mkdir(parents=True, exist_ok=True)
    for spec, piece in zip(specs, pieces, strict=True):
        _write(options.out / spec.style, piece, soundfont)


def _write(path: Path, piece: Piece, soundfont: SoundFont) -> None:
    """Both files of a piece, at `path` but for their endings."""
    from worker.rendering.render import render

    midi = piece.to_midi()
    for name, content in ((MIDI_NAME, midi), (MP3_NAME, render(midi, soundfont, MP3_NAME))):
        file = path.with_suffix(Path(name).suffix)
        file.write_bytes(content)
        print(f"{file}: {len(content)} bytes")
