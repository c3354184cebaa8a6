"""Magenta's bundles (`.mag`): read for their tensors only, written so that Magenta itself plays them.

A bundle is a `GeneratorBundle` message: the config's id, a description, one V1 checkpoint, and a metagraph. The
metagraph is a program; it is written for Magenta and never run.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from note_seq.protobuf.generator_pb2 import GeneratorBundle

from worker.encodings.config import Config, UnknownConfig
from worker.encodings.configs import CONFIGS, config_of
from worker.networks.metagraph import write_checkpoint
from worker.networks.reading.checkpoint import Tensors, read_v1
from worker.networks.reading.errors import BundleError, MalformedFile
from worker.networks.reading.metagraph import state_numbers
from worker.networks.reading.names import canonical_name
from worker.networks.reading.wire import first, submessages, text
from worker.networks.shapes import WeightsError
from worker.networks.weights import NetworkWeights

__all__ = ["MAX_BUNDLE_BYTES", "Bundle", "BundleError", "bundle_of", "read_bundle", "write_bundle"]

MAX_BUNDLE_BYTES: Final = 200 * 1024 * 1024
MAX_ATTN_LENGTH: Final = 1024


@dataclass(frozen=True, slots=True)
class Bundle:
    """A network with the config id that says how its input is encoded.

    Attributes:
        attn_length: How many outputs attention looks back on; 0 without attention.
    """

    config: str
    description: str
    weights: NetworkWeights
    attn_length: int


def read_bundle(path: Path) -> Bundle:
    """Reads a bundle's config and tensors.

    Raises:
        BundleError: The file is too large, is no bundle, or its tensors make no network of its config.
    """
    if path.stat().st_size > MAX_BUNDLE_BYTES:
        raise BundleError(f"a bundle may hold {MAX_BUNDLE_BYTES >> 20} MiB, this file is larger")
    message = memoryview(path.read_bytes())
    try:
        config_id = text(first(first(message, 1), 1))
        description = text(first(first(message, 4), 1))
        checkpoints = list(submessages(message, 2))
        metagraph = first(message, 3)
    except MalformedFile as error:
        raise BundleError(f"the file is not a Magenta bundle: {error}") from error
    if not config_id or len(checkpoints) != 1:
        raise BundleError("the file is not a Magenta bundle with a config id and one checkpoint")
    try:
        tensors = read_v1(checkpoints[0], is_weight)
    except MalformedFile as error:
        raise BundleError(f"the bundle's checkpoint cannot be read: {error}") from error
    return bundle_of(tensors, config_id, description, state_numbers(metagraph))


def bundle_of(tensors: Tensors, config_id: str, description: str = "", state: int = 0) -> Bundle:
    """The network that `tensors`, by Magenta's names of any era, make.

    Args:
        tensors: What a file holds.
        config_id: What it is said to be; empty for the one config that its sizes fit.
        description: Of the bundle.
        state: How many numbers a row carries from step to step; 0 where nothing says it.

    Raises:
        BundleError: They make none, or none of that config.
    """
    try:
        weights = NetworkWeights.from_tensors(_by_canonical_name(tensors))
    except WeightsError as error:
        raise BundleError(f"the tensors make no network: {error}") from error
    config = _config(config_id, weights)
    misfit = _misfit(weights, config)
    if misfit:
        raise BundleError(f"the tensors do not fit {config.id}: {misfit}")
    return Bundle(config.id, description, weights, _attn_length(weights, config, state))


def write_bundle(path: Path, bundle: Bundle) -> None:
    """Writes a bundle under a temporary name, then in one step under its own.

    Raises:
        BundleError: Cadenza writes no bundles of that config.
    """
    config = config_of(bundle.config)
    if config.is_nade:
        raise BundleError(f"{config.id}: RNN-NADE bundles are read, not written")
    message = GeneratorBundle()
    message.generator_details.id = config.generator_id
    message.generator_details.description = config.description
    message.bundle_details.description = bundle.description
    with tempfile.TemporaryDirectory() as folder:
        checkpoint, metagraph = write_checkpoint(Path(folder), bundle.weights, bundle.attn_length, config.heads)
        message.checkpoint_file.append(checkpoint.read_bytes())
        message.metagraph_file = metagraph.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(message.SerializeToString(deterministic=True))
    partial.replace(path)


def _by_canonical_name(tensors: Tensors) -> Tensors:
    named: Tensors = {}
    for name, tensor in tensors.items():
        canonical = canonical_name(name)
        if canonical in named:
            raise BundleError(f"two tensors are {canonical}")
        if canonical:
            named[canonical] = tensor
    return named


def _config(config_id: str, weights: NetworkWeights) -> Config:
    if config_id:
        try:
            return config_of(config_id)
        except UnknownConfig as error:
            raise BundleError(str(error)) from error
    # A bundle's ids alone, not those of twins that share one.
    fitting = [config for config in CONFIGS.values() if not config.bundle_id and not _misfit(weights, config)]
    if len(fitting) > 1:
        fitting = [config for config in fitting if bool(config.attn_length) == (weights.attention is not None)]
    if len(fitting) != 1:
        raise BundleError(f"name the tensors' config; their sizes fit: {', '.join(c.id for c in fitting) or 'none'}")
    return fitting[0]


def is_weight(name: str) -> bool:
    return canonical_name(name) is not None


def _misfit(weights: NetworkWeights, config: Config) -> str:
    """What of the network is not as the config has it; empty where all is."""
    if (weights.nade is not None) != config.is_nade:
        return "only RNN-NADE has a NADE"
    if weights.input_size != config.network_input_size:
        return f"they take {weights.input_size} numbers an event, the config gives {config.network_input_size}"
    given = sum(config.heads) if weights.nade is None else config.network_input_size
    found = weights.num_classes if weights.nade is None else int(weights.nade.encoder.shape[0])
    return "" if found == given else f"they give {found} classes, the config has {given}"


def _attn_length(weights: NetworkWeights, config: Config, state: int) -> int:
    """What is left of the state after the layers' own, in attended outputs; else the config's."""
    if weights.attention is None:
        return 0
    own = 2 * sum(layer.hidden_size for layer in weights.layers) + (weights.num_classes if weights.nade else 0)
    attended = weights.attended_layers[-1].hidden_size
    length, rest = divmod(state - own - attended, attended)
    known = length if rest == 0 and 0 < length <= MAX_ATTN_LENGTH else config.attn_length
    if not known:
        raise BundleError(f"nothing says how far the attention looks back, and {config.id} has none of its own")
    return known
