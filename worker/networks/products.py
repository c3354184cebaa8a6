"""Matrix products that give a row the same bits whatever the number of rows beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import tensorflow as tf
from tensorflow.compiler.tf2xla.python import xla

from worker.networks.operands import Operand, Operands

Tensor = Any

# Row counts for which XLA's matrix product on two threads sums the two halves apart by itself, if the kernel has so
# many numbers and each of its sides is a power of two; smaller ones it leaves to one thread.
NATURALLY_HALVED: Final = range(2, 33)
SHARED_KERNEL: Final = 65536
# Widths of which one row and many take the same path through the kernels.
COLUMN_MULTIPLE: Final = 64


@dataclass(frozen=True, slots=True)
class Product:
    """A kernel, multiplied with rows within a graph that XLA compiles.

    NOTE: Floating-point sums depend on their order, and kernels choose it by the number of rows: one row is summed from
    the first input to the last, a few are shared between two threads of half the inputs each, many are summed from
    first to last again. So all are summed in two halves: a few rows as they are, the others by two products and a sum.
    Whether that holds on a machine is for the runner to find out (`NetworkRunner.warm_up`).

    Attributes:
        matrix: Its name among the operands.
        shape: Of the kernel, which is a part of the matrix or all of it.
        first: The matrix's row that is the kernel's first.
    """

    operands: Operands
    matrix: str
    shape: tuple[int, ...]
    first: int = 0

    def __getitem__(self, key: slice | tuple[int, int]) -> Product:
        """Rows of the kernel; of one whose first two sides are 1, `[0, 0]` is the matrix."""
        if isinstance(key, tuple):
            return replace(self, shape=self.shape[2:])
        rows = range(self.shape[0])[key]
        return replace(self, shape=(len(rows), self.shape[1]), first=self.first + rows.start)

    def __call__(self, rows: Tensor) -> Tensor:
        """`rows` [B, inputs] times the kernel: [B, columns]."""
        inputs, columns = _power_of_two(self.shape[0]), _power_of_two(self.shape[1])
        is_shared = rows.shape[0] in NATURALLY_HALVED and inputs * columns >= SHARED_KERNEL
        product = self._whole(rows, inputs, columns) if is_shared else self._in_halves(rows, inputs // 2)
        return product[:, : self.shape[1]]

    def look_up(self, indices: Tensor) -> Tensor:
        """The kernel's rows of `indices` [...]: what one-hot inputs times the kernel give."""
        return tf.gather(self._operand(0, *self.shape), indices)

    def _whole(self, rows: Tensor, inputs: int, columns: int) -> Tensor:
        padded = tf.pad(rows, ((0, 0), (0, inputs - self.shape[0])))
        return tf.matmul(padded, self._operand(0, self.shape[0], columns, inputs))

    def _in_halves(self, rows: Tensor, middle: int) -> Tensor:
        columns = -(-self.shape[1] // COLUMN_MULTIPLE) * COLUMN_MULTIPLE
        first, second = (
            tf.matmul(rows[:, begin:end], self._operand(begin, end, columns))
            for begin, end in ((0, middle), (middle, self.shape[0]))
        )
        if rows.shape[0] == 1:
            # Else XLA begins the second sum at the first's result, which rounds differently.
            first, second = xla.optimization_barrier(first, second)
        return first + second

    def _operand(self, begin: int, end: int, columns: int, inputs: int = 0) -> Tensor:
        """The kernel's rows from `begin` to `end`, filled up to so many columns and inputs."""
        first = self.first + begin
        return self.operands[Operand(self.matrix, first, self.first + end, inputs or end - begin, columns)]


def _power_of_two(size: int) -> int:
    """The least that is not below `size`, 2 at least."""
    return 1 << max((size - 1).bit_length(), 1)


def multiply(rows: Tensor, kernel: Product | Tensor) -> Tensor:
    """`rows` [..., inputs] times a kernel: a product for playing, a tensor for training and measuring."""
    return kernel(rows) if isinstance(kernel, Product) else tf.matmul(rows, kernel)


def look_up(kernel: Product | Tensor, indices: Tensor) -> Tensor:
    """Rows of a kernel by their indices [...]."""
    return kernel.look_up(indices) if isinstance(kernel, Product) else tf.gather(kernel, indices)
