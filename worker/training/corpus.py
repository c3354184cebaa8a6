"""Which MIDI files are trained on, and which are held out."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal, get_args

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)

EVERY_FILE = "*"
_HELD_OUT_PERCENT = 5


class CorpusError(ValueError):
    """The folder has nothing to train on; the message says what was looked for."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    path: Path
    split: Split


def find_files(folder: Path, only: str = EVERY_FILE) -> list[CorpusFile]:
    """Every MIDI file below `folder` whose path from there the glob `only` matches, sorted, with its split.

    A `files.tsv` in the folder or its parent fixes the splits (columns `path`, `split`); a file it does not list is
    placed by a hash of its path, 5 % to validation and 5 % to test. A `*` of the glob stands for folders too.

    Raises:
        CorpusError: There is none, or the list has an unknown split.
    """
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".mid", ".midi"})
    paths = [path for path in paths if fnmatchcase(path.relative_to(folder).as_posix(), only)]
    if not paths:
        matching = "" if only == EVERY_FILE else f" that matches {only!r}"
        raise CorpusError(f"no .mid or .midi file below {folder}{matching}")
    listed = _listed_splits(folder)
    return [CorpusFile(p, listed.get(p.resolve()) or _hashed_split(p.relative_to(folder))) for p in paths]


def _listed_splits(folder: Path) -> dict[Path, Split]:
    for base in (folder, folder.parent):
        table = base / "files.tsv"
        if table.is_file():
            with table.open(newline="") as lines:
                rows = list(csv.DictReader(lines, delimiter="\t"))
            return {(base / row["path"]).resolve(): _split(row["split"], table) for row in rows}
    return {}


def _split(name: str, table: Path) -> Split:
    for split in SPLITS:
        if name == split:
            return split
    raise CorpusError(f"{table}: split must be one of {', '.join(SPLITS)}, not {name!r}")


def _hashed_split(path: Path) -> Split:
    percent = int.from_bytes(hashlib.sha256(path.as_posix().encode()).digest()[:4], "big") % 100
    if percent < _HELD_OUT_PERCENT:
        return "validation"
    return "test" if percent < 2 * _HELD_OUT_PERCENT else "train"
