"""What a network learnt from and what was held out, read once and kept under `.cache/quality`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from models_store.models import ModelVersion
from tests.bench.quality.excerpt import DRUMS, NOTE, RHYTHM, ROLES, Excerpt, Notes, skyline, windows
from tests.bench.quality.heard import Heard
from worker.encodings.configs import config_of
from worker.encodings.performance import PerformanceEncoding
from worker.training.corpus import EVERY_FILE, CorpusError, Split, find_files
from worker.training.dataset import load_dataset, read_examples

CACHE: Final = Path(".cache/quality")


@dataclass(frozen=True, slots=True)
class Source:
    """What of which corpus a model was trained on, as its card's command says.

    Attributes:
        only: The files, as `--only` has it.
        role: Those of a band that it learnt from; empty for all, or the drums.
        is_line: It plays one note at a time, and hears no others.
        is_free: It keeps to no grid.
    """

    folder: Path
    only: str
    role: str
    is_line: bool
    is_free: bool

    @classmethod
    def of(cls, model: ModelVersion, corpora: Path) -> Source:
        """What the card says; of a model whose card names no such folder, the corpus its name begins with.

        Raises:
            CorpusError: There is no such folder.
        """
        named, family = _named(model.card), config_of(model.config).family
        return cls(
            folder=corpus_of(model.card, corpora, model.name.partition("_")[0]),
            only=named.get("--only", EVERY_FILE),
            role="drums" if family == "drums" else named.get("--role", ""),
            is_line=family in ("melody", "improv"),
            is_free=family == "performance",
        )

    def files(self, split: Split) -> list[Notes]:
        """Each file's notes."""
        return _files(self.folder, self.only, self.is_free)[split]

    def parts(self, split: Split, qpm: float) -> Iterator[Notes]:
        """The network's part in each file, or those of several instruments, each by itself, in quarters of a tempo."""
        for notes in self.files(split):
            for part in self._parts(_timed(notes, qpm) if self.is_free else notes):
                yield skyline(part) if self.is_line else part

    def excerpts(self, split: Split, qpm: float) -> list[Excerpt]:
        """The parts cut to pieces of 30 s at that tempo."""
        return [window for part in self.parts(split, qpm) for window in windows(part, qpm, self.is_free)]

    def bands(self, split: Split, qpm: float) -> list[Excerpt]:
        """All parts together with the chords that are heard in them, cut likewise."""
        paths = [file.path for file in find_files(self.folder, self.only) if file.split == split]
        files = read_examples(Heard(with_chords=True), paths)
        return [window for notes in files for window in windows(notes, qpm, is_free=False)]

    def _parts(self, notes: Notes) -> Iterator[Notes]:
        """Drums, and what one network plays of all, are together; the players of a role are not."""
        is_wanted = notes["role"] == ROLES.index(self.role) if self.role else notes["role"] != DRUMS
        notes = notes[is_wanted]
        if not self.is_line and self.role in ("", "drums"):
            yield notes
            return
        for part in np.unique(notes["part"]):
            yield notes[notes["part"] == part]


def corpus_of(card: dict[str, Any], corpora: Path, otherwise: str = "") -> Path:
    """The folder behind the command's `--data` that `corpora` has too, else the one that is called `otherwise`.

    Raises:
        CorpusError: There is neither.
    """
    names = [name for name in (*Path(_named(card).get("--data", "")).parts, otherwise) if name]
    found = next((name for name in names if (corpora / name).is_dir()), None)
    if found is None:
        raise CorpusError(f"{corpora} has none of the folders {', '.join(names)}")
    return corpora / found


def _named(card: dict[str, Any]) -> dict[str, str]:
    """What stands behind each word of the command."""
    return dict(pairwise(shlex.split(card.get("command", ""))))


@cache
def _files(folder: Path, only: str, is_free: bool) -> dict[Split, list[Notes]]:
    """Free music is read as performance networks learn it, with what the pedal holds; in seconds."""
    if not is_free:
        return load_dataset(Heard(), folder, CACHE, only).examples
    played = load_dataset(PerformanceEncoding(), folder, CACHE, only).examples
    return {split: [_of_performance(notes) for notes in files] for split, files in played.items()}


def _of_performance(played: Notes) -> Notes:
    """In quarters of a second."""
    notes = np.zeros(len(played), NOTE)
    notes["role"] = RHYTHM
    for name, source in (
        ("pitch", "pitch"),
        ("velocity", "velocity"),
        ("start", "start_seconds"),
        ("end", "end_seconds"),
    ):
        notes[name] = played[source]
    return np.sort(notes, order=("start", "pitch"))


def _timed(notes: Notes, qpm: float) -> Notes:
    """From seconds to quarters."""
    timed = notes.copy()
    for name in ("start", "end"):
        timed[name] *= qpm / 60.0
    return timed
