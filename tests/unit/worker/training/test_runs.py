"""How a run ends: by patience, by hand, by a full disk or at its start; each time it can be gone on with."""

from __future__ import annotations

import os
import signal
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.unit.worker.training.corpora import TINY, write_beats
from tests.unit.worker.training.test_training import curve_of
from worker.cli import main
from worker.composing.piece import Part, Piece
from worker.encodings.notes import NOTE_DTYPE
from worker.training.batches import Batcher
from worker.training.checkpoint import save
from worker.training.course import Course
from worker.training.dataset import load_dataset
from worker.training.schedule import scheduled
from worker.training.trainer import RunOptions, Trainer

# One layer compiles sooner than three.
FLAT = replace(TINY, layer_sizes=(16,))
# So low that no weight changes, and after the first look no loss is better.
STANDSTILL = 1e-30


@pytest.fixture
def beats(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr("worker.training.recipes.RECIPES", {"drum_kit": FLAT})
    monkeypatch.chdir(tmp_path)
    return write_beats(tmp_path / "beats")


def command(data: Path, out: Path, *options: str) -> list[str]:
    return ["train", "drum_kit", "--data", str(data), "--out", str(out), *options]


def refusal(data: Path, out: Path) -> str:
    with pytest.raises(SystemExit) as ended:
        main(command(data, out))
    return str(ended.value)


def test_the_rate_is_halved_after_every_two_looks_without_a_better_loss():
    course = Course()
    found = []
    for loss in (3.0, 2.0, 2.5, 2.5, 2.5, 1.9, 2.0, 2.0):
        course.look(loss)
        found.append(scheduled("plateau", progress=0.9, update=500, plateaus=course.plateaus, peak=8.0))
    assert found == [8, 8, 8, 4, 4, 4, 4, 2]
    assert course.stale == 2


def test_a_plateau_lowers_the_rate_to_three_in_a_hundred_at_most():
    assert scheduled("plateau", progress=0.5, update=500, plateaus=9, peak=1.0) == pytest.approx(0.03)


def test_a_run_stopped_by_hand_on_a_plateau_goes_on_as_if_it_had_not_been(beats, monkeypatch, capsys, tmp_path):
    dataset = load_dataset(FLAT.encoding, beats, tmp_path / "cache")

    def trainer(out: Path) -> Trainer:
        out.mkdir(exist_ok=True)
        return Trainer(FLAT, dataset, RunOptions(out, 3200, 400, 1, STANDSTILL, schedule="plateau", patience=5))

    trainer(tmp_path / "whole").run()
    press_ctrl_c_at(45, monkeypatch)
    options = ("--events", "3200", "--validate-events", "400", "--schedule", "plateau", "--patience", "5")
    with pytest.raises(SystemExit) as ended:
        main(command(beats, tmp_path / "stopped", *options, "--learning-rate", str(STANDSTILL)))
    assert ended.value.code == 130
    assert "the same command goes on from there" in capsys.readouterr().err
    monkeypatch.setattr(Batcher, "next", NEXT)

    resumed = trainer(tmp_path / "stopped")
    assert 1200 < resumed.events < 1600
    resumed.run()
    whole = curve_of(tmp_path / "whole")
    assert curve_of(tmp_path / "stopped") == whole
    assert len(whole) == 6
    assert "no better validation loss in 5 looks" in capsys.readouterr().err


NEXT = Batcher.next


def press_ctrl_c_at(update: int, monkeypatch: pytest.MonkeyPatch) -> None:
    updates = iter(range(1, update + 1))

    def pressing(batcher):
        if next(updates) == update:
            signal.raise_signal(signal.SIGINT)
        return NEXT(batcher)

    monkeypatch.setattr(Batcher, "next", pressing)


def test_a_full_disk_ends_a_run_with_what_to_do_and_the_last_checkpoint_intact(beats, tmp_path, monkeypatch, capsys):
    out = tmp_path / "run"
    run = command(beats, out, "--events", "800", "--validate-events", "400")
    fill_the_disk_after_a_checkpoint(monkeypatch)
    with pytest.raises(SystemExit, match=r"^cannot write .*latest\.npz: No space left on device; make room and give"):
        main(run)
    monkeypatch.setattr("worker.training.trainer.save", save)
    assert sorted(path.name for path in out.glob("latest*")) == ["latest.npz"]
    main(run)
    assert [point["events"] // 100 for point in curve_of(out)] == [4, 8]
    assert capsys.readouterr().out.count('"events": 4') == 1
    figures = tomllib.loads((out / "card.toml").read_text())["figures"]
    assert figures["events_trained_on"] >= 800
    assert figures["events_per_second"] > 0


def fill_the_disk_after_a_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    def saving(path, state):
        save(path, state)
        # The device takes no byte: every write to it says that there is no space left.
        path.with_suffix(f".{os.getpid()}.npz").symlink_to("/dev/full")

    monkeypatch.setattr("worker.training.trainer.save", saving)


def test_a_folder_without_midi_is_refused_in_one_line(beats, tmp_path):
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty", tmp_path / "run") == f"no .mid or .midi file below {tmp_path / 'empty'}"


def test_midi_without_the_wanted_instrument_is_refused_and_each_file_named(beats, tmp_path, capsys):
    note = np.array([(0.0, 30.0, 60, 90)], dtype=NOTE_DTYPE)
    piano = Piece("piano", 30.0, 120.0, (Part("piano", 0, False, note),)).to_midi()
    for file in beats.glob("*.mid"):
        file.write_bytes(piano)
    assert "no file of the train split has what" in refusal(beats, tmp_path / "run")
    assert "00.mid: holds nothing for this model" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_a_folder_that_leaves_nothing_to_validate_is_refused_before_training(beats, tmp_path):
    for name in ("04", "10"):
        (beats / f"{name}.mid").unlink()
    assert "the validation split holds no piece" in refusal(beats, tmp_path / "run")
