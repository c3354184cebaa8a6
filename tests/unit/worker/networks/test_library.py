"""What a worker does with a store that is not as it should be."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models_store.models import ModelStore, ModelUnavailable
from worker.contract.part_spec import ModelRef
from worker.networks.library import Library
from worker.training.card import Card

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    """Two models: one as it was registered, one whose bundle was changed afterwards."""
    for name in ("sound", "broken"):
        folder = tmp_path / name / "1"
        folder.mkdir(parents=True)
        shutil.copyfile(DATA / "performance_with_dynamics.mag", folder / "model.mag")
        Card("performance_with_dynamics", "d", "d", "l", "s", "c", {}).write(folder)
    with (tmp_path / "broken" / "1" / "model.mag").open("ab") as bundle:
        bundle.write(b"more")
    return ModelStore(tmp_path)


def ref(store: ModelStore, name: str) -> ModelRef:
    version = store.latest(name)
    return ModelRef(version.name, version.version, version.sha256)


def one_more_look(library: Library) -> None:
    """Returns after the library has looked at least once whether it may load the next model."""
    for _ in range(2):
        library._warming.submit(int).result(60)


def test_a_broken_model_does_not_keep_the_others_from_loading(store, caplog):
    library = Library(store, warm=False)
    library.load_pretrained(["broken", "sound"], lambda: False)
    assert "broken version 1" in caplog.text
    assert library.get(ref(store, "sound")).config.id == "performance_with_dynamics"


def test_what_is_not_wanted_first_is_loaded_once_there_is_nothing_else_to_do(store, caplog):
    library, is_idle = Library(store, warm=False), threading.Event()
    library.load_pretrained(["sound"], is_idle.is_set)
    one_more_look(library)
    assert "broken" not in caplog.text
    is_idle.set()
    one_more_look(library)
    assert "broken version 1" in caplog.text


def test_what_a_job_asks_for_is_loaded_whatever_else_there_is_to_do(store):
    library = Library(store, warm=False)
    library.load_pretrained([], lambda: False)
    assert library.get(ref(store, "sound")).config.id == "performance_with_dynamics"
    library.close()


def test_models_nobody_asked_for_push_none_out_of_memory(store, caplog):
    library = Library(store, warm=False, memory_bytes=1)
    library.load_pretrained(["sound"], lambda: True)
    one_more_look(library)
    assert "broken" not in caplog.text


def test_a_process_that_ends_loads_nothing_more(store, caplog):
    library = Library(store, warm=False)
    library.close()
    library.load_pretrained([], lambda: True)
    one_more_look(library)
    assert "broken" not in caplog.text


def test_a_broken_model_is_refused_each_time_it_is_asked_for(store):
    library = Library(store, warm=False)
    for _ in range(2):
        with pytest.raises(ModelUnavailable, match="not the one registered"):
            library.get(ref(store, "broken"))


def test_a_model_is_loaded_once(store):
    library = Library(store, warm=False)
    assert library.get(ref(store, "sound")) is library.get(ref(store, "sound"))


def test_a_bundle_that_is_none_is_unavailable(store, tmp_path):
    folder = tmp_path / "noise" / "1"
    folder.mkdir(parents=True)
    (folder / "model.mag").write_bytes(b"noise")
    Card("performance_with_dynamics", "d", "d", "l", "s", "c", {}).write(folder)
    with pytest.raises(ModelUnavailable, match="not a Magenta bundle"):
        Library(store, warm=False).get(ref(store, "noise"))


def test_models_asked_for_longest_ago_are_let_go_of_when_memory_is_short(store, tmp_path, caplog):
    caplog.set_level("INFO")
    shutil.copytree(tmp_path / "sound", tmp_path / "second")
    library = Library(store, warm=False, memory_bytes=1)
    first = library.get(ref(store, "sound"))
    library.get(ref(store, "second"))
    assert "sound version 1 is let go of" in caplog.text
    assert library.get(ref(store, "sound")) is not first


def test_a_model_that_takes_long_to_load_keeps_no_other_waiting(store, tmp_path, monkeypatch):
    shutil.copytree(tmp_path / "sound", tmp_path / "slow")
    library, may_go_on, begun = Library(store, warm=False), threading.Event(), threading.Event()
    load = Library._load

    def slow(self, wanted):
        if wanted.name == "slow":
            begun.set()
            assert may_go_on.wait(60)
        return load(self, wanted)

    monkeypatch.setattr(Library, "_load", slow)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(library.get, ref(store, "slow"))
        assert begun.wait(60)
        assert library.get(ref(store, "sound")).config.id == "performance_with_dynamics"
        assert not waiting.done()
        may_go_on.set()
        assert waiting.result(60).config.id == "performance_with_dynamics"


def test_a_file_outside_the_store_is_opened_by_its_path(store):
    library = Library(store, warm=False)
    assert library.get(library.open_file(DATA / "basic_rnn.mag")).config.id == "basic_rnn"
