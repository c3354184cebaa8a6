"""A network that is to hear controls, begun from one that hears none."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from worker.encodings.config import Config

Tensors = dict[str, Any]

_FIRST_KERNEL: Final = "cell_0/basic_lstm_cell/kernel"


def with_controls(tensors: Tensors, config: Config) -> Tensors:
    """The same weights, with rows of zeros where the first layer lacks those of `config`'s controls.

    Controls come before events in what a network hears. It plays as before, and learns to mind them. Weights that lack
    nothing, or something else, are left as they are.
    """
    return {name: _grown(name, value, config) for name, value in tensors.items()}


def _grown(name: str, value: Any, config: Config) -> Any:
    if not name.endswith(_FIRST_KERNEL):
        return value
    rows, gates = value.shape
    lacking = config.network_input_size + gates // 4 - rows
    if not config.controls or lacking != config.control_size:
        return value
    return np.concatenate((np.zeros((lacking, gates), np.float32), np.asarray(value)))
