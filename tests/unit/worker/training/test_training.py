"""A run learns, can be killed and gone on with, and does the same twice."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.unit.worker.training.corpora import TINY, beat, write_beats
from worker.training.corpus import CorpusError, find_files
from worker.training.dataset import Dataset, load_dataset
from worker.training.trainer import RunOptions, Trainer

EVENTS, VALIDATE_EVENTS = 3200, 800


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("corpus")
    return load_dataset(TINY.encoding, write_beats(folder / "beats"), folder / "cache")


@pytest.fixture(scope="module")
def whole(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, float]]:
    """The curve of a run that nothing disturbed."""
    return train(dataset, tmp_path_factory.mktemp("whole"))


def trainer_of(dataset: Dataset, out: Path) -> Trainer:
    return Trainer(TINY, dataset, RunOptions(out, EVENTS, VALIDATE_EVENTS, seed=1, learning_rate=1e-2))


def train(dataset: Dataset, out: Path) -> list[dict[str, float]]:
    trainer_of(dataset, out).run()
    return curve_of(out)


def curve_of(out: Path) -> list[dict[str, float]]:
    """The curve without what depends on the machine."""
    lines = (out / "curve.jsonl").read_text().splitlines()
    return [{k: v for k, v in json.loads(line).items() if k != "events_per_second"} for line in lines]


def test_a_run_learns_how_often_each_drum_sounds(whole):
    assert whole[0]["validation"] > 3
    assert whole[-1]["validation"] < 1.6


def test_a_killed_run_goes_on_as_if_it_had_not_been(dataset, whole, tmp_path, monkeypatch):
    monkeypatch.setattr(Trainer, "_validate", killed_after(VALIDATE_EVENTS, Trainer._validate))
    with pytest.raises(KeyboardInterrupt):
        trainer_of(dataset, tmp_path).run()
    monkeypatch.undo()
    # The last checkpoint was written after the first look at validation; what came after it is done again.
    assert train(dataset, tmp_path) == whole


def killed_after(events: int, validate):
    def validating(self, *arguments):
        if self.events >= 2 * events:
            raise KeyboardInterrupt
        validate(self, *arguments)

    return validating


def test_corrupt_and_empty_files_are_reported_and_skipped(tmp_path, capsys):
    folder = write_beats(tmp_path / "beats")
    (folder / "00.mid").write_bytes(b"MThd garbage")
    (folder / "01.mid").write_bytes(b"")
    dataset = load_dataset(TINY.encoding, folder, tmp_path / "cache")
    assert {Path(name).name for name in dataset.skipped} == {"00.mid", "01.mid"}
    assert "00.mid: unreadable" in capsys.readouterr().err
    assert len(dataset.examples["train"]) == 6


def test_a_folder_read_once_is_not_read_again(tmp_path, monkeypatch):
    folder = write_beats(tmp_path / "beats")
    first = load_dataset(TINY.encoding, folder, tmp_path / "cache")
    monkeypatch.setattr("worker.training.dataset._read_files", None)
    second = load_dataset(TINY.encoding, folder, tmp_path / "cache")
    assert all(np.array_equal(a, b) for a, b in zip(first.examples["train"], second.examples["train"], strict=True))


def test_an_empty_folder_is_refused_with_what_was_looked_for(tmp_path):
    with pytest.raises(CorpusError, match=r"no \.mid or \.midi file"):
        find_files(tmp_path)


def write_a_fill(folder: Path) -> str:
    """A folder of beats gets a fill of two bars; returns the glob that matches it alone."""
    (folder / "fills").mkdir()
    (folder / "fills" / "1_rock_fill_4-4.mid").write_bytes(beat(2).to_midi())
    with (folder / "files.tsv").open("a") as table:
        table.write("fills/1_rock_fill_4-4.mid\ttrain\n")
    return "*_fill_4-4.mid"


def test_a_glob_selects_by_the_path_below_the_folder_and_changes_no_split(tmp_path):
    folder = write_beats(tmp_path / "beats")
    only = write_a_fill(folder)
    assert [file.path.name for file in find_files(folder, only)] == ["1_rock_fill_4-4.mid"]
    assert find_files(folder, "fills/*") == find_files(folder, only)
    assert find_files(folder, "0*.mid") == find_files(folder)[:10]


def test_a_part_of_a_folder_is_not_taken_for_all_of_it_from_the_cache(tmp_path):
    folder = write_beats(tmp_path / "beats")
    only = write_a_fill(folder)
    assert len(load_dataset(TINY.encoding, folder, tmp_path / "cache").examples["train"]) == 9
    assert len(load_dataset(TINY.encoding, folder, tmp_path / "cache", only).examples["train"]) == 1


def test_a_glob_that_matches_nothing_is_refused_with_what_was_looked_for(tmp_path):
    with pytest.raises(CorpusError, match=r"below .*beats that matches '\*_fill\*'"):
        find_files(write_beats(tmp_path / "beats"), "*_fill*")


def test_a_folder_without_the_wanted_instrument_is_refused(tmp_path):
    folder = write_beats(tmp_path / "beats", files=4, bars=0)
    with pytest.raises(CorpusError, match="no file of the train split"):
        load_dataset(TINY.encoding, folder, tmp_path / "cache")


def test_files_that_no_list_names_are_split_by_their_names_for_good(tmp_path):
    write_beats(tmp_path, files=40, bars=1)
    (tmp_path / "files.tsv").unlink()
    splits = {file.path.name: file.split for file in find_files(tmp_path)}
    (tmp_path / "39.mid").unlink()
    assert {file.path.name: file.split for file in find_files(tmp_path)} == {
        k: v for k, v in splits.items() if k != "39.mid"
    }
    assert list(splits.values()).count("train") > 30


def test_an_unknown_split_is_refused(tmp_path):
    folder = write_beats(tmp_path / "beats", files=2)
    (folder / "files.tsv").write_text("path\tsplit\n00.mid\tdevelopment\n")
    with pytest.raises(CorpusError, match="'development'"):
        find_files(folder)
