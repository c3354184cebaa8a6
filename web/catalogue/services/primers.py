"""What the networks of a piece hear of a file, a few notes or a groove: each part the end of what is for it."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Final

from models_store.catalogue.grooves import load_grooves
from web.catalogue.refusal import FieldError, RequestRefusedError
from web.catalogue.services.primer_window import last_bars, last_beats, last_seconds
from worker.contract.errors import ErrorCode
from worker.contract.grid import steps_per_quarter
from worker.contract.part_spec import PrimerNote
from worker.contract.primer_midi import MidiNote, PrimerError, parse_primer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from web.catalogue.services.arrangement import Arrangement
    from web.catalogue.services.resolved import ResolvedPart

# Networks that play drums by steps hear of no loudness.
_HIT_VELOCITY: Final = 100


def file_primed(arrangement: Arrangement, qpm: float, content: bytes, pointer: str) -> tuple[ResolvedPart, ...]:
    """The parts, each with what it hears of a MIDI file; one for which there is nothing begins without.

    Args:
        arrangement: Who plays.
        qpm: Quarters per minute of the piece.
        content: The file.
        pointer: Where in the request it was given.

    Raises:
        RequestRefusedError: The file cannot be a primer, or no part hears anything of it.
    """
    try:
        notes = parse_primer(content)
    except PrimerError as error:
        raise _refused(pointer, error.code, f"{error}.") from error
    parts = _primed(arrangement, qpm, notes)
    if not any(part.primer for part in parts):
        kind = "drum" if all(part.is_drum for part in parts) else "pitched"
        raise _refused(pointer, ErrorCode.INVALID_PRIMER, f"the file has no {kind} note, and others are not played.")
    return parts


def played_primed(
    arrangement: Arrangement, qpm: float, motif: Sequence[PrimerNote], groove: str | None
) -> tuple[ResolvedPart, ...]:
    """The parts, each with what it hears at the tempo of the piece.

    Args:
        arrangement: Who plays.
        qpm: Quarters per minute of the piece.
        motif: What somebody played for those with pitch.
        groove: The slug of what the drums hear.
    """
    notes = [_at_tempo(note, qpm, is_drum=False) for note in motif]
    hits = [_at_tempo(hit, qpm, is_drum=True) for hit in _hits(groove, qpm)]
    return _primed(arrangement, qpm, sorted([*notes, *hits], key=lambda note: (note.start_seconds, note.pitch)))


def drawn_groove(grooves: Sequence[str], seed: int) -> str | None:
    """One of the slugs, the same for the same seed; None where there are none."""
    # Numbers of its own: else some grooves would come with some keys.
    return Random(f"groove {seed}").choice(grooves) if grooves else None  # noqa: S311  # music, and no secret


def _at_tempo(note: PrimerNote, qpm: float, *, is_drum: bool) -> MidiNote:
    quarters_per_second = qpm / 60.0
    return MidiNote(
        start_seconds=note.start_seconds,
        end_seconds=note.end_seconds,
        start_quarters=note.start_seconds * quarters_per_second,
        end_quarters=note.end_seconds * quarters_per_second,
        pitch=note.pitch,
        velocity=note.velocity,
        is_drum=is_drum,
        track="",
    )


def _hits(groove: str | None, qpm: float) -> list[PrimerNote]:
    """A groove's, each a sixteenth long."""
    step_seconds = 15.0 / qpm
    steps = load_grooves()[groove].steps if groove else ()
    return [
        PrimerNote(step * step_seconds, (step + 1) * step_seconds, pitch, _HIT_VELOCITY)
        for step, pitches in enumerate(steps)
        for pitch in pitches
    ]


def _primed(arrangement: Arrangement, qpm: float, notes: Sequence[MidiNote]) -> tuple[ResolvedPart, ...]:
    played = zip(arrangement.parts, arrangement.configs, strict=True)
    return tuple(replace(part, primer=_heard(_fitting(notes, part), part, config, qpm)) for part, config in played)


def _refused(pointer: str, code: str, detail: str) -> RequestRefusedError:
    return RequestRefusedError(FieldError(pointer, str(code), detail[0].upper() + detail[1:]))


def _fitting(notes: Sequence[MidiNote], part: ResolvedPart) -> list[MidiNote]:
    """Drums are for drums; a pitched part hears the track that has its name, else all that is pitched."""
    fitting = [note for note in notes if note.is_drum == part.is_drum]
    named = [note for note in fitting if note.track == part.role]
    return fitting if part.is_drum else named or fitting


def _heard(notes: list[MidiNote], part: ResolvedPart, config: str, qpm: float) -> tuple[PrimerNote, ...]:
    steps = steps_per_quarter(config)
    if not notes:
        return ()
    if steps is None:
        return last_seconds(notes)
    return last_beats(notes, qpm, steps) if part.is_drum else last_bars(notes, qpm, steps)
