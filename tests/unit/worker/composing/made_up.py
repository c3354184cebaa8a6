"""Music of no network: events of any family at random, restless, so that notes begin, end and are struck anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from worker.composing.arranging.arranger import Arranger
from worker.composing.arranging.heard import heard
from worker.composing.playing import Playing
from worker.composing.voices import Event
from worker.composing.voices.of_config import voice_of
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import Conditioning, ModelRef, PartSpec, Primer
from worker.encodings.configs import config_of
from worker.encodings.performance import NOTE_OFF, TIME_SHIFT, VELOCITY
from worker.encodings.polyphony import CONTINUED_NOTE, NEW_NOTE, PolyphonicEvent, PolyphonyOneHotEncoding
from worker.engine.rules import Rules
from worker.engine.runner import SAMPLE, Decided
from worker.engine.sequence import Beam, Sequence

NOTE_ENCODING = "performance_with_dynamics_and_note_encoding"
POLYPHONY = PolyphonyOneHotEncoding()
STEP_END = 2

Random = np.random.Generator


def performance(random: Random) -> Event:
    pitch, shift = random.integers(60, 66), random.choice([1, 9, 40, 100])
    choices = [pitch, pitch, NOTE_OFF + pitch, TIME_SHIFT + shift - 1, VELOCITY + random.integers(32)]
    return (int(random.choice(choices)),)


def note_performance(random: Random) -> Event:
    heads = config_of(NOTE_ENCODING).heads
    shift, pitch, duration = random.choice([0, 0, 1]), random.integers(60, 66), random.integers(heads[4])
    return tuple(map(int, (shift, random.integers(heads[1]), pitch, random.integers(32), duration, 3)))


def melody(random: Random) -> Event:
    return (random.choice([0, 0, 0, 1, int(random.integers(2, 30))]).item(),)


def drums(random: Random) -> Event:
    return (random.choice([0, int(random.integers(512))]).item(),)


def polyphony(random: Random) -> Event:
    pitch = int(random.integers(60, 66))
    notes = [POLYPHONY.encode_event(PolyphonicEvent(kind, pitch)) for kind in (NEW_NOTE, CONTINUED_NOTE)]
    return (int(random.choice([*notes, *notes, notes[1], STEP_END, STEP_END])),)


def pianoroll(random: Random) -> Event:
    return tuple(int(key < 6 and random.random() < 0.6) for key in range(88))


FAMILIES: dict[str, Callable[[Random], Event]] = {
    "performance_with_dynamics": performance,
    NOTE_ENCODING: note_performance,
    "mono_rnn": melody,
    "basic_improv": melody,
    "drum_kit": drums,
    "polyphony": polyphony,
    "rnn-nade": pianoroll,
}


def part(config_id: str, primer: Primer | None = None, **conditioning: Any) -> PartSpec:
    """A part whose model has the config's id as its name."""
    model = ModelRef(config_id, 1, "")
    is_drum = config_id == "drum_kit"
    return PartSpec(config_id, model, 7, is_drum, primer=primer or Primer(), conditioning=Conditioning(**conditioning))


def spec(*parts: PartSpec, length_seconds: float = 10.0, qpm: float = 97.0) -> JobSpec:
    return JobSpec("job", "style", "type", length_seconds, qpm, 1, 60.0, parts)


def playing(of: JobSpec, beam: Beam | None = None) -> list[Playing]:
    """The job's parts, in no engine yet."""
    voices = [voice_of(config_of(each.model.name), heard(each), of.length_seconds, of.qpm) for each in of.parts]
    sequences = [Sequence(voice, Rules(), 0, of.time_limit_seconds, beam) for voice in voices]
    arrangers = [Arranger.of(of, place, place) for place in range(len(voices))]
    return [Playing(*each) for each in zip(of.parts, sequences, arrangers, strict=True)]


def advance(one: Playing, random: Random, steps: int) -> None:
    """A call of an engine for one part, whose sequence it ends when it is done."""
    sequence, make = one.sequence, FAMILIES[one.part.model.name]
    steps = steps if sequence.may_run(steps) else 1
    forced = np.stack([branch.forced(steps, len(sequence.voice.primer[0])) for branch in sequence.branches])
    for row in forced:
        row[:] = [make(random) if event[0] == SAMPLE else event for event in row]
    # Any likelihood will do that depends on the music alone.
    sequence.accept(Decided(forced, (forced[..., 0] % 7 / -7).astype(np.float32), np.ones(forced.shape[:2], bool)), 0)
    if sequence.done:
        sequence.end()
