"""Whether tensors make a network: each part must take what the one before gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from worker.networks.weights import AttentionWeights, NadeWeights, NetworkWeights


class WeightsError(ValueError):
    """The tensors are not those of a network Cadenza can play; the message says which is missing or misfit."""


def check_shapes(weights: NetworkWeights) -> None:
    """Checks every shape against the others.

    Raises:
        WeightsError: Naming the first part that does not fit.
    """
    _check_ranks(weights)
    width = weights.input_size
    for index, layer in enumerate(weights.layers):
        units = int(layer.bias.shape[0]) // 4 if len(layer.bias.shape) == 1 else 0
        _expect(f"layer {index}", layer.kernel, (width + units, 4 * units))
        _expect(f"layer {index}'s bias", layer.bias, (4 * max(units, 1),))
        width = units
    if weights.attention:
        _check_attention(weights, weights.attention)
    classes = int(weights.output_kernel.shape[-1]) if weights.nade is None else _check_nade(weights.nade)
    _expect("the last layer", weights.output_kernel, (width, classes))
    _expect("the last layer's bias", weights.output_bias, (classes,))


def _check_ranks(weights: NetworkWeights) -> None:
    """The sizes that the others are checked against are read from these shapes."""
    kernels = {f"layer {index}": layer.kernel for index, layer in enumerate(weights.layers)}
    kernels["the last layer"] = weights.output_kernel
    if weights.attention:
        kernels["attention's input_kernel"] = weights.attention.input_kernel
    for what, kernel in kernels.items():
        if len(kernel.shape) != 2 or not all(kernel.shape):
            raise WeightsError(f"{what} has the shape {list(kernel.shape)}, which is no matrix")
    if weights.nade and len(weights.nade.encoder.shape) != 3:
        raise WeightsError(f"nade/w_enc has the shape {list(weights.nade.encoder.shape)}, which is not of three sides")


def _check_attention(weights: NetworkWeights, attention: AttentionWeights) -> None:
    inputs, attended = weights.input_size, weights.attended_layers[-1].hidden_size
    state = 2 * sum(layer.hidden_size for layer in weights.attended_layers)
    expected = {
        "input_kernel": (inputs + attended, inputs),
        "input_bias": (inputs,),
        "window_kernel": (1, 1, attended, attended),
        "score": (attended,),
        "query_kernel": (state, attended),
        "query_bias": (attended,),
        "output_kernel": (2 * attended, attended),
        "output_bias": (attended,),
    }
    for field, shape in expected.items():
        _expect(f"attention's {field}", getattr(attention, field), shape)


def _check_nade(nade: NadeWeights) -> int:
    """What the last layer must give: the biases of both sides."""
    keys, units = int(nade.encoder.shape[0]), int(nade.encoder.shape[-1])
    _expect("nade/w_enc", nade.encoder, (keys, 1, units))
    _expect("nade/w_dec_t", nade.decoder, (keys, units, 1))
    return keys + units


def _expect(what: str, array: Any, shape: tuple[int, ...]) -> None:
    if tuple(array.shape) != shape:
        raise WeightsError(f"{what} has the shape {list(array.shape)}, not {list(shape)}")
