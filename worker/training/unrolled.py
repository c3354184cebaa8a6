"""The network over a stretch of time, made for training: few large matrix products and gradients written out.

All inputs of a layer are multiplied at once; only the recurrent product is left inside the loop over time, forward
and backward, and the gradient of the recurrent kernel is one product after it.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from worker.networks.weights import LstmWeights

Tensor = Any


def lstm_layer(
    inputs: Tensor, weights: LstmWeights, state: tuple[Tensor, Tensor]
) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """One layer over `inputs` [T, B, inputs]: outputs [T, B, hidden] and the state (c, h) after the last step."""
    steps, batch, width = inputs.shape
    projected = tf.matmul(tf.reshape(inputs, (-1, width)), weights.kernel[:width]) + weights.bias
    return recur(tf.reshape(projected, (steps, batch, -1)), weights.kernel[width:], state)


def recur(projected: Tensor, kernel: Tensor, state: tuple[Tensor, Tensor]) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """The recurrence alone, on inputs already projected to gates [T, B, 4 x hidden]."""
    outputs, last_c = _recur(projected, kernel, *state)
    return outputs, (last_c, outputs[-1])


@tf.custom_gradient  # type: ignore[untyped-decorator]
def _recur(projected: Tensor, kernel: Tensor, c0: Tensor, h0: Tensor) -> tuple[tuple[Tensor, Tensor], Any]:
    steps = projected.shape[0]
    gates, cells, outputs = _forward(projected, kernel, c0, h0)
    earlier_cells = tf.concat((c0[None], cells[:-1]), 0)
    earlier_outputs = tf.concat((h0[None], outputs[:-1]), 0)

    def gradient(d_outputs: Tensor, d_last_c: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        d_gates, d_c, d_h = _backward(gates, cells, earlier_cells, kernel, d_outputs, d_last_c)
        hidden = kernel.shape[0]
        flat = tf.reshape(d_gates, (-1, 4 * hidden))
        d_kernel = tf.matmul(tf.reshape(earlier_outputs, (-1, hidden)), flat, transpose_a=True)
        return tf.reshape(flat, (steps, -1, 4 * hidden)), d_kernel, d_c, d_h

    return (outputs, cells[-1]), gradient


def _forward(projected: Tensor, kernel: Tensor, c0: Tensor, h0: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    steps, batch, width = projected.shape
    hidden = width // 4
    arrays = [tf.TensorArray(tf.float32, steps, element_shape=(batch, size)) for size in (width, hidden, hidden)]

    def body(t: Tensor, c: Tensor, h: Tensor, gates: Any, cells: Any, outputs: Any) -> tuple[Any, ...]:
        i, j, f, o = tf.split(projected[t] + tf.matmul(h, kernel), 4, axis=1)
        i, j, f, o = tf.sigmoid(i), tf.tanh(j), tf.sigmoid(f + 1.0), tf.sigmoid(o)
        c = f * c + i * j
        h = o * tf.tanh(c)
        return t + 1, c, h, gates.write(t, tf.concat((i, j, f, o), 1)), cells.write(t, c), outputs.write(t, h)

    *_, gates, cells, outputs = tf.while_loop(
        lambda t, *_: t < steps, body, (0, c0, h0, *arrays), maximum_iterations=steps
    )
    return gates.stack(), cells.stack(), outputs.stack()


def _backward(
    gates: Tensor, cells: Tensor, earlier_cells: Tensor, kernel: Tensor, d_outputs: Tensor, d_last_c: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    steps, batch, width = gates.shape
    array = tf.TensorArray(tf.float32, steps, element_shape=(batch, width))

    def body(t: Tensor, d_c: Tensor, d_h: Tensor, d_gates: Any) -> tuple[Any, ...]:
        i, j, f, o = tf.split(gates[t], 4, axis=1)
        squashed = tf.tanh(cells[t])
        d_h += d_outputs[t]
        d_c += d_h * o * (1 - squashed**2)
        d_gate = tf.concat(
            (
                d_c * j * i * (1 - i),
                d_c * i * (1 - j**2),
                d_c * earlier_cells[t] * f * (1 - f),
                d_h * squashed * o * (1 - o),
            ),
            1,
        )
        return t - 1, d_c * f, tf.matmul(d_gate, kernel, transpose_b=True), d_gates.write(t, d_gate)

    start = (steps - 1, d_last_c, tf.zeros_like(d_last_c), array)
    _, d_c, d_h, d_gates = tf.while_loop(lambda t, *_: t >= 0, body, start, maximum_iterations=steps)
    return d_gates.stack(), d_c, d_h
