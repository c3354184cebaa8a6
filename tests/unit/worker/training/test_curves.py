"""A run's curve has each point once, as lines, as a picture and for TensorBoard; the line on a terminal."""

from __future__ import annotations

import json
import os
import pty
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from worker.training.course import Tally
from worker.training.curves import Curve, Point
from worker.training.progress import progress_line
from worker.training.whole_file import NotWritten


def point(events: int, loss: float) -> Point:
    return Point(events, train=loss, validation=loss + 0.5, events_per_second=3000, learning_rate=1e-3)


def events_of_lines(out: Path) -> list[int]:
    return [json.loads(line)["events"] for line in (out / "curve.jsonl").read_text().splitlines()]


def tensorboard_points(out: Path, name: str) -> list[tuple[int, float]]:
    found = []
    for record in tf.data.TFRecordDataset(sorted(map(str, (out / "tensorboard").iterdir()))):
        event = tf.compat.v1.Event.FromString(record.numpy())
        for value in event.summary.value:
            if value.tag == name:
                assert value.metadata.plugin_data.plugin_name == "scalars"
                found.append((event.step, float(tf.make_ndarray(value.tensor))))
    return found


def test_what_a_resumed_run_does_again_is_shown_once(tmp_path):
    killed = Curve(tmp_path, 0)
    for events, loss in ((100, 3.0), (200, 2.5), (300, 2.25)):
        killed.add(point(events, loss))
    resumed = Curve(tmp_path, 200)
    resumed.add(point(300, 2.25))
    assert events_of_lines(tmp_path) == [100, 200, 300]
    assert tensorboard_points(tmp_path, "loss/train") == [(100, 3.0), (200, 2.5), (300, 2.25)]
    assert tensorboard_points(tmp_path, "loss/validation") == [(100, 3.5), (200, 3.0), (300, 2.75)]


def test_a_run_without_a_checkpoint_begins_its_curve_anew(tmp_path):
    Curve(tmp_path, 0).add(point(100, 3.0))
    Curve(tmp_path, 0).add(point(50, 4.0))
    assert events_of_lines(tmp_path) == [50]
    assert tensorboard_points(tmp_path, "loss/train") == [(50, 4.0)]


def test_the_picture_shows_train_and_validation_loss_and_learning_rate(tmp_path):
    curve = Curve(tmp_path, 0)
    curve.add(point(100, 3.0))
    curve.add(point(200, 2.5))
    picture = np.asarray(Image.open(tmp_path / "curve.png").convert("RGB")).reshape(-1, 3)
    shown = {tuple(colour) for colour in np.unique(picture, axis=0).tolist()}
    # Matplotlib's first two colours, and grey.
    assert {(31, 119, 180), (255, 127, 14), (128, 128, 128)} <= shown


def test_without_matplotlib_a_run_says_so_and_goes_on(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    curve = Curve(tmp_path, 0)
    curve.add(point(100, 3.0))
    assert "pip install matplotlib" in capsys.readouterr().err
    assert events_of_lines(tmp_path) == [100]
    assert not (tmp_path / "curve.png").exists()


def test_event_files_that_cannot_be_written_are_said_in_one_line(tmp_path):
    (tmp_path / "tensorboard").write_text("a file where a folder should be")
    with pytest.raises(NotWritten, match=r"^cannot write .*tensorboard: [^\n;]*; mend that and give [^\n]*$"):
        Curve(tmp_path, 0)


def show_half_of_a_run() -> None:
    with progress_line(1000, 200) as show:
        show(500, Tally(events=300, seconds=0.1, updates=2, nats=5.0))


def test_a_terminal_shows_how_far_a_run_is(monkeypatch):
    reader, writer = pty.openpty()
    with os.fdopen(writer, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", "120")
        show_half_of_a_run()
        terminal.flush()
        shown = os.read(reader, 10000).decode()
    for part in ("500 of 1,000 events", "50%", "loss 2.500", "3,000 events/s"):
        assert part in shown
    os.close(reader)


def test_where_no_terminal_is_nothing_is_shown(capfd):
    show_half_of_a_run()
    assert capfd.readouterr() == ("", "")
