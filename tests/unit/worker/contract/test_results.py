"""Result files are whole or not there, and lie where nobody's text decides."""

from __future__ import annotations

import hashlib

import pytest

from worker.contract.results import MIDI_NAME, ResultStore


def test_a_stored_file_is_described_by_what_was_written(tmp_path):
    stored = ResultStore(tmp_path).put("abcd", 1, MIDI_NAME, b"MThd")
    assert ResultStore(tmp_path).path("abcd", 1, MIDI_NAME).read_bytes() == b"MThd"
    assert (stored.bytes, stored.media_type) == (4, "audio/midi")
    assert stored.sha256 == hashlib.sha256(b"MThd").hexdigest()


def test_a_failed_write_leaves_the_earlier_file_and_no_rest(tmp_path, monkeypatch):
    store = ResultStore(tmp_path)
    store.put("abcd", 1, MIDI_NAME, b"first")
    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="no space"):
        store.put("abcd", 1, MIDI_NAME, b"second")
    assert [path.name for path in store.path("abcd", 1, MIDI_NAME).parent.iterdir()] == [MIDI_NAME]
    assert store.path("abcd", 1, MIDI_NAME).read_bytes() == b"first"


def fail(*_):
    raise OSError("no space left")


def test_a_run_that_was_overtaken_writes_beside_the_one_that_counts(tmp_path):
    store = ResultStore(tmp_path)
    store.put("abcd", 2, MIDI_NAME, b"counts")
    store.put("abcd", 1, MIDI_NAME, b"late")
    store.delete_run("abcd", 1)
    assert store.path("abcd", 2, MIDI_NAME).read_bytes() == b"counts"
    assert not store.path("abcd", 1, MIDI_NAME).exists()


@pytest.mark.parametrize("name", ["../piece.mid", "other.mid", "", "piece.mid/.."])
def test_no_other_file_can_be_named(tmp_path, name):
    with pytest.raises(ValueError, match="result files are"):
        ResultStore(tmp_path).path("abcd", 1, name)


def test_deleting_removes_all_and_twice_is_no_error(tmp_path):
    store = ResultStore(tmp_path)
    store.put("abcd", 1, MIDI_NAME, b"x")
    store.delete("abcd")
    store.delete("abcd")
    assert not store.path("abcd", 1, MIDI_NAME).exists()


@pytest.mark.parametrize("url", ["http://host/x", "file://host/x", "relative", "s3://bucket"])
def test_a_url_that_is_no_folder_is_refused_with_what_is_allowed(url):
    with pytest.raises(ValueError, match="file:///absolute/folder"):
        ResultStore.from_url(url)
