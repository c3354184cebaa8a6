"""From a job to a piece: every part becomes a sequence of the engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from worker.composing.arranging.arranger import Arranger
from worker.composing.arranging.heard import heard
from worker.composing.news import News
from worker.composing.piece import Part, Piece
from worker.composing.playing import Playing, complete
from worker.composing.voices import Voice
from worker.composing.voices.of_config import voice_of
from worker.contract.events import Payload
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import PartSpec, Sampling
from worker.encodings.masks import allowed_classes
from worker.engine.engine import Engine
from worker.engine.rules import Rules
from worker.engine.sequence import Beam, Sequence
from worker.networks.library import Library, LoadedModel

# Between two looks at what is new: a piece's first notes are not kept waiting, and many long pieces cost little.
SHORTEST_PAUSE_SECONDS: Final = 0.015
LONGEST_PAUSE_SECONDS: Final = 0.25

# Takes what there is to tell, in order; False stops the work.
Tell = Callable[[tuple[Payload, ...]], bool]


class UnplayableRequest(ValueError):
    """What was asked for makes no sense for the part's network; the message says why."""


def compose(spec: JobSpec, library: Library, engine: Engine, tell: Tell) -> Piece:
    """Composes the piece of `spec`; blocks until it is complete.

    Args:
        spec: The job.
        library: Where the parts' networks come from.
        engine: Runs the parts beside all other jobs' parts.
        tell: Called with the score before anything is composed, then with notes as they are decided and, about four
            times a second, with the progress; at last with the notes that are left.

    Raises:
        ModelUnavailable: A part's bundle or its touch is missing or is another.
        UnplayableRequest: A part's primer, chords or rules make no sense.
        SequenceCanceled: `tell` said stop.
        SequenceTimedOut: The time that the job was given passed.
        EngineStopped: The worker ends, and the same spec can be composed elsewhere.
    """
    with _playing(spec, library, engine) as parts:
        done = _follow(spec, parts, tell)
    return Piece(f"{spec.style} {spec.type} {spec.seed}", spec.length_seconds, spec.qpm, done)


def _follow(spec: JobSpec, parts: list[Playing], tell: Tell) -> tuple[Part, ...]:
    """Tells what is new until all parts have ended, and gives them complete."""
    news, began = News(spec, parts), time.monotonic()
    if not tell(news.opening()):
        parts[0].sequence.cancel()
    for playing in parts:
        while not playing.sequence.wait(_pause_seconds(time.monotonic() - began)):
            latest = news.latest()
            if latest and not tell(latest):
                playing.sequence.cancel()
    done = complete(spec, parts)
    tell(news.last(done))
    return done


def _pause_seconds(elapsed_seconds: float) -> float:
    return min(max(SHORTEST_PAUSE_SECONDS, elapsed_seconds / 4), LONGEST_PAUSE_SECONDS)


@contextmanager
def _playing(spec: JobSpec, library: Library, engine: Engine) -> Iterator[list[Playing]]:
    """All parts under way; whatever happens, none is left running behind."""
    parts: list[Playing] = []
    try:
        for index, part in enumerate(spec.parts):
            model = library.get(part.model)
            playing = _part(spec, index, part, model)
            engine.submit(model.runner, playing.sequence)
            parts.append(playing)
        yield parts
    finally:
        for playing in parts:
            playing.sequence.cancel()


def _part(spec: JobSpec, index: int, part: PartSpec, model: LoadedModel) -> Playing:
    sampling, seed = part.sampling, _part_seed(spec.seed, index)
    beam = Beam(sampling.beam_size, sampling.branch_factor, sampling.steps_per_iteration)
    if beam.rows > model.runner.slots:
        raise UnplayableRequest(f"{part.role}: a beam may have {model.runner.slots} rows, not {beam.rows}")
    try:
        network_part = heard(part)
        voice = voice_of(model.config, network_part, spec.length_seconds, spec.qpm)
        rules = _rules(model, network_part.sampling, voice)
        arranger = Arranger.of(spec, index, seed)
    except ValueError as error:
        raise UnplayableRequest(f"{part.role}: {error}") from error
    return Playing(part, Sequence(voice, rules, seed, spec.time_limit_seconds, beam), arranger)


def _rules(model: LoadedModel, sampling: Sampling, voice: Voice) -> Rules:
    return Rules(
        temperature=sampling.temperature,
        allowed=allowed_classes(model.config, sampling, voice.transposed, voice.primer),
        top_k=sampling.top_k,
        top_p=sampling.top_p,
        forbids_senseless=sampling.forbids_senseless,
    )


def _part_seed(seed: int, index: int) -> int:
    """Parts of one job must not share their noise; a job's seed is below 2^31."""
    return index << 31 | seed
