"""A piece that is wished in a key, by real networks of random weights: they would play anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models_store.catalogue.scales import pitch_classes
from models_store.models import ModelStore
from web.catalogue.services.resolved import ResolvedPart
from web.catalogue.services.wishes import Wishes
from worker.composing.composer import compose
from worker.composing.piece import Part
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import PrimerNote
from worker.engine.engine import Engine
from worker.networks.library import Library

DATA = Path(__file__).parents[3] / "data"
NAMES = [
    "mono_rnn",
    "lookback_rnn",
    "basic_improv",
    "performance_with_dynamics",
    "performance_with_dynamics_and_note_encoding",
    "polyphony",
    "rnn-nade",
]
# Every semitone, so that much of it lies outside of any scale; two bars, that a network may wish to repeat.
PRIMER = tuple(PrimerNote(step / 8, (step + 1) / 8, 55 + step % 12, 90) for step in range(32))
IN_KEY = [
    (Wishes(1.5, key=key, scale=scale), primer)
    for key, scale in (("F#", "major"), ("Bb", "blues"), ("E", "minor_pentatonic"))
    for primer in ((), PRIMER)
]
FREE = (Wishes(1.5), PRIMER)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = Engine()
    engine.start()
    yield engine
    engine.stop()


def composed(engine: Engine, name: str, *wishes: tuple[Wishes, tuple[PrimerNote, ...]]) -> tuple[Part, ...]:
    """A part for each wish, all of the same network."""
    library = Library(ModelStore(DATA), warm=False)
    ref = library.open_file(DATA / f"{name}.mag", name)
    asked = [ResolvedPart("part", ref.name, ref.version, ref.sha256, 0, False, primer) for _, primer in wishes]
    parts = tuple(part.spec(wish) for part, (wish, _) in zip(asked, wishes, strict=True))
    # Whole notes of no training come seconds apart.
    length_seconds = 60.0 if name.endswith("note_encoding") else 8.0
    spec = JobSpec("job", "style", "type", length_seconds, 120.0, 5, 60.0, parts)
    return compose(spec, library, engine, lambda _: True).parts


def classes_of(part: Part) -> set[int]:
    return {int(pitch) % 12 for pitch in part.notes["pitch"]}


@pytest.mark.parametrize("name", NAMES)
def test_every_note_lies_in_the_scale_whatever_was_heard_before(engine: Engine, name: str) -> None:
    *parts, free = composed(engine, name, *IN_KEY, FREE)
    for part, (wish, _) in zip(parts, IN_KEY, strict=True):
        assert wish.key
        assert wish.scale
        assert len(part.notes)
        assert classes_of(part) <= set(pitch_classes(wish.key, wish.scale))
    assert all(classes_of(free) - set(pitch_classes(wish.key or "", wish.scale or "")) for wish, _ in IN_KEY)
