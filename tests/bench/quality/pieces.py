"""Pieces of every type that the catalogue offers, composed as a worker composes what web resolves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.bench.own_database import own_database
from tests.bench.quality.excerpt import (
    DRUMS,
    ROLES,
    SIXTEENTHS_PER_QUARTER,
    WINDOW_SECONDS,
    Excerpt,
    Row,
    table,
)
from tests.bench.quality.heard import chord_bits
from worker.commands.composed import composed
from worker.composing.piece import Part, Piece
from worker.contract.job_spec import JobSpec
from worker.networks.library import Library

if TYPE_CHECKING:
    from models_store.models import ModelStore

TIME_LIMIT_SECONDS: Final = 3600.0
_AT_ONCE: Final = 64
_ROLE_OF: Final = {"bass": "bass", "lead": "lead", "melody": "lead", "tune": "lead", "violin": "lead"}


@dataclass(frozen=True, slots=True)
class Composed:
    """What was asked for, and the piece."""

    spec: JobSpec
    piece: Piece

    def excerpt(self, is_free: bool, *roles: str) -> Excerpt:
        """The parts of these names, or all of them."""
        parts = [part for part in self.piece.parts if not roles or part.role in roles]
        rows = [row for place, part in enumerate(parts) for row in self._rows(place, part)]
        quarters = self.piece.length_seconds * self.piece.qpm / 60.0
        return Excerpt(table(rows), quarters, self.piece.qpm, is_free)

    def _rows(self, place: int, part: Part) -> Iterator[Row]:
        role = DRUMS if part.is_drum else ROLES.index(_ROLE_OF.get(part.role, "rhythm"))
        per_second = self.piece.qpm / 60.0
        for start, end, pitch, velocity in part.notes.tolist():
            chord = self._chord_at(start * per_second)
            yield place, role, pitch, velocity, chord, start * per_second, end * per_second

    def _chord_at(self, quarters: float) -> int:
        """Of the first part that hears chords."""
        heard = next((part.conditioning for part in self.spec.parts if part.conditioning.backing_chords), None)
        if heard is None:
            return 0
        place = round(quarters * SIXTEENTHS_PER_QUARTER) // heard.steps_per_chord
        return chord_bits(heard.backing_chords[place % len(heard.backing_chords)])


@contextmanager
def catalogue() -> Iterator[list[tuple[str, str]]]:
    """Django with the shipped catalogue; gives style and type of all that can be played."""
    with own_database():
        from web.catalogue.services.playable import playable_types

        yield [(kind.style.slug, kind.slug) for kind in playable_types()]


def resolved(style: str, kind: str, count: int) -> list[JobSpec]:
    """Pieces of 30 s with the seeds from 1 on, where nothing else is asked for."""
    from web.catalogue.services.request import JobRequest
    from web.catalogue.services.resolve import resolve

    return [
        piece.spec("", TIME_LIMIT_SECONDS)
        for seed in range(1, count + 1)
        for piece in resolve(JobRequest(style=style, type=kind, length_seconds=WINDOW_SECONDS, seed=seed), "")
    ]


def pieces_of(specs: list[JobSpec], store: ModelStore) -> list[Composed]:
    """All of them, in order."""
    library = Library(store, warm=False)
    batches = (specs[first : first + _AT_ONCE] for first in range(0, len(specs), _AT_ONCE))
    made = [piece for batch in batches for piece in composed(batch, library)]
    return [Composed(spec, piece) for spec, piece in zip(specs, made, strict=True)]
