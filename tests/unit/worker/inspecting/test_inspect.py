"""What a worker says of files that hold a network, in every form, and of files that do not."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from models_store.uploads import Uploads
from tests.fuzz.bundles import mutations
from tests.unit.midi_files import midi, scale, tempos
from tests.unit.worker.networks.checkpoints import write_javascript, write_tensorflow
from worker.contract.inspection import Inspection, Report, UploadStatus
from worker.contract.midi.score import read_score
from worker.inspecting.inspect import inspect
from worker.networks.bundle import read_bundle
from worker.settings import Settings

DATA = Path(__file__).parents[3] / "data"
UPLOAD = "0e3d"


@pytest.fixture
def settings(tmp_path) -> Settings:
    known = Settings.from_environment({})
    return replace(known, uploads=Uploads(tmp_path / "uploads"), held_out=tmp_path, soundfont_path=tmp_path / "none")


def inspected(settings: Settings, sent: Path, config: str = "", held_out: str = "") -> Report:
    suffix = "".join(sent.suffixes[-2:]) if sent.name.endswith(".tar.gz") else sent.suffix
    settings.uploads.delete(UPLOAD)
    shutil.copyfile(sent, settings.uploads.receive(UPLOAD, suffix))
    return inspect(UPLOAD, config, held_out, settings)


def found_in(report: Report) -> Inspection:
    assert report.status is UploadStatus.INSPECTED, report.reason
    assert report.found is not None
    return report.found


def test_a_bundle_of_magentas_is_told_of_and_sampled_and_written_anew(settings):
    found = found_in(inspected(settings, DATA / "attention_rnn.mag"))
    weights = read_bundle(DATA / "attention_rnn.mag").weights
    assert (found.config, found.layers) == ("attention_rnn", tuple(layer.hidden_size for layer in weights.layers))
    assert found.parameters == sum(value.size for value in weights.to_tensors().values())
    assert found.attention_length > 0
    assert found.events_per_second > 0
    bundle, folder = settings.uploads.bundle(UPLOAD), settings.uploads.folder(UPLOAD)
    assert hashlib.sha256(bundle.read_bytes()).hexdigest() == found.sha256
    assert (read_bundle(bundle).config, bundle.stat().st_size) == (found.config, found.bytes)
    notes = sum(len(voice.notes) for voice in read_score((folder / "sample.mid").read_bytes()))
    assert notes == found.sample_notes
    assert "cannot be heard" in found.remarks[0]


@pytest.mark.parametrize("form", ["tensorflow", "javascript"])
def test_an_archive_of_a_checkpoint_is_the_same_network(settings, tmp_path, form):
    bundle = read_bundle(DATA / "basic_rnn.mag")
    write = write_tensorflow if form == "tensorflow" else write_javascript
    write(tmp_path / "run", bundle.weights.to_tensors())
    kind = "gztar" if form == "tensorflow" else "zip"
    archive = Path(shutil.make_archive(str(tmp_path / "packed"), kind, tmp_path, "run"))
    found = found_in(inspected(settings, archive, "basic_rnn"))
    assert (found.config, found.layers) == ("basic_rnn", tuple(layer.hidden_size for layer in bundle.weights.layers))
    assert {path.name for path in settings.uploads.folder(UPLOAD).iterdir() if path.is_dir()} == set()


@pytest.mark.parametrize("name", ["basic_improv", "rnn-nade", "drum_kit", "performance_with_dynamics"])
def test_networks_of_every_family_play_their_sample(settings, name):
    assert found_in(inspected(settings, DATA / f"{name}.mag")).config == name


def test_what_it_foretells_of_held_out_music_is_measured(settings, tmp_path):
    (tmp_path / "scales").mkdir()
    (tmp_path / "scales" / "one.mid").write_bytes(midi(tempos((0, 120)), scale(64)))
    found = found_in(inspected(settings, DATA / "basic_rnn.mag", held_out="scales"))
    assert found.held_out == "scales"
    assert found.held_out_events > 0
    assert found.nats_per_event > 0
    missing = found_in(inspected(settings, DATA / "basic_rnn.mag", held_out="nowhere"))
    assert "not measured on nowhere" in " ".join(missing.remarks)


@pytest.mark.parametrize(
    ("content", "suffix", "reason"),
    [
        (b"no bundle", ".mag", "not a Magenta bundle"),
        (b"no archive", ".zip", "cannot be opened"),
        (b"", ".tar.gz", "cannot be opened"),
    ],
)
def test_a_file_that_is_none_is_rejected_with_the_reason(settings, tmp_path, content, suffix, reason):
    (tmp_path / f"sent{suffix}").write_bytes(content)
    report = inspected(settings, tmp_path / f"sent{suffix}")
    assert (report.status, report.found) == (UploadStatus.REJECTED, None)
    assert reason in report.reason
    assert str(tmp_path) not in report.reason


def test_an_archive_without_a_network_is_rejected_without_a_word_of_our_folders(settings, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "readme.txt").write_text("nothing here")
    archive = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "run"))
    assert inspected(settings, archive).reason == "the archive holds no checkpoint"


def test_the_config_that_is_said_must_fit(settings):
    assert "is of basic_rnn, not of mono_rnn" in inspected(settings, DATA / "basic_rnn.mag", "mono_rnn").reason


def test_twenty_damaged_bundles_are_rejected_or_inspected_and_nothing_else(settings, tmp_path):
    path = tmp_path / "x.mag"
    for content in mutations(20, seed=3):
        path.write_bytes(content)
        assert inspected(settings, path).status.is_final
