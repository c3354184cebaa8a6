"""A network's weights by their place in it, from tensors by Magenta's names and back.

Arrays here are NumPy's or TensorFlow's alike: this file moves them, it never computes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Array = Any

_STACK: Final = "rnn/multi_rnn_cell"
_ATTENTION: Final = "attention_cell_wrapper"
_LSTM: Final = "basic_lstm_cell"


class WeightsError(ValueError):
    """The tensors are not those of a network Cadenza can play; the message says which is missing or misfit."""


@dataclass(frozen=True, slots=True)
class LstmWeights:
    """One layer: kernel [inputs + hidden, 4 x hidden] with gates in the order i, j, f, o, and bias [4 x hidden]."""

    kernel: Array
    bias: Array

    @property
    def hidden_size(self) -> int:
        return int(self.kernel.shape[1]) // 4

    @property
    def input_size(self) -> int:
        return int(self.kernel.shape[0]) - self.hidden_size


@dataclass(frozen=True, slots=True)
class AttentionWeights:
    """The wrapper around the first layer, which attends to that layer's latest outputs.

    Attributes:
        input_kernel: [inputs + hidden, inputs], mixes the input with what was attended to.
        window_kernel: [1, 1, hidden, hidden], applied to each remembered output.
        score: [hidden].
        query_kernel: [2 x hidden, hidden], applied to the new state (c, h).
        output_kernel: [2 x hidden, hidden], mixes the layer's output with what is attended to now.
    """

    input_kernel: Array
    input_bias: Array
    window_kernel: Array
    score: Array
    query_kernel: Array
    query_bias: Array
    output_kernel: Array
    output_bias: Array


@dataclass(frozen=True, slots=True)
class NetworkWeights:
    """An LSTM stack, perhaps with attention around its first layer, and its softmax layer."""

    layers: tuple[LstmWeights, ...]
    attention: AttentionWeights | None
    output_kernel: Array
    output_bias: Array

    @property
    def input_size(self) -> int:
        kernel = self.attention.input_kernel if self.attention else None
        return self.layers[0].input_size if kernel is None else int(kernel.shape[1])

    @property
    def num_classes(self) -> int:
        return int(self.output_kernel.shape[1])

    @classmethod
    def from_tensors(cls, tensors: Mapping[str, Array]) -> NetworkWeights:
        """Places `tensors`, named as Magenta names its variables.

        Raises:
            WeightsError: A tensor is missing, or the layers' shapes do not follow from each other.
        """
        attention = _attention(tensors) if any(_ATTENTION in name for name in tensors) else None
        layers = tuple(_layer(tensors, index, attention is not None) for index in range(_depth(tensors)))
        weights = cls(
            layers, attention, _get(tensors, "fully_connected/weights"), _get(tensors, "fully_connected/biases")
        )
        _check(weights)
        return weights

    def to_tensors(self) -> dict[str, Array]:
        """The tensors by Magenta's names."""
        named: dict[str, Array] = {}
        for index, layer in enumerate(self.layers):
            prefix = _layer_prefix(index, self.attention is not None)
            named |= {f"{prefix}/kernel": layer.kernel, f"{prefix}/bias": layer.bias}
        if self.attention:
            named |= {name: getattr(self.attention, field) for field, name in _ATTENTION_NAMES.items()}
        return named | {"fully_connected/weights": self.output_kernel, "fully_connected/biases": self.output_bias}


_WRAPPER: Final = f"{_STACK}/cell_0/{_ATTENTION}"
_ATTENTION_NAMES: Final = {
    "input_kernel": f"{_WRAPPER}/kernel",
    "input_bias": f"{_WRAPPER}/bias",
    "window_kernel": f"{_WRAPPER}/attention/attn_w",
    "score": f"{_WRAPPER}/attention/attn_v",
    "query_kernel": f"{_WRAPPER}/attention/kernel",
    "query_bias": f"{_WRAPPER}/attention/bias",
    "output_kernel": f"{_WRAPPER}/attn_output_projection/kernel",
    "output_bias": f"{_WRAPPER}/attn_output_projection/bias",
}


def _layer_prefix(index: int, with_attention: bool) -> str:
    wrapper = f"/{_ATTENTION}" if with_attention and index == 0 else ""
    return f"{_STACK}/cell_{index}{wrapper}/{_LSTM}"


def _depth(tensors: Mapping[str, Array]) -> int:
    found = {int(match[1]) for name in tensors if (match := re.match(rf"{_STACK}/cell_(\d+)/", name))}
    if not found:
        raise WeightsError("no tensor is named rnn/multi_rnn_cell/cell_0/…: this is not a Magenta RNN")
    return max(found) + 1


def _get(tensors: Mapping[str, Array], name: str) -> Array:
    if name not in tensors:
        raise WeightsError(f"tensor {name} is missing")
    return tensors[name]


def _layer(tensors: Mapping[str, Array], index: int, with_attention: bool) -> LstmWeights:
    prefix = _layer_prefix(index, with_attention)
    return LstmWeights(_get(tensors, f"{prefix}/kernel"), _get(tensors, f"{prefix}/bias"))


def _attention(tensors: Mapping[str, Array]) -> AttentionWeights:
    return AttentionWeights(**{field: _get(tensors, name) for field, name in _ATTENTION_NAMES.items()})


def _check(weights: NetworkWeights) -> None:
    """Each layer must take what the one below gives: a bundle may be anything."""
    width = weights.input_size
    for index, layer in enumerate(weights.layers):
        if (
            layer.kernel.shape[1] % 4
            or layer.input_size != width
            or tuple(layer.bias.shape) != (layer.kernel.shape[1],)
        ):
            raise WeightsError(f"layer {index}: a kernel of {tuple(layer.kernel.shape)} does not fit {width} inputs")
        width = layer.hidden_size
    if weights.output_kernel.shape[0] != width:
        raise WeightsError(f"the softmax layer of {tuple(weights.output_kernel.shape)} does not fit {width} units")
