"""Small corpora of drum files, made for a test."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from worker.composing.piece import Part, Piece
from worker.encodings.drums import DrumKitEncoding
from worker.encodings.notes import NOTE_DTYPE
from worker.training.recipes import Recipe

TINY = Recipe("drum_kit", DrumKitEncoding(), (16, 16, 16), 4, 8, 1e-2, 3.0, 1.0, 0.0)


def write_beats(folder: Path, files: int = 12, bars: int = 6) -> Path:
    """Files of one steady beat each, split by a files.tsv into train, validation and test."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = ["path\tsplit"]
    for index in range(files):
        name = f"{index:02}.mid"
        (folder / name).write_bytes(beat(bars).to_midi())
        split = "validation" if index % 6 == 4 else "test" if index % 6 == 5 else "train"
        rows.append(f"{name}\t{split}")
    (folder / "files.tsv").write_text("\n".join(rows) + "\n")
    return folder


def beat(bars: int) -> Piece:
    """Closed hi-hat on eighths, bass and snare drum in turn on quarters, at 120 to the minute."""
    rows = []
    for step in range(bars * 16):
        sounding = [42] * (step % 2 == 0) + [36] * (step % 8 == 0) + [38] * (step % 8 == 4)
        rows += [(step * 0.125, step * 0.125 + 0.1, pitch, 90) for pitch in sounding]
    return Piece("beat", bars * 2.0, 120.0, (Part("drums", 0, True, np.array(rows, dtype=NOTE_DTYPE)),))
