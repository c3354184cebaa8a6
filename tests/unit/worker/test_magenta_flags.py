"""`generate` understands Magenta's flags: what they ask for, and what is said of those that make no sense."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import mido
import pytest

from worker.cli import main
from worker.commands import generate
from worker.commands.asked_piece import MisplacedFlag, asked_piece
from worker.commands.primer_midi import PrimerError
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PrimerNote
from worker.encodings.configs import config_of

DATA = Path(__file__).parents[2] / "data"


def options(*flags: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    generate.add_parser(parser.add_subparsers())
    return parser.parse_args(["generate", "--bundle_file=my.mag", "--output_dir=out", *flags])


def asked(config_id: str, *flags: str) -> JobSpec:
    return asked_piece(options(*flags), ModelRef("my.mag", 0, ""), config_of(config_id), seed=7)


def midi(path: Path, *, channel: int = 0, tempos: tuple[float, ...] = (100,), notes: int = 1) -> Path:
    track = mido.MidiTrack()
    for qpm in tempos:
        track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(qpm), time=10 * len(track)))
    for _ in range(notes):
        track.append(mido.Message("note_on", channel=channel, note=60, velocity=80))
        track.append(mido.Message("note_off", channel=channel, note=60, time=240))
    mido.MidiFile(type=1, ticks_per_beat=480, tracks=[track]).save(path)
    return path


@pytest.mark.parametrize(
    ("config_id", "flags", "seconds"),
    [
        ("lookback_rnn", (), 16.0),
        ("lookback_rnn", ("--num_steps=64", "--qpm=60"), 16.0),
        ("one_drum", ("--num_steps=64",), 16.0),
        ("performance_with_dynamics", (), 30.0),
        ("performance_with_dynamics", ("--num_steps=500", "--qpm=60"), 5.0),
        ("rnn-nade", (), 32.0),
        ("basic_improv", (), 16.0),
        ("basic_improv", ("--backing_chords=C G Am", "--steps_per_chord=8"), 3.0),
        ("basic_improv", ("--seconds=20",), 20.0),
    ],
)
def test_a_piece_is_as_long_as_magentas(config_id, flags, seconds):
    assert asked(config_id, *flags).length_seconds == seconds


@pytest.mark.parametrize(
    ("config_id", "flag", "field", "value"),
    [
        ("polyphony", "--primer_pitches=[60, 64]", "pitches", (60, 64)),
        ("basic_rnn", "--primer_melody=[60, -2, -1]", "melody", (60, -2, -1)),
        ("drum_kit", "--primer_drums=[(36,42),(),[38]]", "drums", ((36, 42), (), (38,))),
        ("rnn-nade", "--primer_pianoroll=[(10, 21), (60,)]", "pianoroll", ((0,), (39,))),
        ("polyphony", "--condition_on_primer", "condition_on_primer", True),
        ("polyphony", "--noinject_primer_during_generation", "inject_primer_during_generation", False),
        ("polyphony", "--inject_primer_during_generation=false", "inject_primer_during_generation", False),
        ("polyphony", "--include_primer=0", "include_primer", False),
        ("basic_rnn", "--start-pitch=62", "start_pitch", 62),
    ],
)
def test_primers_are_read_as_magenta_reads_them(config_id, flag, field, value):
    assert getattr(asked(config_id, flag).parts[0].primer, field) == value


@pytest.mark.parametrize(
    ("flag", "field", "value"),
    [
        ("--notes_per_second=12.5", "notes_per_second", (12.5,)),
        ("--notes_per_second=[1, 2]", "notes_per_second", (1.0, 2.0)),
        (
            "--pitch_class_histogram=[1,0,1,0,1,1,0,1,0,1,0,1]",
            "pitch_class_histogram",
            ((1, 0, 1, 0, 1, 1) + (0, 1) * 3,),
        ),
        ("--disable_conditioning=True", "disable_conditioning", (True,)),
        ("--disable_conditioning=[False, True]", "disable_conditioning", (False, True)),
    ],
)
def test_conditions_are_one_value_or_several(flag, field, value):
    conditioning = asked("optional_multiconditioned_performance_with_dynamics", flag).parts[0].conditioning
    assert getattr(conditioning, field) == value


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("--primer_melody=[60, 200]", "must be a list of steps such as [60, -2, 62, -1], not '[60, 200]'"),
        ("--primer_pitches=60", "must be a list of MIDI pitches"),
        ("--primer_pitches=[]", "must be a list of MIDI pitches"),
        ("--primer_pitches=__import__('os')", "must be a list of MIDI pitches"),
        ("--primer_drums=[36]", "must be a list of steps such as [(36, 42), (), (42,)]"),
        ("--notes_per_second=-1", "must be a number of notes a second, or a list of such"),
        ("--pitch_class_histogram=[1, 2]", "must be 12 weights from C on"),
        ("--disable_conditioning=1", "must be True, False"),
        ("--condition_on_primer=perhaps", "must be true or false, not 'perhaps'"),
        ("--beam_size=0", "must be a whole number from 1 to 16"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_in_one_line_with_the_form_it_must_have(flag, words, capsys):
    with pytest.raises(SystemExit):
        options(flag)
    assert words in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("config_id", "flag", "words"),
    [
        ("basic_rnn", "--backing_chords=C", "--backing_chords is for improv networks; basic_rnn is none"),
        ("drum_kit", "--primer_melody=[60]", "--primer_melody is for melody and improv and"),
        ("basic_rnn", "--condition_on_primer", "--condition_on_primer is for polyphony networks"),
        (
            "performance",
            "--notes_per_second=3",
            "--notes_per_second is for networks that hear it; performance does not",
        ),
    ],
)
def test_a_flag_of_another_family_is_refused(config_id, flag, words):
    with pytest.raises(MisplacedFlag, match=words):
        asked(config_id, flag)


def test_two_primers_are_one_too_many(capsys):
    with pytest.raises(SystemExit):
        options("--primer_melody=[60]", "--primer_pitches=[60]")
    assert "not allowed with" in capsys.readouterr().err


def test_magentas_own_drums_begin_with_a_bass_drum_and_the_stores_as_the_pages():
    assert asked("drum_kit").parts[0].primer.drums == ((36,),)
    parser = argparse.ArgumentParser()
    generate.add_parser(parser.add_subparsers())
    stored = parser.parse_args(["generate", "--model", "drums", "--out", "x.mid"])
    assert asked_piece(stored, ModelRef("drums", 1, ""), config_of("drum_kit"), seed=7).parts[0].primer.drums == ()


def test_a_midi_file_is_a_primer_with_its_tempo(tmp_path):
    spec = asked("basic_rnn", f"--primer_midi={midi(tmp_path / 'a.mid')}", "--qpm=90", "--num_steps=100")
    (note,) = spec.parts[0].primer.notes
    assert spec.qpm == pytest.approx(100)
    assert spec.length_seconds == pytest.approx(15)
    assert note == PrimerNote(0.0, note.end_seconds, 60, 80)
    assert note.end_seconds == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("config_id", "made", "words"),
    [
        ("basic_rnn", {"channel": 9}, "holds no pitched note"),
        ("basic_rnn", {"notes": 0}, "holds no pitched note"),
        ("basic_rnn", {"tempos": (100, 120)}, "changes its tempo"),
        ("performance", {"notes": 10_001}, "holds 10001 notes; a primer has at most 10000"),
        ("performance", {"notes": 40_000}, "bytes; a primer has at most 262144"),
    ],
)
def test_a_midi_file_that_cannot_be_a_primer_is_refused(config_id, made, words, tmp_path):
    with pytest.raises(PrimerError, match=words):
        asked(config_id, f"--primer_midi={midi(tmp_path / 'a.mid', **made)}")


def test_what_is_no_midi_file_is_refused(tmp_path):
    (tmp_path / "a.mid").write_bytes(b"MThd, but not really")
    with pytest.raises(PrimerError, match="cannot be read as a MIDI file"):
        asked("basic_rnn", f"--primer_midi={tmp_path / 'a.mid'}")


def test_a_performance_may_be_primed_by_a_file_that_changes_its_tempo(tmp_path):
    path = midi(tmp_path / "a.mid", tempos=(100, 120))
    assert len(asked("performance", f"--primer_midi={path}").parts[0].primer.notes) == 1


def test_files_are_named_as_magenta_names_them_and_printed_with_their_seeds(tmp_path, capsys):
    bundle, flags = DATA / "basic_rnn.mag", ("--num_outputs=2", "--num_steps=32", "--seed=5")
    main(["generate", f"--bundle_file={bundle}", f"--output_dir={tmp_path / 'new'}", *flags])
    first, second = sorted((tmp_path / "new").iterdir())
    assert re.fullmatch(r"\d{4}-\d\d-\d\d_\d{6}_1\.mid", first.name)
    assert second.name == first.name.replace("_1.mid", "_2.mid")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == [str(first), str(second)]
    assert [line.split(", ")[1] for line in lines] == ["seed 5", "seed 6"]
    assert mido.MidiFile(first).length == pytest.approx(4, abs=0.01)


def test_rendered_chords_are_a_track_of_their_own(tmp_path):
    flags = ("--backing_chords=C F", "--render_chords", "--num_outputs=1")
    main(["generate", f"--bundle_file={DATA / 'basic_improv.mag'}", f"--output_dir={tmp_path}", *flags])
    (path,) = tmp_path.iterdir()
    names = [track.name for track in mido.MidiFile(path).tracks]
    assert names[1:] == ["basic_improv", "chords"]


def test_a_primer_longer_than_the_piece_is_said_in_one_line(tmp_path):
    flags = ("--num_steps=4", "--primer_melody=[60, 62, 64, 65]")
    with pytest.raises(SystemExit) as ended:
        main(["generate", f"--bundle_file={DATA / 'basic_rnn.mag'}", f"--output_dir={tmp_path}", *flags])
    assert "leaves nothing of 0.5 s to compose" in str(ended.value)
    assert not list(tmp_path.iterdir())
