"""A network as a TensorFlow 1 graph with the collections by which Magenta's generators find their way in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from worker.networks.cells import NetworkState, step, zero_state
from worker.networks.weights import NetworkWeights

Tensor = Any

v1 = tf.compat.v1


def write_checkpoint(folder: Path, weights: NetworkWeights, attn_length: int) -> tuple[Path, Path]:
    """Writes a V1 checkpoint and its metagraph into `folder` and returns both paths."""
    prefix = str(folder / "model.ckpt")
    with tf.Graph().as_default():
        values = {name: np.asarray(value) for name, value in weights.to_tensors().items()}
        # Initialized with zeros: the weights themselves must not be in the metagraph as well.
        variables = {
            name: v1.get_variable(name, value.shape, tf.float32, v1.zeros_initializer(), use_resource=False)
            for name, value in values.items()
        }
        _generator_graph(NetworkWeights.from_tensors(variables), attn_length)
        saver = v1.train.Saver(write_version=v1.train.SaverDef.V1)
        with v1.Session() as session:
            for name, variable in variables.items():
                variable.load(values[name], session)
            checkpoint = saver.save(session, prefix, write_meta_graph=False)
        v1.train.export_meta_graph(f"{prefix}.meta", strip_default_attrs=True, saver_def=saver.as_saver_def())
    return Path(checkpoint), Path(f"{prefix}.meta")


def _generator_graph(weights: NetworkWeights, attn_length: int) -> None:
    """One row, any number of steps at once; Magenta feeds the state it got back in the order of its tensors."""
    inputs = v1.placeholder(tf.float32, (1, None, weights.input_size))
    temperature = v1.placeholder(tf.float32, ())
    initial = tf.nest.map_structure(tf.identity, zero_state(weights, 1, attn_length))
    logits, final = _over_time(weights, inputs, initial)
    softmax = tf.nn.softmax(logits / temperature)[None]
    for name, tensor in (("inputs", inputs), ("temperature", temperature), ("softmax", softmax)):
        v1.add_to_collection(name, tensor)
    for name, state in (("initial_state", initial), ("final_state", final)):
        for tensor in tf.nest.flatten(state):
            v1.add_to_collection(name, tensor)


def _over_time(weights: NetworkWeights, inputs: Tensor, state: NetworkState) -> tuple[Tensor, NetworkState]:
    """Logits [T, classes] of the one row, and its state after all steps."""
    steps = tf.shape(inputs)[1]
    array = tf.TensorArray(tf.float32, steps, element_shape=(1, weights.num_classes))

    def body(t: Tensor, logits: Any, state: NetworkState) -> tuple[Any, ...]:
        now, state = step(weights, inputs[:, t], state)
        return t + 1, logits.write(t, now), state

    _, logits, state = tf.while_loop(lambda t, *_: t < steps, body, (0, array, state))
    return logits.concat(), state
