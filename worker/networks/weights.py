"""A network's weights by their place in it, from tensors by Magenta's names and back.

Arrays here are NumPy's or TensorFlow's alike: this file moves them, it never computes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from worker.networks.shapes import WeightsError, check_shapes

Array = Any

_STACK: Final = "rnn/multi_rnn_cell"
_ATTENTION: Final = "attention_cell_wrapper"
_LSTM: Final = "basic_lstm_cell"


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
class NadeWeights:
    """An RNN-NADE's distribution over 88 keys: what a key that sounds adds, and how a key is decided.

    Attributes:
        encoder: [keys, 1, units].
        decoder: [keys, units, 1].
    """

    encoder: Array
    decoder: Array


@dataclass(frozen=True, slots=True)
class NetworkWeights:
    """An LSTM stack, perhaps with attention, and its last linear layer.

    Attributes:
        attention: Around the first layer; around the whole stack where `attends_over_stack`, as early bundles have it.
        nade: With it, the last layer gives a NADE's biases; without, the logits of classes.
    """

    layers: tuple[LstmWeights, ...]
    attention: AttentionWeights | None
    output_kernel: Array
    output_bias: Array
    attends_over_stack: bool = False
    nade: NadeWeights | None = None

    @property
    def input_size(self) -> int:
        kernel = self.attention.input_kernel if self.attention else None
        return self.layers[0].input_size if kernel is None else int(kernel.shape[1])

    @property
    def attended_layers(self) -> tuple[LstmWeights, ...]:
        """The layers within the attention's wrapper; without attention, none."""
        if self.attention is None:
            return ()
        return self.layers if self.attends_over_stack else self.layers[:1]

    @property
    def num_classes(self) -> int:
        return int(self.output_kernel.shape[1])

    @classmethod
    def from_tensors(cls, tensors: Mapping[str, Array]) -> NetworkWeights:
        """Places `tensors`, named as Magenta names its variables.

        Raises:
            WeightsError: A tensor is missing, or the layers' shapes do not follow from each other.
        """
        over_stack = any(name.startswith(_OVER_STACK) for name in tensors)
        attention = _attention(tensors, over_stack) if any(_ATTENTION in name for name in tensors) else None
        layers = tuple(
            _layer(tensors, _layer_prefix(index, attention is not None, over_stack)) for index in range(_depth(tensors))
        )
        weights = cls(
            layers,
            attention,
            _get(tensors, "fully_connected/weights"),
            _get(tensors, "fully_connected/biases"),
            over_stack,
            _nade(tensors) if any(name.startswith("nade/") for name in tensors) else None,
        )
        check_shapes(weights)
        return weights

    def to_tensors(self) -> dict[str, Array]:
        """The tensors by Magenta's names."""
        named: dict[str, Array] = {}
        for index, layer in enumerate(self.layers):
            prefix = _layer_prefix(index, self.attention is not None, self.attends_over_stack)
            named |= {f"{prefix}/kernel": layer.kernel, f"{prefix}/bias": layer.bias}
        if self.attention:
            wrapper = _wrapper(self.attends_over_stack)
            named |= {f"{wrapper}/{name}": getattr(self.attention, field) for field, name in _ATTENTION_NAMES.items()}
        if self.nade:
            named |= {"nade/w_enc": self.nade.encoder, "nade/w_dec_t": self.nade.decoder}
        return named | {"fully_connected/weights": self.output_kernel, "fully_connected/biases": self.output_bias}


_OVER_STACK: Final = f"rnn/{_ATTENTION}/"
_ATTENTION_NAMES: Final = {
    "input_kernel": "kernel",
    "input_bias": "bias",
    "window_kernel": "attention/attn_w",
    "score": "attention/attn_v",
    "query_kernel": "attention/kernel",
    "query_bias": "attention/bias",
    "output_kernel": "attn_output_projection/kernel",
    "output_bias": "attn_output_projection/bias",
}


def _wrapper(over_stack: bool) -> str:
    return f"rnn/{_ATTENTION}" if over_stack else f"{_STACK}/cell_0/{_ATTENTION}"


def _layer_prefix(index: int, with_attention: bool, over_stack: bool) -> str:
    if over_stack:
        return f"rnn/{_ATTENTION}/multi_rnn_cell/cell_{index}/{_LSTM}"
    wrapper = f"/{_ATTENTION}" if with_attention and index == 0 else ""
    return f"{_STACK}/cell_{index}{wrapper}/{_LSTM}"


def _depth(tensors: Mapping[str, Array]) -> int:
    found = {int(match[1]) for name in tensors if (match := re.search(r"multi_rnn_cell/cell_(\d+)/", name))}
    if not found:
        raise WeightsError("no tensor is named rnn/multi_rnn_cell/cell_0/…: this is not a Magenta RNN")
    return max(found) + 1


def _get(tensors: Mapping[str, Array], name: str) -> Array:
    if name not in tensors:
        raise WeightsError(f"tensor {name} is missing")
    return tensors[name]


def _layer(tensors: Mapping[str, Array], prefix: str) -> LstmWeights:
    return LstmWeights(_get(tensors, f"{prefix}/kernel"), _get(tensors, f"{prefix}/bias"))


def _attention(tensors: Mapping[str, Array], over_stack: bool) -> AttentionWeights:
    wrapper = _wrapper(over_stack)
    return AttentionWeights(**{field: _get(tensors, f"{wrapper}/{name}") for field, name in _ATTENTION_NAMES.items()})


def _nade(tensors: Mapping[str, Array]) -> NadeWeights:
    return NadeWeights(_get(tensors, "nade/w_enc"), _get(tensors, "nade/w_dec_t"))
