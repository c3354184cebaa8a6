"""Matrix products that give a row the same bits whatever the number of rows beside it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from tensorflow.compiler.tf2xla.python import xla

Tensor = Any

# Row counts for which XLA's matrix product on two threads sums the two halves apart by itself, if the kernel has so
# many numbers and each of its sides is a power of two; smaller ones it leaves to one thread.
NATURALLY_HALVED: Final = range(2, 33)
SHARED_KERNEL: Final = 65536
# Widths of which one row and many take the same path through the kernels.
COLUMN_MULTIPLE: Final = 64


class Product:
    """A kernel, multiplied with rows within a graph that XLA compiles.

    NOTE: Floating-point sums depend on their order, and kernels choose it by the number of rows: one row is summed from
    the first input to the last, a few are shared between two threads of half the inputs each, many are summed from
    first to last again. So all are summed in two halves: a few rows as they are, the others by two products and a sum.
    Whether that holds on a machine is for the runner to find out (`NetworkRunner.warm_up`).
    """

    def __init__(self, kernel: NDArray[np.float32]) -> None:
        self._kernel = np.asarray(kernel, np.float32)
        self._tensors: dict[str, Any] = {}
        self._parts: dict[str, Product] = {}

    @property
    def shape(self) -> tuple[int, ...]:
        return self._kernel.shape

    def __getitem__(self, key: Any) -> Product:
        """A part of the kernel as a product of its own, made once."""
        return self._parts.setdefault(str(key), Product(self._kernel[key]))

    def __call__(self, rows: Tensor) -> Tensor:
        """`rows` [B, inputs] times the kernel: [B, columns]."""
        inputs, columns = _power_of_two(self.shape[0]), _power_of_two(self.shape[1])
        is_shared = rows.shape[0] in NATURALLY_HALVED and inputs * columns >= SHARED_KERNEL
        product = self._whole(rows, inputs, columns) if is_shared else self._in_halves(rows, inputs // 2)
        return product[:, : self.shape[1]]

    def look_up(self, indices: Tensor) -> Tensor:
        """The kernel's rows of `indices` [...]: what one-hot inputs times the kernel give."""
        return tf.gather(self._tensor("rows", self._kernel), indices)

    def _whole(self, rows: Tensor, inputs: int, columns: int) -> Tensor:
        padded = tf.pad(rows, ((0, 0), (0, inputs - self.shape[0])))
        return tf.matmul(padded, self._tensor("whole", _padded(self._kernel, inputs, columns)))

    def _in_halves(self, rows: Tensor, middle: int) -> Tensor:
        columns = -(-self.shape[1] // COLUMN_MULTIPLE) * COLUMN_MULTIPLE
        first, second = (
            tf.matmul(rows[:, half], self._tensor(name, _padded(self._kernel[half], 0, columns)))
            for name, half in (("first", slice(middle)), ("second", slice(middle, None)))
        )
        if rows.shape[0] == 1:
            # Else XLA begins the second sum at the first's result, which rounds differently.
            first, second = xla.optimization_barrier(first, second)
        return first + second

    def _tensor(self, name: str, value: NDArray[np.float32]) -> Tensor:
        """Made at first need, outside the graph: all graphs of a network share it."""
        if name not in self._tensors:
            with tf.init_scope():
                self._tensors[name] = tf.constant(value)
        return self._tensors[name]


def _power_of_two(size: int) -> int:
    """The least that is not below `size`, 2 at least."""
    return 1 << max((size - 1).bit_length(), 1)


def _padded(kernel: NDArray[np.float32], inputs: int, columns: int) -> NDArray[np.float32]:
    """`kernel` with zeros up to so many inputs and columns."""
    return np.pad(kernel, ((0, max(inputs - len(kernel), 0)), (0, columns - kernel.shape[1])))


def multiply(rows: Tensor, kernel: Product | Tensor) -> Tensor:
    """`rows` [..., inputs] times a kernel: a product for playing, a tensor for training and measuring."""
    return kernel(rows) if isinstance(kernel, Product) else tf.matmul(rows, kernel)


def look_up(kernel: Product | Tensor, indices: Tensor) -> Tensor:
    """Rows of a kernel by their indices [...]."""
    return kernel.look_up(indices) if isinstance(kernel, Product) else tf.gather(kernel, indices)
