"""Muon (Jordan et al., 2024): a gate's step is the nearest orthogonal matrix to its momentum.

All directions in which a gate can change are then gone in alike, not only those in which gradients are large; an
update costs more and teaches more. Scaled as Liu et al. (2025) do, so that Adam's learning rates serve here too.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import tensorflow as tf

Tensor = Any

MOMENTUM: Final = 0.95
GATES: Final = 4
# The quintic by which singular values come near to 1, and how often it is applied.
_QUINTIC: Final = (3.4445, -4.7750, 2.0315)
_ITERATIONS: Final = 5
_RMS: Final = 0.2


def is_recurrent(name: str) -> bool:
    """Whether a tensor, by Magenta's name, is the kernel of an LSTM layer."""
    return name.endswith("lstm_cell/kernel")


def rows_of_events(kernel: Tensor) -> int:
    """How many of a kernel's first rows [inputs + hidden, 4 x hidden] are looked up by event rather than multiplied."""
    rows, hidden = kernel.shape[0], kernel.shape[1] // GATES
    return 0 if rows == 2 * hidden else rows - hidden


def direction(momentum: Tensor) -> Tensor:
    """The step for square blocks of gates [N x hidden, 4 x hidden], each by itself."""
    hidden = momentum.shape[1] // GATES
    blocks = tf.reshape(momentum, (-1, hidden, GATES, hidden))
    squares = tf.reshape(tf.transpose(blocks, (0, 2, 1, 3)), (-1, hidden, hidden))
    stepped = tf.reshape(_orthogonal(squares), (-1, GATES, hidden, hidden))
    return tf.reshape(tf.transpose(stepped, (0, 2, 1, 3)), (-1, GATES * hidden)) * _RMS * hidden**0.5


def _orthogonal(matrices: Tensor) -> Tensor:
    """[N, H, H]: of each the nearest orthogonal one, roughly, by Newton and Schulz's iteration."""
    a, b, c = _QUINTIC
    x = tf.cast(matrices * tf.math.rsqrt(tf.reduce_sum(matrices**2, (1, 2), keepdims=True) + 1e-20), _precision())
    for _ in range(_ITERATIONS):
        square = tf.matmul(x, x, transpose_b=True)
        x = a * x + tf.matmul(b * square + c * tf.matmul(square, square), x)
    return tf.cast(x, tf.float32)


@cache
def _precision() -> tf.DType:
    """Half the bits where the processor multiplies those faster: the iteration brings its own errors in again."""
    processor = Path("/proc/cpuinfo")
    knows = processor.is_file() and "bf16" in processor.read_text(errors="replace")
    return tf.bfloat16 if knows else tf.float32
