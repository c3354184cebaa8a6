"""The networks a worker has loaded, each verified, compiled and kept."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

from models_store.models import ModelStore, ModelUnavailable
from worker.contract.job_spec import ModelRef
from worker.encodings.configs import Config, UnknownConfig, config_of
from worker.networks.bundle import BundleError, read_bundle
from worker.networks.runner import NetworkRunner

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A network ready to play, and the config that says how its events are meant."""

    config: Config
    runner: NetworkRunner


@dataclass(slots=True)
class Library:
    """Loads each model once, on the thread that asks first; others ask meanwhile and wait.

    With `warm`, the graphs of all row counts are made at once: right for a server, too long for a single piece.
    """

    store: ModelStore
    warm: bool = True
    _loaded: dict[ModelRef, LoadedModel] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, ref: ModelRef) -> LoadedModel:
        """The model, loaded if it was not.

        Raises:
            ModelUnavailable: Its bundle is missing, is another, or cannot be played.
        """
        with self._lock:
            if ref not in self._loaded:
                self._loaded[ref] = self._load(ref)
            return self._loaded[ref]

    def load_pretrained(self) -> None:
        """Loads the newest version of every model in the store, so that nobody waits for it later.

        One that cannot be loaded fails the jobs that ask for it, not the worker.
        """
        newest = {version.name: version for version in self.store.versions()}
        for version in newest.values():
            try:
                self.get(ModelRef(version.name, version.version, version.sha256))
            except ModelUnavailable as error:
                logger.warning("jobs that ask for it will fail: %s", error)

    def _load(self, ref: ModelRef) -> LoadedModel:
        path = self.store.bundle_path(ref.name, ref.version, ref.sha256)
        try:
            bundle = read_bundle(path)
            config = config_of(bundle.config)
        except (BundleError, UnknownConfig) as error:
            raise ModelUnavailable(f"model {ref.name} version {ref.version}: {error}") from error
        runner = NetworkRunner(bundle.weights, bundle.attn_length, config.encoding.counter_bits)
        if self.warm:
            runner.warm_up()
        return LoadedModel(config, runner)
