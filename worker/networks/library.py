"""The networks a worker plays, loaded once each and kept as long as memory allows."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from models_store.models import ModelStore, ModelUnavailable
from worker.contract.part_spec import ModelRef
from worker.encodings.config import Config, UnknownConfig
from worker.encodings.configs import config_of
from worker.networks.bundle import BundleError
from worker.networks.devices import prepare_devices
from worker.networks.model_files import read_model
from worker.networks.runner import BUCKETS, NetworkRunner

logger = logging.getLogger(__name__)

DEFAULT_MEMORY_BYTES: Final = 512 * 1024 * 1024
# What the first listeners need: one alone, and everybody.
_FIRST_BUCKETS: Final = BUCKETS[:1]
# Between two looks whether the process has nothing else to do.
_LOOK_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A network ready to play, and the config that says how its events are meant."""

    config: Config
    runner: NetworkRunner


@dataclass(slots=True)
class Library:
    """Loads a model on the thread that asks first; who asks for the same waits, who asks for another does not.

    Attributes:
        warm: Graphs for all row counts are made, soon after the first ones: right for a server, too much for a piece.
        memory_bytes: When the models take more, those asked for longest ago are let go of; pieces under way keep them.
        loaded: Models loaded so far.
        let_go: Models let go of so far.
    """

    store: ModelStore
    warm: bool = True
    memory_bytes: int = DEFAULT_MEMORY_BYTES
    loaded: int = 0
    let_go: int = 0
    _models: OrderedDict[ModelRef, Future[LoadedModel]] = field(default_factory=OrderedDict)
    _files: dict[ModelRef, tuple[Path, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closing: threading.Event = field(default_factory=threading.Event)
    # One after the other: pieces are played meanwhile. A process that ends waits for it, as XLA would crash.
    _warming: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "warm"))

    def get(self, ref: ModelRef) -> LoadedModel:
        """The model, loaded if it was not.

        Raises:
            ModelUnavailable: Its bundle is missing, is another, or cannot be played.
        """
        with self._lock:
            found = self._models.get(ref)
            future = found or self._models.setdefault(ref, Future())
            self._models.move_to_end(ref)
        if found is None:
            self._fill(ref, future)
        return future.result()

    def open_file(self, path: Path, config_id: str = "") -> ModelRef:
        """A bundle or checkpoint that is in no store, by the reference under which `get` gives it."""
        digest = hashlib.sha256(str(path.resolve()).encode()).hexdigest()
        ref = ModelRef(path.name, 0, digest)
        self._files[ref] = (path, config_id)
        return ref

    def close(self) -> None:
        """No more graphs are made but for who asks for a model: the process ends."""
        self._closing.set()

    def held(self) -> tuple[int, int]:
        """How many models are loaded, and the bytes they take."""
        with self._lock:
            models = self._loaded().values()
            return len(models), sum(model.runner.memory_bytes for model in models)

    def load_pretrained(self, first: Collection[str], is_idle: Callable[[], bool]) -> None:
        """Loads the newest version of every model in the store, so that few wait for it later.

        One that cannot be loaded fails the jobs that ask for it, not the worker.

        Args:
            first: Names of those that are loaded when this returns.
            is_idle: Asked before each of the others, which follow one by one, until they have half of the memory.
        """
        newest = {version.name: version for version in self.store.versions()}
        refs = {name: ModelRef(name, version.version, version.sha256) for name, version in newest.items()}
        for name in sorted(refs.keys() & set(first)):
            self._try(refs.pop(name))
        self._warming.submit(self._load_next, deque(refs.values()), is_idle)

    def _load_next(self, refs: deque[ModelRef], is_idle: Callable[[], bool]) -> None:
        # More would push out what jobs ask for.
        if self._closing.is_set() or not refs or self.held()[1] > self.memory_bytes // 2:
            return
        if is_idle():
            self._try(refs.popleft())
        else:
            self._closing.wait(_LOOK_SECONDS)
        # Behind the graphs that models loaded meanwhile still lack.
        self._warming.submit(self._load_next, refs, is_idle)

    def _try(self, ref: ModelRef) -> None:
        try:
            self.get(ref)
        except ModelUnavailable as error:
            logger.warning("jobs that ask for it will fail: %s", error)

    def _fill(self, ref: ModelRef, future: Future[LoadedModel]) -> None:
        try:
            model = self._load(ref)
        except BaseException as error:
            with self._lock:
                # It is tried anew when it is asked for again: the store may have been mended.
                self._models.pop(ref, None)
            future.set_exception(error)
            return
        future.set_result(model)
        with self._lock:
            self.loaded += 1
        logger.info("model %s version %s is loaded", ref.name, ref.version)
        self._let_go(ref)
        if self.warm:
            self._warming.submit(self._warm_up, model.runner)

    def _warm_up(self, runner: NetworkRunner) -> None:
        for bucket in BUCKETS:
            if not self._closing.is_set():
                runner.warm_up((bucket,))

    def _let_go(self, newest: ModelRef) -> None:
        """Drops the models asked for longest ago until the others fit."""
        with self._lock:
            loaded = self._loaded()
            total = sum(model.runner.memory_bytes for model in loaded.values())
            for ref, model in loaded.items():
                if total <= self.memory_bytes or ref == newest:
                    return
                logger.info("model %s version %s is let go of for memory", ref.name, ref.version)
                total -= model.runner.memory_bytes
                del self._models[ref]
                self.let_go += 1

    def _loaded(self) -> dict[ModelRef, LoadedModel]:
        return {ref: future.result() for ref, future in self._models.items() if future.done()}

    def _load(self, ref: ModelRef) -> LoadedModel:
        opened = self._files.get(ref)
        path, config_id = opened or (self.store.bundle_path(ref.name, ref.version, ref.sha256), "")
        try:
            bundle = read_model(path, config_id)
            config = config_of(bundle.config)
        except (BundleError, UnknownConfig, OSError) as error:
            raise ModelUnavailable(f"model {ref.name} version {ref.version}: {error}") from error
        prepare_devices()
        runner = NetworkRunner(bundle.weights, bundle.attn_length, config)
        runner.warm_up(_FIRST_BUCKETS)
        return LoadedModel(config, runner)
