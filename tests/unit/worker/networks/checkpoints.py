"""Checkpoints as TensorFlow itself writes them, in both formats, and as Magenta.js has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
SHARD_BYTES = 50_000


def write_tensorflow(folder: Path, tensors: Mapping[str, Any], step: int = 1, version: int = 2) -> Path:
    """Writes `model.ckpt-STEP` with an optimizer's slots beside every tensor, and returns its prefix."""
    slots = {f"{name}/{slot}": value for name, value in tensors.items() for slot in ("Adam", "Adam_1")}
    values = {**tensors, **slots, "beta1_power": np.float32(0.9)}
    folder.mkdir(exist_ok=True)
    with tf.Graph().as_default(), v1.Session() as session:
        variables = {
            name: v1.get_variable(name, np.shape(value), tf.float32, v1.zeros_initializer(), use_resource=False)
            for name, value in values.items()
        }
        counter = v1.get_variable("global_step", (), tf.int64, v1.zeros_initializer(), use_resource=False)
        session.run(counter.initializer)
        for name, variable in variables.items():
            variable.load(values[name], session)
        saver = v1.train.Saver(write_version=version, max_to_keep=None)
        return Path(saver.save(session, str(folder / "model.ckpt"), step, write_meta_graph=False))


def write_javascript(folder: Path, tensors: Mapping[str, Any], *, quantized: bool = False) -> Path:
    """Writes a Magenta.js checkpoint in shards; quantized ones keep a byte a number."""
    folder.mkdir(exist_ok=True)
    weights, data = [], b""
    for name, value in tensors.items():
        array = np.asarray(value)
        entry: dict[str, Any] = {"name": name, "shape": list(array.shape), "dtype": "float32"}
        if quantized:
            low, scale = float(array.min()), float(np.ptp(array)) / 255 or 1.0
            entry["quantization"] = {"min": low, "scale": scale, "dtype": "uint8"}
            array = np.round((array - low) / scale).astype(np.uint8)
        weights.append(entry)
        data += array.tobytes()
    shards = [data[start : start + SHARD_BYTES] for start in range(0, len(data), SHARD_BYTES)]
    paths = [f"group1-shard{index + 1}of{len(shards)}" for index in range(len(shards))]
    for path, shard in zip(paths, shards, strict=True):
        (folder / path).write_bytes(shard)
    (folder / "weights_manifest.json").write_text(json.dumps([{"paths": paths, "weights": weights}]))
    return folder
