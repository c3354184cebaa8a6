"""Magenta's bundles (`.mag`): read for their tensors only, written so that Magenta itself plays them.

A bundle is a `GeneratorBundle` message: the config's id, a description, one V1 checkpoint, and a metagraph. The
metagraph is a program; it is written for Magenta and never read.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import tensorflow as tf
from google.protobuf.message import DecodeError
from note_seq.protobuf.generator_pb2 import GeneratorBundle
from numpy.typing import NDArray

from worker.networks.metagraph import write_checkpoint
from worker.networks.weights import NetworkWeights, WeightsError

MAX_BUNDLE_BYTES: Final = 200 * 1024 * 1024
_OPTIMIZER_SLOTS: Final = ("/Adam", "/Adam_1", "global_step", "beta1_power", "beta2_power")


class BundleError(ValueError):
    """The file is no bundle that Cadenza can play; the message says why."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A network with the config id that says how its input is encoded."""

    config: str
    description: str
    weights: NetworkWeights


def read_bundle(path: Path) -> Bundle:
    """Reads a bundle's config and tensors.

    Raises:
        BundleError: The file is too large, is no bundle, or its tensors make no network.
    """
    if path.stat().st_size > MAX_BUNDLE_BYTES:
        raise BundleError(f"a bundle may hold {MAX_BUNDLE_BYTES >> 20} MiB, this file is larger")
    message = GeneratorBundle()
    try:
        message.ParseFromString(path.read_bytes())
    except DecodeError as error:
        raise BundleError("the file is not a Magenta bundle") from error
    if not message.generator_details.id or len(message.checkpoint_file) != 1:
        raise BundleError("the file is not a Magenta bundle with a config id and one checkpoint")
    try:
        weights = NetworkWeights.from_tensors(_tensors(message.checkpoint_file[0]))
    except WeightsError as error:
        raise BundleError(f"the bundle's tensors make no network: {error}") from error
    return Bundle(message.generator_details.id, message.bundle_details.description, weights)


def write_bundle(path: Path, bundle: Bundle, attn_length: int, details: str) -> None:
    """Writes a bundle under a temporary name, then in one step under its own."""
    message = GeneratorBundle()
    message.generator_details.id = bundle.config
    message.generator_details.description = details
    message.bundle_details.description = bundle.description
    with tempfile.TemporaryDirectory() as folder:
        checkpoint, metagraph = write_checkpoint(Path(folder), bundle.weights, attn_length)
        message.checkpoint_file.append(checkpoint.read_bytes())
        message.metagraph_file = metagraph.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(message.SerializeToString(deterministic=True))
    partial.replace(path)


def _tensors(checkpoint: bytes) -> dict[str, NDArray[np.float32]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "model.ckpt")
        file.write_bytes(checkpoint)
        try:
            reader = tf.train.load_checkpoint(str(file))
            names = [n for n in reader.get_variable_to_shape_map() if not n.endswith(_OPTIMIZER_SLOTS)]
            return {name: np.asarray(reader.get_tensor(name)) for name in names}
        except (tf.errors.OpError, ValueError) as error:
            raise BundleError("the bundle's checkpoint cannot be read") from error
