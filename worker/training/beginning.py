"""The weights to begin with: drawn, or those of networks that were trained before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from worker.encodings.config import Config
from worker.encodings.configs import config_of
from worker.networks.bundle import read_bundle
from worker.networks.shapes import WeightsError
from worker.training.checkpoint import load_tensors
from worker.training.initial import initial_weights
from worker.training.recipes import Recipe

Tensors = dict[str, Any]

_FIRST_KERNEL: Final = "cell_0/basic_lstm_cell/kernel"
_LAYER: Final = re.compile(r"cell_(\d+)/")


def first_tensors(recipe: Recipe, files: Sequence[Path], seed: int) -> Tensors:
    """By Magenta's names: the mean of the networks in `files` (`.mag` or `.npz`), or drawn where there are none.

    Networks that one went out from lie around what is better than either (Wortsman et al., 2022). Of deeper ones than
    the recipe's only the lowest layers are taken.

    Raises:
        WeightsError: The networks are not of one shape.
    """
    if not files:
        return initial_weights(recipe, seed).to_tensors()
    tensors = _mean([_read(file) for file in files])
    return with_controls(_lowest(tensors, len(recipe.layer_sizes)), config_of(recipe.config))


def _read(file: Path) -> Tensors:
    return load_tensors(file) if file.suffix == ".npz" else read_bundle(file).weights.to_tensors()


def _mean(networks: Sequence[Tensors]) -> Tensors:
    shapes = [{name: value.shape for name, value in network.items()} for network in networks]
    if any(other != shapes[0] for other in shapes):
        raise WeightsError("the networks to begin with must have the same layers: they are of different shapes")
    return {name: np.mean([network[name] for network in networks], 0) for name in networks[0]}


def _lowest(tensors: Tensors, layers: int) -> Tensors:
    """Those of the first `layers` layers, and what belongs to none."""
    layer_of = {name: int(found[1]) for name in tensors if (found := _LAYER.search(name))}
    return {name: value for name, value in tensors.items() if layer_of.get(name, 0) < layers}


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
