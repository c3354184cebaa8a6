"""The command line, run as a user runs it: train, then play and measure what was trained."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path
from typing import Any

import mido
import pytest
import soundfile

from models_store.models import ModelStore
from tests.unit.worker.training.corpora import TINY, write_beats
from worker.cli import main
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PartSpec
from worker.training.checkpoint import only_run_in

SMALL = {"drum_kit": TINY}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one drum model, trained for a moment by the command itself."""
    folder = tmp_path_factory.mktemp("train")
    beats = write_beats(folder / "beats")
    out = folder / "store" / "beats" / "1"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("worker.training.recipes.RECIPES", SMALL)
        main(["train", "drum_kit", "--data", str(beats), "--out", str(out), "--events", "4000", "--licence", "none"])
    return folder / "store"


def generate(store: Path, out: Path, *options: str) -> mido.MidiFile:
    main(["generate", "--models", str(store), "--model", "beats", "--out", str(out), *options])
    return mido.MidiFile(file=io.BytesIO(out.read_bytes()))


def test_training_leaves_a_bundle_and_a_card_with_its_figures(store):
    card = tomllib.loads((store / "beats" / "1" / "card.toml").read_text())
    assert card["config"] == "drum_kit"
    assert card["licence"] == "none"
    assert card["split"] == "8 train, 2 validation, 2 test pieces"
    assert 0 < card["figures"]["test_nats_per_event"] < 6.3
    assert card["command"].startswith("python -m worker")


def test_two_runs_in_one_folder_are_one_too_many(store, tmp_path):
    with only_run_in(tmp_path), pytest.raises(SystemExit) as ended:
        main(["train", "drum_kit", "--data", str(store.parent / "beats"), "--out", str(tmp_path)])
    assert "another run trains in" in str(ended.value)


def test_a_piece_is_as_long_as_asked_and_its_seed_alone_decides_it(store, tmp_path):
    contents = []
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        midi = generate(store, tmp_path / name, "--seconds", "12", "--seed", seed)
        assert midi.length == pytest.approx(12, abs=0.1)
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]
    assert contents[0] != contents[2]


def test_evaluate_prints_one_json_object(store, capsys):
    main(
        ["evaluate", str(store / "beats" / "1" / "model.mag"), str(store.parent / "beats"), "--split", "test", "--json"]
    )
    printed = json.loads(capsys.readouterr().out)
    assert printed["events"] == 2 * 95
    assert 0 < printed["nats_per_event"] < 6.3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate", "--model", "nobody", "--out", "x.mid"], "no model 'nobody'; there are:"),
        (["evaluate", "pyproject.toml", "tests"], "not a Magenta bundle"),
        (["evaluate", "no-such-file.mag", "tests"], "no-such-file.mag"),
        (["train", "waltz", "--data", "tests", "--out", "x"], "no recipe for config 'waltz'"),
        (
            ["train", "drum_kit", "--data", "tests", "--out", "x", "--only", "waltzes/*"],
            "tests that matches 'waltzes/*'",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments, words):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert words in str(ended.value)


@pytest.mark.parametrize(
    "option", [("--seconds", "4"), ("--seconds", "nan"), ("--seed", "-1"), ("--start-pitch", "20")]
)
def test_an_option_outside_its_range_is_refused_with_the_range(option, capsys):
    with pytest.raises(SystemExit):
        main(["generate", "--model", "x", "--out", "x.mid", *option])
    assert " from " in capsys.readouterr().err


def example(style: str, model: str, **how: Any) -> JobSpec:
    known = ModelStore().latest(model)
    part = PartSpec(style, ModelRef(known.name, known.version, known.sha256), 0, is_drum=style == "drums", **how)
    return JobSpec("", style, "any", 10.0, 120.0, 3, 600.0, (part,))


def test_every_example_is_there_to_keep_and_to_hear(tmp_path):
    soundfont = Path(__file__).parents[3] / "var" / "soundfont" / "FluidR3Mono_GM.sf3"
    specs = [example("piano", "piano_performance"), example("drums", "drums_groove", touch="kit")]
    (tmp_path / "specs.json").write_text(json.dumps([spec.to_json() for spec in specs]))
    main(["examples", "--specs", str(tmp_path / "specs.json"), "--out", str(tmp_path), "--soundfont", str(soundfont)])
    for style in ("piano", "drums"):
        midi = mido.MidiFile(tmp_path / f"{style}.mid")
        assert midi.length == pytest.approx(10, abs=0.1)
        samples, rate = soundfile.read(tmp_path / f"{style}.mp3")
        assert 5 < len(samples) / rate < 14
        assert abs(samples).max() > 0.1
    struck = {message.velocity for message in mido.MidiFile(tmp_path / "drums.mid") if message.type == "note_on"}
    assert len(struck) > 5
