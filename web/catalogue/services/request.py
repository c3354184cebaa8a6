"""What was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from web.catalogue.services.resolved import ResolvedPart
    from worker.contract.part_spec import PrimerNote
    from worker.contract.plan import Plan


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What was asked, its values within their limits; None stands for what was left out.

    Attributes:
        style: None only where `parent` is there to say it.
        chords: Bars, each of one, two or four chords.
        engine: What made the piece that is asked for again.
        parent: The id of the job whose piece is to be gone on from.
        primer_midi: A file, unread.
        primer_notes: What was played for the piece to go on from, each part for itself.
        priority: Whether others go first.
        groove: The slug of what the drums hear first; beside `parts` no more than a label.
        parts: Who is to play, in place of what the catalogue says; style and type are then no more than labels.
        plan: How `parts` are laid out; theirs alone.
        as_sent: The same in the words of who asked, kept to be shown; of a file no more than what it was.
    """

    style: str | None = None
    type: str | None = None
    length_seconds: float | None = None
    temperature: float | None = None
    start_pitch: int | None = None
    seed: int | None = None
    qpm: float | None = None
    key: str | None = None
    scale: str | None = None
    top_p: float | None = None
    density: float | None = None
    chords: tuple[str, ...] | None = None
    groove: str | None = None
    engine: str | None = None
    variations: int | None = None
    priority: str | None = None
    parent: str | None = None
    primer_midi: bytes | None = None
    primer_notes: tuple[PrimerNote, ...] | None = None
    parts: tuple[ResolvedPart, ...] | None = None
    plan: Plan | None = None
    webhook_url: str | None = None
    webhook_events: tuple[str, ...] | None = None
    as_sent: dict[str, Any] = field(default_factory=dict)
