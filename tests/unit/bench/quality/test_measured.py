from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models_store.models import ModelStore
from tests.bench.quality import corpus
from tests.bench.quality.excerpt import ROLES
from tests.bench.quality.heard import chord_bits
from tests.bench.quality.measured import Measured, measured
from tests.bench.quality.pieces import Composed
from tests.unit.midi_files import TICKS, Note, midi, track
from worker.composing.piece import Part, Piece
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import Conditioning, ModelRef, PartSpec
from worker.contract.plan import Plan
from worker.encodings.notes import NOTE_DTYPE

CHORDS = ("C", "F", "G", "C")
BASS = [36, 36, 41, 41, 43, 43, 36, 36] * 4
LEAD = [pitch for bar in ((60, 64, 67, 64), (65, 69, 72, 69), (67, 71, 74, 71), (72, 67, 64, 60)) for pitch in bar] * 4
BEAT = [36, 42, 38, 42] * 16
CONFIGS = {"rock_drums": "drum_kit", "rock_bass": "attention_improv", "rock_lead": "attention_improv"}
ROLE_WORDS = {"rock_bass": " --role bass", "rock_lead": " --role lead"}


def notes(pitches: list[int], seconds: float) -> np.ndarray:
    rows = [(place * seconds, (place + 1) * seconds, pitch, 90) for place, pitch in enumerate(pitches)]
    return np.array(rows, NOTE_DTYPE)


def part(role: str, **more) -> PartSpec:
    return PartSpec(role, ModelRef(f"rock_{role}", 1, "0"), 0, is_drum=role == "drums", **more)


def band(bass: list[int] = BASS, lead: list[int] = LEAD, plan: Plan | None = None) -> Composed:
    """Sixteen bars of drums, bass and lead."""
    heard = Conditioning(backing_chords=CHORDS)
    parts = (part("drums"), part("bass", conditioning=heard), part("lead", conditioning=heard))
    played = (notes(BEAT, 0.5), notes(bass, 1.0), notes(lead, 0.5))
    made = tuple(Part(spec.role, 0, spec.is_drum, own) for spec, own in zip(parts, played, strict=True))
    return Composed(JobSpec("", "rock", "band", 32.0, 120.0, 1, 60.0, parts, plan), Piece("", 32.0, 120.0, made))


def ticks(pitches: list[int], each: int) -> list[Note]:
    return [(place * each, (place + 1) * each, pitch) for place, pitch in enumerate(pitches)]


@pytest.fixture
def corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of the same band, and the cards of the networks that learnt from it."""
    monkeypatch.setattr(corpus, "CACHE", tmp_path / "cache")
    folder, lines = tmp_path / "rock", ["path\tsplit"]
    folder.mkdir()
    tracks = (track(ticks(BEAT, TICKS), 9), track(ticks(BASS, 2 * TICKS), 0), track(ticks(LEAD, TICKS), 1))
    for split in ("train", "validation", "test"):
        (folder / f"{split}.mid").write_bytes(midi(*tracks))
        lines.append(f"rock/{split}.mid\t{split}")
    (tmp_path / "files.tsv").write_text("\n".join(lines))
    for name, config in CONFIGS.items():
        card = tmp_path / "models" / name / "1" / "card.toml"
        card.parent.mkdir(parents=True)
        command = f"worker train {config} --data corpora/rock{ROLE_WORDS.get(name, '')}"
        card.write_text(f'config = "{config}"\nsha256 = "0"\ncommand = "{command}"\n')
    return tmp_path


def found(corpora: Path, *pieces: Composed) -> Measured:
    return measured("rock/band", list(pieces), ModelStore(corpora / "models"), corpora)


def value(of: Measured, name: str) -> float:
    return next(figure.value for figure in of.figures if figure.name == name)


def test_a_piece_that_is_the_corpus_is_like_it_and_is_found_out(corpora: Path):
    same = found(corpora, band())
    assert {likeness.part for likeness in same.likenesses} == {"drums", "bass", "lead"}
    assert value(same, "least likeness") == pytest.approx(1, abs=0.05)
    assert value(same, "lead, longest run shared with training, 95 %") == len(LEAD)
    assert value(same, "parts in the key of the piece") == 1


def test_a_bass_beside_the_chords_is_counted(corpora: Path):
    beside = found(corpora, band(bass=[pitch + 1 for pitch in BASS]))
    assert value(beside, "strong beats of bass and lead in the chord") < 0.6
    assert value(beside, "onsets on the grid of sixteenths") == 1


def test_endings_are_looked_at_where_a_piece_has_a_plan(corpora: Path):
    closing = "ends on the tonic, held"
    broken_off = found(corpora, band(plan=Plan(tonic=0)))
    assert value(broken_off, closing) == 0
    assert closing not in {figure.name for figure in found(corpora, band()).figures}


def test_a_note_knows_its_role_and_the_chord_that_was_asked_for():
    excerpt = band().excerpt(False, "bass")
    assert set(excerpt.notes["role"]) == {ROLES.index("bass")}
    assert excerpt.notes["chord"][:6].tolist() == [chord_bits(symbol) for symbol in ("C", "C", "F", "F", "G", "G")]
    assert excerpt.length_quarters == 64
