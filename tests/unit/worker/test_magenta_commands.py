"""`export` and `compare-vectors`, run as a user runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.unit.worker.networks.checkpoints import write_tensorflow
from worker.cli import main
from worker.networks.bundle import read_bundle

DATA = Path(__file__).parents[2] / "data"
NAMES = ("basic_rnn", "one_drum")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two bundles with their vectors."""
    for name in NAMES:
        for suffix in ("mag", "json", "npz"):
            shutil.copy(DATA / f"{name}.{suffix}", tmp_path)
    return tmp_path


def test_bundles_as_magenta_has_them_get_a_row_each(folder, capsys):
    main(["compare-vectors", str(folder)])
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed[1:3]] == sorted(NAMES)
    assert all(line.endswith("  ok") for line in printed[1:3])


def test_a_likelihood_that_is_off_ends_in_failure_and_is_named(folder, capsys):
    described = json.loads((folder / "one_drum.json").read_text())
    described["log_likelihood"] *= 1.01
    (folder / "one_drum.json").write_text(json.dumps(described))
    with pytest.raises(SystemExit, match="1 of 2 differ from Magenta: one_drum"):
        main(["compare-vectors", str(folder)])
    assert "OFF" in capsys.readouterr().out


def test_a_description_may_hold_no_more_than_family_config_and_events(folder, capsys):
    described = json.loads((folder / "basic_rnn.json").read_text())
    bare = {key: described[key] for key in ("family", "config", "events")}
    (folder / "basic_rnn.json").write_text(json.dumps(bare))
    main(["compare-vectors", str(folder)])
    assert "all 2 as Magenta has them" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("basic_rnn.mag", b"noise", "not a Magenta bundle"),
        ("basic_rnn.json", b'{"config": "basic_rnn", "events": ["x"]}', "event 0 of basic_rnn"),
        ("basic_rnn.json", b'{"config": "basic_rnn", "events": [20]}', "cannot encode these events"),
        ("basic_rnn.npz", b"PK\x03\x04noise", "cannot be compared"),
        ("basic_rnn.json", b'{"config": "mono_rnn", "events": [60]}', "the bundle is of basic_rnn"),
        ("basic_rnn.json", b"[]", "describes nothing"),
        ("basic_rnn.npz", b"noise", "cannot be compared"),
    ],
)
def test_what_cannot_be_compared_is_a_row_that_says_why(folder, capsys, name, content, words):
    (folder / name).write_bytes(content)
    with pytest.raises(SystemExit, match="1 of 2 differ"):
        main(["compare-vectors", str(folder)])
    assert words in capsys.readouterr().out


def test_a_checkpoint_is_exported_as_a_bundle(tmp_path):
    bundle = read_bundle(DATA / "basic_rnn.mag")
    prefix = write_tensorflow(tmp_path, bundle.weights.to_tensors())
    out = tmp_path / "mine.mag"
    main(["export", str(prefix), str(out), "--config", "basic_rnn", "--description", "mine"])
    exported = read_bundle(out)
    assert (exported.config, exported.description) == ("basic_rnn", "mine")


@pytest.mark.parametrize(
    ("model", "words"),
    [("rnn-nade.mag", "read, not written"), ("no-such.mag", "no-such.mag"), ("nobody", "no model 'nobody'")],
)
def test_what_cannot_be_exported_is_said_in_one_line(tmp_path, model, words):
    source = DATA / model if (DATA / model).exists() else model
    with pytest.raises(SystemExit, match=words):
        main(["export", str(source), str(tmp_path / "out.mag")])
    assert not (tmp_path / "out.mag").exists()
