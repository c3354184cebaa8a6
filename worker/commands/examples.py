"""`examples`: a piece of every style, composed and rendered beforehand, for the page to play at once."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from models_store.catalogue import load_styles
from models_store.catalogue.limits import SEED
from models_store.models import ModelStore
from worker.commands.ranges import whole_number_within
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PartSpec, Sampling
from worker.contract.results import MIDI_NAME, MP3_NAME

if TYPE_CHECKING:
    from models_store.catalogue import PartEntry, StyleEntry, TypeEntry

LENGTH_SECONDS: Final = 20.0
TIME_LIMIT_SECONDS: Final = 600.0
DEFAULT_SEED: Final = 1


def add_parser(commands: Any) -> None:
    parser: argparse.ArgumentParser = commands.add_parser("examples", help="compose and render a piece of every style")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for STYLE.mid and STYLE.mp3")
    parser.add_argument("--soundfont", type=Path, required=True, metavar="FILE", help="a .sf2 or .sf3 file")
    parser.add_argument("--seed", type=whole_number_within(SEED), default=DEFAULT_SEED, help="of all pieces")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    from worker.commands.composed import composed
    from worker.networks.library import Library
    from worker.rendering.render import render
    from worker.rendering.soundfont import SoundFont

    store, styles = ModelStore(), load_styles()
    pieces = composed([_spec(store, style, options.seed) for style in styles], Library(store, warm=False))
    soundfont = SoundFont(options.soundfont)
    options.out.mkdir(parents=True, exist_ok=True)
    for style, piece in zip(styles, pieces, strict=True):
        midi = piece.to_midi()
        for name, content in ((MIDI_NAME, midi), (MP3_NAME, render(midi, soundfont, MP3_NAME))):
            path = options.out / f"{style.slug}{Path(name).suffix}"
            path.write_bytes(content)
            print(f"{path}: {len(content)} bytes")


def _spec(store: ModelStore, style: StyleEntry, seed: int) -> JobSpec:
    """The style's first type, as the page asks for it where nothing is changed."""
    first = style.types[0]
    return JobSpec(
        job_id="",
        style=style.slug,
        type=first.slug,
        length_seconds=LENGTH_SECONDS,
        qpm=first.qpm,
        seed=seed,
        time_limit_seconds=TIME_LIMIT_SECONDS,
        parts=tuple(_part(store, first, part) for part in first.parts),
    )


def _part(store: ModelStore, type_: TypeEntry, part: PartEntry) -> PartSpec:
    model = store.latest(part.model)
    ref = ModelRef(model.name, model.version, model.sha256)
    sampling = Sampling(temperature=type_.default_temperature)
    return PartSpec(part.role, ref, part.program, is_drum=part.is_drum, sampling=sampling)
