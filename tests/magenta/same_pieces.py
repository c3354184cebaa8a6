"""Whole pieces: Magenta's own commands and ours, told the same, must play the same notes.

Magenta draws by our dice; in beam search, and of an RNN-NADE, which has none, both take the likeliest alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np

from models_store.models import ModelStore
from tests.magenta.cases import DATA, Case, all_cases, write_primer
from worker.commands import generate
from worker.commands.asked_piece import asked_piece
from worker.composing.composer import compose
from worker.composing.piece import Piece
from worker.encodings.polyphony import STEP_END
from worker.engine.engine import Engine
from worker.networks.bundle import read_bundle, write_bundle
from worker.networks.library import Library

MAGENTA_SIDE: Final = Path(__file__).with_name("pieces.py")
# Start, end, pitch, velocity, program; times are rounded to a millisecond.
Row = tuple[float, float, int, int, int]


def same_pieces(magenta_python: str) -> bool:
    """Prints a row for each piece; whether all are the same."""
    with tempfile.TemporaryDirectory() as folder:
        primer, polyphony = Path(folder) / "primer.mid", Path(folder) / "polyphony.mag"
        write_primer(primer)
        _write_polyphony(polyphony)
        cases = all_cases(primer, polyphony)
        theirs = played_by_magenta(cases, Path(folder), magenta_python)
        return all(_compared(cases, theirs))


def _compared(cases: list[Case], theirs: dict[str, Any]) -> list[bool]:
    library = Library(ModelStore(), warm=False)
    engine = Engine()
    engine.start()
    print(f"{'piece':62} {'notes':>5}  result")
    good = [_row(case, theirs[case.name], _played(case, library, engine)) for case in cases]
    engine.stop()
    return good


def _write_polyphony(path: Path) -> None:
    """Random weights, but a bias to end steps: about six events each."""
    bundle = read_bundle(DATA / "polyphony.mag")
    bias = np.array(bundle.weights.output_bias)
    bias[STEP_END] += 4
    write_bundle(path, replace(bundle, weights=replace(bundle.weights, output_bias=bias)))


def played_by_magenta(
    cases: list[Case], folder: Path, magenta_python: str, side: Path = MAGENTA_SIDE
) -> dict[str, Any]:
    """Magenta's pieces by name; each of its packages needs a process of its own, as their flags collide."""
    found: dict[str, Any] = {}
    for package, told in groupby(cases, lambda case: case.package):
        asked, out = folder / f"{package}.json", folder / f"{package}.out.json"
        described = [described_case(case) for case in told]
        asked.write_text(json.dumps(described))
        subprocess.run([magenta_python, "-W", "ignore", side, asked, out], check=True, stderr=subprocess.PIPE)
        found |= json.loads(out.read_text())
    return found


def described_case(case: Case) -> dict[str, Any]:
    return {
        "name": case.name,
        "package": case.package,
        "bundle": str(case.bundle),
        "config": read_bundle(case.bundle).config,
        "flags": case.flags,
        "temperature": case.temperature,
    }


def _played(case: Case, library: Library, engine: Engine) -> Piece:
    parser = argparse.ArgumentParser()
    generate.add_parser(parser.add_subparsers())
    told = ["generate", f"--bundle_file={case.bundle}", "--output_dir=unused", *case.flags]
    options = parser.parse_args(told)
    ref = library.open_file(options.bundle_file)
    spec = asked_piece(options, ref, library.get(ref).config, seed=0)
    part = replace(spec.parts[0], sampling=replace(spec.parts[0].sampling, temperature=case.temperature))
    return compose(replace(spec, parts=(part,)), library, engine, lambda _progress: True)


def _row(case: Case, theirs: Any, piece: Piece) -> bool:
    result = theirs if isinstance(theirs, str) else _difference(case, theirs, piece)
    notes = sum(len(part.notes) for part in piece.parts)
    print(f"{case.name:62} {notes:5}  {result or 'the same'}", flush=True)
    return not result


def _difference(case: Case, theirs: list[Any], piece: Piece) -> str:
    """What differs first; empty where nothing does.

    The end is left out: Magenta may make a step less, or stop a piece of whole notes where the last would end.
    """
    horizon = min(piece.length_seconds, max((row[0] for row in theirs), default=0.0) + 0.5) - 0.5
    ours, played = ([tuple(row) for row in rows] for rows in (_rows(piece), theirs))
    if not case.is_primed:
        # Magenta has its silence in the piece, and so less of the music.
        horizon -= min((row[0] for row in played), default=0.0)
        ours, played = _from_first_note(ours), _from_first_note(played)
    expected, found = _comparable(played, horizon), _comparable(ours, horizon)
    differing = sorted(set(expected) ^ set(found))
    if not differing:
        return "" if expected else "NOTHING TO COMPARE"
    return f"DIFFERS from {differing[0][0]:g} s of {horizon:g} s on: {differing[:4]}"


def _from_first_note(rows: list[Any]) -> list[Any]:
    begun = min((row[0] for row in rows), default=0.0)
    return [(row[0] - begun, row[1] - begun, *row[2:]) for row in rows]


def _rows(piece: Piece) -> Iterable[Row]:
    return [(*note, part.program) for part in piece.parts for note in part.notes.tolist()]


def _comparable(rows: Iterable[Any], horizon: float) -> list[Row]:
    """Up to `horizon`; a pitch that is struck again ends before, since MIDI has no two of it at once."""
    kept = []
    next_start: dict[tuple[int, int], float] = {}
    for start, end, pitch, velocity, program in sorted(rows, key=lambda row: (row[0], row[1]), reverse=True):
        struck_again = next_start.get((pitch, program), end)
        next_start[pitch, program] = start
        if start < horizon and struck_again > start:
            kept.append((round(start, 3), round(min(end, struck_again, horizon), 3), pitch, velocity, program))
    return sorted(kept)
