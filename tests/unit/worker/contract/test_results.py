"""Result files are whole or not there, and lie where nobody's text decides: in a folder as in a bucket."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import time
import uuid

import pytest

from tests.object_store import BUCKET, ObjectStore, running_object_store
from worker.contract.folder import Folder
from worker.contract.results import MIDI_NAME, WAV_NAME, ResultStore


@pytest.fixture
def bucket(object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> ResultStore:
    """Below a prefix that no other test has."""
    return connected(object_store, monkeypatch)


def connected(object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch, **other: str) -> ResultStore:
    for name, value in {**object_store.environment, **other}.items():
        monkeypatch.setenv(name, value)
    return ResultStore.from_url(object_store.url(uuid.uuid4().hex))


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path) -> ResultStore:
    if request.param == "bucket":
        found: ResultStore = request.getfixturevalue("bucket")
        return found
    return ResultStore.from_url((tmp_path / "results").as_uri())


def test_a_stored_file_is_described_by_what_was_written(store):
    stored = store.put("abcd", 1, MIDI_NAME, b"MThd")
    assert store.read("abcd", 1, MIDI_NAME) == (b"MThd", 4)
    assert (stored.bytes, stored.media_type) == (4, "audio/midi")
    assert stored.sha256 == hashlib.sha256(b"MThd").hexdigest()


@pytest.mark.parametrize(
    ("start", "end", "part"),
    [(0, None, b"0123456789"), (0, 3, b"012"), (4, 6, b"45"), (7, None, b"789"), (8, 20, b"89")],
)
def test_a_part_is_read_with_the_size_of_the_whole(store, start, end, part):
    store.put("abcd", 1, MIDI_NAME, b"0123456789")
    assert store.read("abcd", 1, MIDI_NAME, start, end) == (part, 10)


def test_a_file_that_is_stored_again_is_the_later_one(store):
    store.put("abcd", 1, MIDI_NAME, b"first")
    store.put("abcd", 1, MIDI_NAME, b"second")
    assert store.read("abcd", 1, MIDI_NAME).content == b"second"


def test_a_file_of_many_megabytes_comes_back_as_it_was(store):
    content = bytes(range(256)) * 50_000
    store.put("abcd", 1, WAV_NAME, content)
    assert store.read("abcd", 1, WAV_NAME).content == content
    assert store.read("abcd", 1, WAV_NAME, 12_000_000, 12_000_256).content == content[:256]


def test_a_file_that_is_not_there_is_told_from_a_store_that_is_away(store):
    assert not store.exists("abcd", 1, MIDI_NAME)
    with pytest.raises(FileNotFoundError):
        store.read("abcd", 1, MIDI_NAME)
    store.check()


def test_a_failed_write_leaves_the_earlier_file_and_no_rest(tmp_path, monkeypatch):
    store = ResultStore(Folder(tmp_path))
    store.put("abcd", 1, MIDI_NAME, b"first")
    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="no space"):
        store.put("abcd", 1, MIDI_NAME, b"second")
    assert [path.name for path in tmp_path.rglob("*.*")] == [MIDI_NAME]
    assert store.read("abcd", 1, MIDI_NAME).content == b"first"


def fail(*_):
    raise OSError("no space left")


def test_a_run_that_was_overtaken_writes_beside_the_one_that_counts(store):
    store.put("abcd", 2, MIDI_NAME, b"counts")
    store.put("abcd", 1, MIDI_NAME, b"late")
    store.delete_run("abcd", 1)
    assert store.read("abcd", 2, MIDI_NAME).content == b"counts"
    assert not store.exists("abcd", 1, MIDI_NAME)


@pytest.mark.parametrize("name", ["../piece.mid", "other.mid", "", "piece.mid/.."])
def test_no_other_file_can_be_named(store, name):
    for use in (store.read, store.exists, lambda *file: store.put(*file, b"")):
        with pytest.raises(ValueError, match="result files are"):
            use("abcd", 1, name)


def test_deleting_removes_all_of_one_job_and_twice_is_no_error(store):
    for job_id in ("abcd", "abcde"):
        store.put(job_id, 1, MIDI_NAME, b"x")
        store.put(job_id, 2, MIDI_NAME, b"x")
    store.delete("abcd")
    store.delete("abcd")
    assert [store.exists("abcd", attempt, MIDI_NAME) for attempt in (1, 2)] == [False, False]
    assert [store.exists("abcde", attempt, MIDI_NAME) for attempt in (1, 2)] == [True, True]


@pytest.mark.parametrize("url", ["http://host/x", "relative", "", "s3", "ftp://bucket/prefix"])
def test_a_url_that_is_no_store_is_refused_with_what_is_allowed(url):
    with pytest.raises(ValueError, match="file:///absolute/folder or s3://bucket/prefix"):
        ResultStore.from_url(url)


@pytest.mark.parametrize("url", ["file://host/x", "file:x"])
def test_a_folder_is_named_from_the_root_on(url):
    with pytest.raises(ValueError, match="file:///absolute/folder"):
        ResultStore.from_url(url)


@pytest.mark.parametrize("url", ["s3://", "s3://B", "s3://key:secret@bucket", "s3://bucket?x=1", "s3://bucket/a//b"])
def test_a_bucket_is_named_without_keys_and_questions(url):
    with pytest.raises(ValueError, match="s3://bucket/prefix"):
        ResultStore.from_url(url)


@pytest.mark.parametrize("endpoint", ["store:3900", "ftp://store", "http://store/path?x"])
def test_an_endpoint_that_is_no_address_is_refused(monkeypatch, endpoint):
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    with pytest.raises(ValueError, match="AWS_ENDPOINT_URL such as"):
        ResultStore.from_url("s3://bucket")


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_a_bucket_without_keys_is_refused_before_it_is_asked(object_store, monkeypatch, name):
    with pytest.raises(ValueError, match=name):
        connected(object_store, monkeypatch, **{name: ""})


def test_who_keeps_files_in_a_folder_loads_no_library_for_s3():
    script = "import sys; sys.modules['obstore'] = None; import worker.settings as s; s.Settings.from_environment({})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def uses(store: ResultStore):
    """All that asks a store, by name."""
    return {
        "put": lambda: store.put("abcd", 1, MIDI_NAME, b"x"),
        "read": lambda: store.read("abcd", 1, MIDI_NAME),
        "exists": lambda: store.exists("abcd", 1, MIDI_NAME),
        "delete": lambda: store.delete("abcd"),
        "check": store.check,
    }


USES = ["put", "read", "exists", "delete", "check"]


@pytest.mark.parametrize("use", USES)
def test_a_bucket_that_is_away_says_so_within_seconds(object_store, monkeypatch, use):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{bound.getsockname()[1]}"
        store = connected(object_store, monkeypatch, AWS_ENDPOINT_URL=endpoint)
        began = time.monotonic()
        with pytest.raises(OSError, match="the store of results does not answer") as away:
            uses(store)[use]()
    assert time.monotonic() - began < 8
    assert "127.0.0.1" not in (away.value.strerror or "")


def test_a_bucket_that_goes_away_is_missed(tmp_path, monkeypatch):
    with running_object_store(tmp_path) as object_store:
        store = connected(object_store, monkeypatch)
        store.put("abcd", 1, MIDI_NAME, b"x")
        object_store.kill()
        with pytest.raises(OSError, match="does not answer"):
            store.read("abcd", 1, MIDI_NAME)


@pytest.mark.parametrize("use", USES)
def test_wrong_keys_are_named_as_what_is_wrong(object_store, monkeypatch, use):
    store = connected(object_store, monkeypatch, AWS_SECRET_ACCESS_KEY="another")
    with pytest.raises(PermissionError, match="refuses the keys"):
        uses(store)[use]()


@pytest.mark.parametrize("use", ["put", "read", "delete", "check"])
def test_a_bucket_that_was_never_made_is_no_missing_file(object_store, monkeypatch, use):
    connected(object_store, monkeypatch)
    store = ResultStore.from_url(f"s3://not-{BUCKET}/x")
    with pytest.raises(OSError, match="no such bucket") as refused:
        uses(store)[use]()
    assert not isinstance(refused.value, FileNotFoundError)
