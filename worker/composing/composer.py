"""From a job to a piece: every part becomes a sequence of the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from worker.composing.piece import Part, Piece
from worker.contract.events import Progressed
from worker.contract.job_spec import JobSpec, PartSpec
from worker.encodings import PieceDecoder
from worker.engine.engine import Engine
from worker.engine.sequence import Sequence
from worker.networks.library import Library

PROGRESS_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class _Playing:
    part: PartSpec
    sequence: Sequence
    decoder: PieceDecoder


def compose(spec: JobSpec, library: Library, engine: Engine, tick: Callable[[Progressed], bool]) -> Piece:
    """Composes the piece of `spec`; blocks until it is complete.

    Args:
        spec: The job.
        library: Where the parts' networks come from.
        engine: Runs the parts beside all other jobs' parts.
        tick: Called about four times a second with the progress; False stops the work.

    Raises:
        ModelUnavailable: A part's bundle is missing or is another.
        SequenceCanceled: `tick` said stop.
        SequenceTimedOut: The deadline passed.
    """
    with _playing(spec, library, engine) as parts:
        for playing in parts:
            while not playing.sequence.wait(PROGRESS_SECONDS):
                if not tick(_progress(spec, parts)):
                    playing.sequence.cancel()
        tick(_progress(spec, parts))
    done = tuple(Part(p.part.role, p.part.program, p.part.is_drum, p.decoder.notes()) for p in parts)
    return Piece(f"{spec.style} {spec.type} {spec.seed}", spec.length_seconds, spec.qpm, done)


@contextmanager
def _playing(spec: JobSpec, library: Library, engine: Engine) -> Iterator[list[_Playing]]:
    """All parts under way; whatever happens, none is left running behind."""
    parts: list[_Playing] = []
    try:
        for index, part in enumerate(spec.parts):
            model = library.get(part.model)
            decoder = model.config.decoder(spec.length_seconds, spec.qpm)
            primer = model.config.primer(part.primer_pitches)
            sequence = Sequence(
                primer=primer.events,
                primer_unheard=primer.unheard,
                temperature=part.temperature,
                seed=_part_seed(spec.seed, index),
                decoder=decoder,
                deadline_unix_seconds=spec.deadline_unix_seconds,
            )
            engine.submit(model.runner, sequence)
            parts.append(_Playing(part, sequence, decoder))
        yield parts
    finally:
        for playing in parts:
            playing.sequence.cancel()


def _part_seed(seed: int, index: int) -> int:
    """Parts of one job must not share their noise; a job's seed is below 2^31."""
    return index << 31 | seed


def _progress(spec: JobSpec, parts: list[_Playing]) -> Progressed:
    seconds = min(playing.decoder.seconds for playing in parts)
    return Progressed(sum(p.sequence.events for p in parts), round(seconds, 2), round(seconds / spec.length_seconds, 4))
