"""A network as a TensorFlow 1 graph with the collections by which Magenta's generators find their way in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from worker.networks.cells import NetworkState, features_of, zero_state
from worker.networks.unrolled import over_time
from worker.networks.weights import NetworkWeights
from worker.networks.windows import AttentionState

Tensor = Any

v1 = tf.compat.v1


def write_checkpoint(
    folder: Path, weights: NetworkWeights, attn_length: int, heads: tuple[int, ...]
) -> tuple[Path, Path]:
    """Writes a V1 checkpoint and its metagraph into `folder` and returns both paths."""
    prefix = str(folder / "model.ckpt")
    with _without_advice(), tf.Graph().as_default():
        values = {name: np.asarray(value) for name, value in weights.to_tensors().items()}
        # Initialized with zeros: the weights themselves must not be in the metagraph as well.
        variables = {
            name: v1.get_variable(name, value.shape, tf.float32, v1.zeros_initializer(), use_resource=False)
            for name, value in values.items()
        }
        _generator_graph(NetworkWeights.from_tensors(variables), attn_length, heads)
        saver = v1.train.Saver(write_version=v1.train.SaverDef.V1)
        with v1.Session() as session:
            for name, variable in variables.items():
                variable.load(values[name], session)
            checkpoint = saver.save(session, prefix, write_meta_graph=False)
        v1.train.export_meta_graph(f"{prefix}.meta", strip_default_attrs=True, saver_def=saver.as_saver_def())
    return Path(checkpoint), Path(f"{prefix}.meta")


@contextmanager
def _without_advice() -> Iterator[None]:
    """TensorFlow would advise a newer format, which Magenta's bundles cannot hold."""
    verbosity = v1.logging.get_verbosity()
    v1.logging.set_verbosity(v1.logging.ERROR)
    try:
        yield
    finally:
        v1.logging.set_verbosity(verbosity)


def _generator_graph(weights: NetworkWeights, attn_length: int, heads: tuple[int, ...]) -> None:
    """One row, any number of steps at once; Magenta feeds the state it got back in the order of its tensors."""
    inputs = v1.placeholder(tf.float32, (1, None, weights.input_size))
    temperature = v1.placeholder(tf.float32, ())
    initial = tf.nest.map_structure(tf.identity, zero_state(weights, 1, attn_length))
    logits, final = over_time(weights, inputs, _with_features(weights, initial))
    v1.add_to_collection("inputs", inputs)
    v1.add_to_collection("temperature", temperature)
    for head in tf.split(logits, heads, axis=1):
        v1.add_to_collection("softmax", tf.nn.softmax(head / temperature)[None])
    for name, state in (("initial_state", initial), ("final_state", final)):
        for tensor in _carried(state):
            v1.add_to_collection(name, tensor)


def _carried(state: NetworkState) -> list[Tensor]:
    """The state's tensors but for the features, which follow from the outputs: Magenta's state has no such."""
    attention = state.attention[:2] if state.attention else ()
    return [*tf.nest.flatten(state.layers), *attention]


def _with_features(weights: NetworkWeights, state: NetworkState) -> NetworkState:
    if weights.attention is None or not state.attention:
        return state
    attended, outputs, *_ = state.attention
    return NetworkState(state.layers, AttentionState(attended, outputs, features_of(weights.attention, outputs)))
