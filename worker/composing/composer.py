"""From a job to a piece: every part becomes a sequence of the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from worker.composing.piece import Part, Piece
from worker.composing.voices import Voice
from worker.composing.voices.improv import CHORD_PROGRAM, ImprovVoice
from worker.composing.voices.of_config import voice_of
from worker.contract.events import Progressed
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import PartSpec, Sampling
from worker.encodings.masks import allowed_classes
from worker.engine.engine import Engine
from worker.engine.rules import Rules
from worker.engine.sequence import Beam, Sequence
from worker.networks.library import Library, LoadedModel

PROGRESS_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class _Playing:
    part: PartSpec
    sequence: Sequence[Voice]


class UnplayableRequest(ValueError):
    """What was asked for makes no sense for the part's network; the message says why."""


def compose(spec: JobSpec, library: Library, engine: Engine, tick: Callable[[Progressed], bool]) -> Piece:
    """Composes the piece of `spec`; blocks until it is complete.

    Args:
        spec: The job.
        library: Where the parts' networks come from.
        engine: Runs the parts beside all other jobs' parts.
        tick: Called about four times a second with the progress; False stops the work.

    Raises:
        ModelUnavailable: A part's bundle is missing or is another.
        UnplayableRequest: A part's primer, chords or rules make no sense.
        SequenceCanceled: `tick` said stop.
        SequenceTimedOut: The time that the job was given passed.
        EngineStopped: The worker ends, and the same spec can be composed elsewhere.
    """
    with _playing(spec, library, engine) as parts:
        for playing in parts:
            while not playing.sequence.wait(PROGRESS_SECONDS):
                if not tick(_progress(spec, parts)):
                    playing.sequence.cancel()
        tick(_progress(spec, parts))
    done = tuple(part for playing in parts for part in _parts(playing))
    return Piece(f"{spec.style} {spec.type} {spec.seed}", spec.length_seconds, spec.qpm, done)


@contextmanager
def _playing(spec: JobSpec, library: Library, engine: Engine) -> Iterator[list[_Playing]]:
    """All parts under way; whatever happens, none is left running behind."""
    parts: list[_Playing] = []
    try:
        for index, part in enumerate(spec.parts):
            model = library.get(part.model)
            sequence = _sequence(spec, index, part, model)
            engine.submit(model.runner, sequence)
            parts.append(_Playing(part, sequence))
        yield parts
    finally:
        for playing in parts:
            playing.sequence.cancel()


def _sequence(spec: JobSpec, index: int, part: PartSpec, model: LoadedModel) -> Sequence[Voice]:
    sampling = part.sampling
    beam = Beam(sampling.beam_size, sampling.branch_factor, sampling.steps_per_iteration)
    if beam.rows > model.runner.slots:
        raise UnplayableRequest(f"{part.role}: a beam may have {model.runner.slots} rows, not {beam.rows}")
    try:
        voice = voice_of(model.config, part, spec.length_seconds, spec.qpm)
        rules = _rules(model, sampling, voice.transposed)
    except ValueError as error:
        raise UnplayableRequest(f"{part.role}: {error}") from error
    return Sequence(voice, rules, _part_seed(spec.seed, index), spec.time_limit_seconds, beam)


def _rules(model: LoadedModel, sampling: Sampling, transposed: int) -> Rules:
    return Rules(
        temperature=sampling.temperature,
        allowed=allowed_classes(model.config, sampling, transposed),
        top_k=sampling.top_k,
        top_p=sampling.top_p,
        forbids_senseless=sampling.forbids_senseless,
    )


def _parts(playing: _Playing) -> Iterator[Part]:
    part, voice = playing.part, playing.sequence.voice
    yield Part(part.role, part.program, part.is_drum, voice.notes())
    if part.conditioning.render_chords and isinstance(voice, ImprovVoice):
        yield Part("chords", CHORD_PROGRAM, False, voice.chord_notes())


def _part_seed(seed: int, index: int) -> int:
    """Parts of one job must not share their noise; a job's seed is below 2^31."""
    return index << 31 | seed


def _progress(spec: JobSpec, parts: list[_Playing]) -> Progressed:
    seconds = min(playing.sequence.voice.seconds for playing in parts)
    return Progressed(sum(p.sequence.events for p in parts), round(seconds, 2), round(seconds / spec.length_seconds, 4))
