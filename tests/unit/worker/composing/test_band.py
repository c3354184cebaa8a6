"""A band of real networks of random weights, laid out in sections: 18 bars of 2 s, the last of which closes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import mido
import pytest

from models_store.models import ModelStore
from worker.composing.arranging.key import Key
from worker.composing.composer import compose
from worker.composing.piece import Piece
from worker.composing.voices.timeline import TimedNote
from worker.contract.events import NotesDecided, Payload
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import Conditioning, ModelRef, PartSpec, Sampling
from worker.contract.plan import Plan, Section
from worker.engine.engine import Engine
from worker.networks.library import Library

DATA = Path(__file__).parents[3] / "data"
A, FILL = ("drums", "bass", "rhythm", "lead"), ("fills", "bass", "rhythm")
SECTIONS = (
    Section("intro", 2, ("drums", "rhythm")),
    Section("A", 7, A),
    Section("fill", 1, FILL),
    Section("B", 6, A),
    Section("fill", 1, FILL),
    Section("ending", 1, ("drums", "fills", "bass", "rhythm", "lead")),
)
PLAN = Plan(tonic=9, is_minor=True, sections=SECTIONS)
CHORDS = Conditioning(backing_chords=("Am", "F", "C", "G"))
CLASSES = ({9, 0, 4}, {5, 9, 0}, {0, 4, 7}, {7, 11, 2})
CLOSING_SECONDS = 34.0


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = Engine()
    engine.start()
    yield engine
    engine.stop()


def band(library: Library) -> JobSpec:
    models = {name: library.open_file(DATA / f"{name}.mag", name) for name in ("drum_kit", "mono_rnn", "basic_improv")}

    def part(role: str, name: str, program: int = 0) -> PartSpec:
        ref = ModelRef(models[name].name, models[name].version, models[name].sha256)
        return PartSpec(role, ref, program, name == "drum_kit", conditioning=CHORDS)

    parts = (
        replace(part("drums", "drum_kit"), touch="kit"),
        replace(part("fills", "drum_kit"), touch="kit"),
        replace(part("bass", "mono_rnn", 34), octaves=-2, sampling=Sampling(lowest_pitch=28, highest_pitch=55)),
        replace(part("rhythm", "basic_improv", 29), octaves=-1, voicing="chords"),
        part("lead", "basic_improv", 30),
    )
    return JobSpec("job", "rock", "full-band", 36.0, 120.0, 7, 60.0, parts, PLAN)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(ModelStore(DATA), warm=False)


@pytest.fixture(scope="module")
def composed(engine: Engine, library: Library) -> tuple[Piece, list[Payload]]:
    payloads: list[Payload] = []

    def tell(new: tuple[Payload, ...]) -> bool:
        payloads.extend(new)
        return True

    return compose(band(library), library, engine, tell), payloads


def all_rows(piece: Piece, role: str) -> list[TimedNote]:
    (part,) = (part for part in piece.parts if part.role == role)
    return [(start, end, pitch, velocity) for start, end, pitch, velocity in part.notes.tolist()]


def rows(piece: Piece, role: str) -> list[TimedNote]:
    """Those before the closing."""
    return [note for note in all_rows(piece, role) if note[0] < CLOSING_SECONDS]


def closing(piece: Piece, role: str) -> list[TimedNote]:
    return [note for note in all_rows(piece, role) if note[0] >= CLOSING_SECONDS]


def bars_of(piece: Piece, role: str) -> set[int]:
    # A hit may come a little before its bar.
    return {int((start + 0.04) // 2) for start, *_ in rows(piece, role)}


def test_each_plays_in_the_bars_of_its_sections_alone(composed):
    piece, _ = composed
    assert bars_of(piece, "drums") <= {*range(9), *range(10, 16)}
    assert bars_of(piece, "fills") <= {9, 16}
    assert bars_of(piece, "lead") <= {*range(2, 9), *range(10, 16)}
    assert bars_of(piece, "bass") <= set(range(2, 17))
    assert all(bars_of(piece, part.role) for part in piece.parts)


def test_the_bass_keeps_to_its_range_two_octaves_below_its_network(composed):
    pitches = {pitch for _, _, pitch, _ in rows(composed[0], "bass")}
    assert pitches <= set(range(28, 56))


def test_the_rhythm_plays_the_chords_that_sound(composed):
    struck: dict[float, set[int]] = {}
    for start, _, pitch, _ in rows(composed[0], "rhythm"):
        struck.setdefault(start, set()).add(pitch % 12)
    assert struck
    assert all(classes == CLASSES[int(start // 2) % 4] for start, classes in struck.items())


def test_the_drummer_is_no_machine(composed):
    hits = rows(composed[0], "drums")
    assert len({velocity for *_, velocity in hits}) > 5
    assert any(start % 0.125 for start, *_ in hits)


def test_all_close_on_the_tonic_together(composed):
    piece, _ = composed
    for role in ("bass", "rhythm", "lead"):
        notes = closing(piece, role)
        assert {note[:2] for note in notes} == {(CLOSING_SECONDS, 35.9)}
        classes = {note[2] % 12 for note in notes}
        assert classes == (set(Key(9, is_minor=True).triad) if role == "rhythm" else {9})
    assert [note[2] for note in closing(piece, "drums")] == [36, 49]
    assert closing(piece, "fills") == []


def test_nothing_of_before_sounds_into_the_closing(composed):
    piece, _ = composed
    assert max(end for part in piece.parts for _, end, _, _ in rows(piece, part.role)) <= CLOSING_SECONDS + 0.03


def test_what_is_told_is_the_piece_and_the_piece_is_its_file(composed):
    piece, payloads = composed
    told = [row for payload in payloads if isinstance(payload, NotesDecided) for row in payload.notes]
    file = mido.MidiFile(file=io.BytesIO(piece.to_midi()))
    for place, part in enumerate(piece.parts):
        notes = part.notes.tolist()
        assert sorted((s, e, p, v) for index, p, v, s, e in told if index == place) == sorted(notes)
        struck = [(m.note, m.velocity) for m in file.tracks[place + 1] if m.type == "note_on"]
        assert sorted(struck) == sorted(note[2:] for note in notes)
    channels = [{m.channel for m in track if not m.is_meta} for track in file.tracks[1:]]
    assert channels == [{9}, {9}, {0}, {1}, {2}]


def test_the_same_band_plays_the_same_again(composed, engine, library):
    assert compose(band(library), library, engine, lambda _: True).to_midi() == composed[0].to_midi()
