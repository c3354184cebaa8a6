from __future__ import annotations

from pathlib import Path

import mido
import note_seq
import pytest

from models_store.models import ModelVersion
from tests.bench.quality import corpus
from tests.bench.quality.corpus import Source
from tests.bench.quality.excerpt import ROLES, skyline, table, windows
from tests.bench.quality.heard import Heard
from tests.unit.bench.quality.music import line
from tests.unit.midi_files import TICKS, midi, of_messages, tempos, track

LEARNT = {
    "command": "python -m worker train attention_improv --data corpora/rock --role bass --out runs/bass",
}


def heard(*tracks, with_chords: bool = False):
    return Heard(with_chords).examples(note_seq.midi_to_note_sequence(midi(*tracks)))


def quarters(pitches: list[int], channel: int = 0):
    return track([(place * TICKS, (place + 1) * TICKS, pitch) for place, pitch in enumerate(pitches)], channel)


def test_notes_are_counted_in_quarters_whatever_the_tempo():
    (notes,) = heard(tempos((0, 90), (2 * TICKS, 45)), quarters([60, 62, 64, 65]))
    assert notes["start"] == pytest.approx([0, 1, 2, 3], abs=1e-3)


def test_free_music_is_read_with_its_pedal_at_the_tempo_of_the_pieces(tmp_path: Path):
    pedal = [mido.Message("control_change", control=64, value=value) for value in (127, 0)]
    played = of_messages([], [(0, 0, pedal[0]), (3 * TICKS, 0, pedal[1])])
    notes = track([(0, TICKS, 60), (TICKS, 2 * TICKS, 62)])
    (tmp_path / "played.mid").write_bytes(midi(tempos((0, 90)), mido.merge_tracks([played, notes])))
    (tmp_path / "files.tsv").write_text("path\tsplit\nplayed.mid\ttrain\n")
    (part,) = Source(tmp_path, "*", "", is_line=False, is_free=True).parts("train", 120.0)
    assert part["start"] == pytest.approx([0, 4 / 3])
    assert part["end"] == pytest.approx([4, 4])


def test_every_kit_has_the_networks_drums_each_a_sixteenth_long():
    (notes,) = heard(quarters([35, 40, 22, 99], channel=9))
    assert notes["pitch"].tolist() == [36, 38, 42]
    assert (notes["end"] - notes["start"]) == pytest.approx([0.25] * 3)


def test_chords_are_heard_in_all_parts():
    tracks = [quarters([pitch] * 16, channel) for channel, pitch in enumerate((48, 52, 55))]
    (notes,) = heard(*tracks, with_chords=True)
    assert set(notes["chord"]) == {0b10010001}


def test_music_is_cut_to_pieces_of_thirty_seconds_from_its_first_bar_on():
    first, second = windows(line([60, 62, 64, 65] * 40, begin=5), 120.0, is_free=False)
    assert (first.length_quarters, len(first.notes), first.notes["start"][0]) == (60, 59, 1)
    assert second.notes["start"][0] == 0


def test_short_music_is_one_piece_as_it_is():
    (only,) = windows(line([60] * 8), 120.0, is_free=False)
    assert only.length_quarters == 8
    assert list(windows(line([60] * 7), 120.0, is_free=False)) == []


def test_a_skyline_is_the_highest_note_of_each_sixteenth():
    chords = table([(0, 3, pitch, 80, 0, start, start + 2.0) for start in (0.0, 1.0) for pitch in (60, 64, 67)])
    assert skyline(chords)[["pitch", "start", "end"]].tolist() == [(67, 0, 1), (67, 1, 3)]


def test_a_card_says_what_was_learnt(tmp_path: Path):
    (tmp_path / "rock").mkdir()
    source = Source.of(ModelVersion("any_bass", 1, "chord_pitches_improv", "", tmp_path, LEARNT), tmp_path)
    assert (source.folder, source.only, source.role) == (tmp_path / "rock", "*", "bass")
    assert (source.is_line, source.is_free) == (True, False)


def test_a_card_without_a_folder_is_known_by_its_name(tmp_path: Path):
    (tmp_path / "folk").mkdir()
    source = Source.of(ModelVersion("folk_tune", 1, "lookback_rnn", "", tmp_path, {}), tmp_path)
    assert (source.folder, source.role) == (tmp_path / "folk", "")


@pytest.fixture(autouse=True)
def a_cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(corpus, "CACHE", tmp_path / "cache")


def test_a_bass_is_read_apart_from_the_others(tmp_path: Path):
    folder = tmp_path / "rock"
    folder.mkdir()
    tracks = [quarters([40] * 16), quarters([72, 74] * 8, 1), quarters([36] * 16, 9)]
    for split in ("train", "test"):
        (folder / f"{split}.mid").write_bytes(midi(*tracks))
    (tmp_path / "files.tsv").write_text("path\tsplit\nrock/train.mid\ttrain\nrock/test.mid\ttest\n")
    source = Source(folder, "*", "bass", is_line=True, is_free=False)
    (part,) = source.parts("test", 120.0)
    assert set(part["pitch"]) == {40}
    assert set(part["role"]) == {ROLES.index("bass")}
    assert len(source.excerpts("test", 120.0)) == 1
